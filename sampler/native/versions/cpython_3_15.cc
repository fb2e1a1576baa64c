#include "version.h"

namespace tachyon {
namespace {

constexpr OpcodeTable makeOpcodes() {
  OpcodeTable table{};
#define OPCODE(number, name, base, caches) table[number] = {name, base, caches};
#include "opcodes_3_15.inc"
#undef OPCODE
  return table;
}

constexpr OpcodeTable kOpcodes = makeOpcodes();

constexpr DebugOffsetsShape kShape = {
    .runtimeState = 3,
    .interpreterState = 16,
    .threadState = 16,
    .errorStackItem = 1,
    .interpreterFrame = 8,
    .codeObject = 11,
    .pyObject = 2,
    .typeObject = 6,
    .heapTypeObject = 2,
    .tupleObject = 3,
    .listObject = 3,
    .setObject = 4,
    .dictObject = 3,
    .floatObject = 2,
    .longObject = 3,
    .bytesObject = 3,
    .unicodeObject = 5,
    .gc = 5,
    .generatorObject = 4,
    .listNode = 2,
    .debuggerSupport = 6,
    .mainThread = true,
    .baseFrame = true,
    .stackPointer = true,
    .generatorFrame = true,
    .gcFrame = true,
    .threadLocalBytecode = true,
};

void complete(RuntimeLayout& layout) {
  layout.frame.lastOwner = 4;
  layout.features = Features(Feature::kCallableFirst, Feature::kKeywordsAlways, Feature::kStackPointer,
                             Feature::kCodeGeneration, Feature::kMainThreadField, Feature::kGilField,
                             Feature::kGilRequestField, Feature::kGcFrame);
  layout.pointerMask = ~3ull;  // Py_TAG_BITS
}

void completeFreeThreaded(RuntimeLayout& layout) {
  layout.features =
      layout.features.with(Feature::kGilField, Feature::kParallelThreads, Feature::kThreadLocalBytecode);
  // PyThreadState.state: 1 while the thread is attached, so that it may run Python. (Its status bit "active"
  // says that also of a thread which the garbage collector has stopped.)
  layout.thread.holdsGil = layout.thread.status + 16;
  layout.text.kindBit = 8;  // `interned` is a byte of its own, no bit field
}

constexpr AsyncioLayout kAsyncio = {
    .isPublished = true,
    .generator = {.created = 0, .suspended = 1, .awaiting = 2, .executing = 4, .awaitedSlot = 2},
};

}  // namespace

const Version kCPython315 = {.minor = 15,
                             .name = "3.15",
                             .shape = &kShape,
                             .complete = complete,
                             .completeFreeThreaded = completeFreeThreaded,
                             .opcodes = &kOpcodes,
                             .asyncio = &kAsyncio};
const RegisteredVersion kRegistered(kCPython315);

}  // namespace tachyon
