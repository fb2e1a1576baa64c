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

// Made up for a test: the table of 3.15 with a word more about interpreters, two about threads and one about
// code.
constexpr DebugOffsetsShape kShape = {
    .runtimeState = 3,
    .interpreterState = 17,
    .threadState = 18,
    .errorStackItem = 1,
    .interpreterFrame = 8,
    .codeObject = 12,
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
};

void complete(RuntimeLayout& layout) {
  layout.frame.lastOwner = 4;
  layout.features = Features(Feature::kCallableFirst, Feature::kKeywordsAlways, Feature::kStackPointer,
                             Feature::kCodeGeneration, Feature::kMainThreadField, Feature::kGilField,
                             Feature::kGilRequestField, Feature::kGcFrame);
  layout.pointerMask = ~3ull;  // Py_TAG_BITS
}

constexpr AsyncioLayout kAsyncio = {
    .isPublished = true,
    .generator = {.created = 0, .suspended = 1, .awaiting = 2, .executing = 4, .awaitedSlot = 2},
};

}  // namespace

const Version kCPython316 = {.minor = 16,
                             .name = "3.16",
                             .shape = &kShape,
                             .complete = complete,
                             .opcodes = &kOpcodes,
                             .asyncio = &kAsyncio};
const RegisteredVersion kRegistered(kCPython316);

}  // namespace tachyon
