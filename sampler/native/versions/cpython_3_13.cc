#include "version.h"

namespace tachyon {
namespace {

constexpr OpcodeTable makeOpcodes() {
  OpcodeTable table{};
#define OPCODE(number, name, base, caches) table[number] = {name, base, caches};
#include "opcodes_3_13.inc"
#undef OPCODE
  return table;
}

constexpr OpcodeTable kOpcodes = makeOpcodes();

constexpr StackEffects makeEffects() {
  StackEffects effects{};
#define EFFECT(number, ...) effects.byNumber[number] = {true, __VA_ARGS__};
#include "effects_3_13.inc"
#undef EFFECT
  return effects;
}

constexpr StackEffects kEffects = makeEffects();

constexpr DebugOffsetsShape kShape = {
    .runtimeState = 3,
    .interpreterState = 13,
    .threadState = 9,
    .errorStackItem = 0,
    .interpreterFrame = 6,
    .codeObject = 10,
    .pyObject = 2,
    .typeObject = 4,
    .heapTypeObject = 0,
    .tupleObject = 3,
    .listObject = 3,
    .setObject = 0,
    .dictObject = 3,
    .floatObject = 2,
    .longObject = 3,
    .bytesObject = 3,
    .unicodeObject = 4,
    .gc = 2,
    .generatorObject = 0,
    .listNode = 0,
    .debuggerSupport = 0,
    .mainThread = false,
    .baseFrame = false,
    .stackPointer = false,
    .generatorFrame = false,
    .gcFrame = false,
    .threadLocalBytecode = false,
};

void complete(RuntimeLayout& layout) {
  layout.frame.lastOwner = 3;
  layout.features = Features(Feature::kGilStatusBit, Feature::kCallableFirst);
  layout.code.localsPlus = layout.code.firstLine + 4;
  layout.code.exceptionTable = layout.object.size + 24;  // after the size, co_consts, co_names

  layout.thread.gilBit = 1u << 5;  // _status.holds_gil
  // offsetof(PyGenObject, gi_iframe): weak references, two names, two words of the exception state, the
  // finalizer, four flags.
  layout.generator.frame = layout.object.size + 56;
}

void completeFreeThreaded(RuntimeLayout& layout) {
  layout.features = layout.features.with(Feature::kGilField, Feature::kParallelThreads);
  // PyThreadState.state: 1 while the thread is attached, so that it may run Python. (Its status bit "active"
  // says that also of a thread which the garbage collector has stopped.)
  layout.thread.holdsGil = layout.thread.status + 8;
}

// TaskObj of the _asyncio module, and what else lies on the way to a task.
constexpr AsyncioLayout kAsyncio = {
    .taskSet = "_scheduled_tasks",
    .task = {.size = 144, .coroutine = 120, .name = 128, .waiter = 112},
    .thread = {.ident = 152},
    .generator = {.created = -3, .suspended = -2, .awaiting = -1, .executing = 0, .state = 67},
    .attributes = InstanceAttributes::kInline,
    .cachedKeys = 880,
    .closure = 72,
    .numberShift = 3,
    .hasLogarithmicKeys = true,
};

}  // namespace

const Version kCPython313 = {.minor = 13,
                             .name = "3.13",
                             .shape = &kShape,
                             .complete = complete,
                             .completeFreeThreaded = completeFreeThreaded,
                             .opcodes = &kOpcodes,
                             .effects = &kEffects,
                             .asyncio = &kAsyncio};
const RegisteredVersion kRegistered(kCPython313);

}  // namespace tachyon
