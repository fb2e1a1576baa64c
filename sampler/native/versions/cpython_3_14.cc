#include "version.h"

namespace tachyon {
namespace {

constexpr OpcodeTable makeOpcodes() {
  OpcodeTable table{};
#define OPCODE(number, name, base, caches) table[number] = {name, base, caches};
#include "opcodes_3_14.inc"
#undef OPCODE
  return table;
}

constexpr OpcodeTable kOpcodes = makeOpcodes();

constexpr DebugOffsetsShape kShape = {
    .runtimeState = 3,
    .interpreterState = 16,
    .threadState = 9,
    .errorStackItem = 0,
    .interpreterFrame = 8,
    .codeObject = 11,
    .pyObject = 2,
    .typeObject = 4,
    .heapTypeObject = 0,
    .tupleObject = 3,
    .listObject = 3,
    .setObject = 4,
    .dictObject = 3,
    .floatObject = 2,
    .longObject = 3,
    .bytesObject = 3,
    .unicodeObject = 4,
    .gc = 2,
    .generatorObject = 4,
    .listNode = 2,
    .debuggerSupport = 6,
    .mainThread = true,
    .baseFrame = false,
    .stackPointer = true,
    .generatorFrame = true,
    .gcFrame = false,
    .threadLocalBytecode = true,
};

void complete(RuntimeLayout& layout) {
  layout.frame.lastOwner = 4;
  layout.features = Features(Feature::kCallableFirst, Feature::kKeywordsAlways, Feature::kStackPointer,
                             Feature::kCodeGeneration, Feature::kMainThreadField, Feature::kGilField);
  layout.thread.holdsGil = layout.thread.status + 4;  // the int after the status bits
  layout.pointerMask = ~3ull;                         // Py_TAG_BITS
}

void completeFreeThreaded(RuntimeLayout& layout) {
  layout.features =
      layout.features.with(Feature::kGilField, Feature::kParallelThreads, Feature::kThreadLocalBytecode);
  // PyThreadState.state: 1 while the thread is attached, so that it may run Python. (Its status bit "active"
  // says that also of a thread which the garbage collector has stopped.)
  layout.thread.holdsGil = layout.thread.status + 12;
  layout.text.kindBit = 8;  // `interned` is a byte of its own, no bit field
}

constexpr AsyncioLayout kAsyncio = {
    .isPublished = true,
    .generator = {.created = -3, .suspended = -2, .awaiting = -1, .executing = 0},
};

}  // namespace

const Version kCPython314 = {.minor = 14,
                             .name = "3.14",
                             .shape = &kShape,
                             .complete = complete,
                             .completeFreeThreaded = completeFreeThreaded,
                             .opcodes = &kOpcodes,
                             .asyncio = &kAsyncio};
const RegisteredVersion kRegistered(kCPython314);

}  // namespace tachyon
