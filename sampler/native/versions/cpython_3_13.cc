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
};

void complete(RuntimeLayout& layout) {
  layout.frame.lastOwner = 3;
  layout.features = Features(Feature::kGilStatusBit);
  layout.thread.gilBit = 1u << 5;  // _status.holds_gil
  layout.generator.frame = 72;     // offsetof(PyGenObject, gi_iframe)
}

}  // namespace

const Version kCPython313 = {
    .minor = 13, .name = "3.13", .shape = &kShape, .complete = complete, .opcodes = &kOpcodes};

}  // namespace tachyon
