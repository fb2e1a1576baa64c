#include "version.h"

namespace tachyon {
namespace {

constexpr OpcodeTable makeOpcodes() {
  OpcodeTable table{};
#define OPCODE(number, name, base, caches) table[number] = {name, base, caches};
#include "opcodes_3_9.inc"
#undef OPCODE
  return table;
}

constexpr OpcodeTable kOpcodes = makeOpcodes();

constexpr StackEffects makeEffects() {
  StackEffects effects{};
#define EFFECT(number, ...) effects.byNumber[number] = {true, __VA_ARGS__};
#include "effects_3_9.inc"
#undef EFFECT
  effects.jumpsPerUnit = 2;
  return effects;
}

constexpr StackEffects kEffects = makeEffects();

// From the headers of 3.9 for 64-bit systems; the structs did not change within the series, nor do they in
// debug builds (only Py_TRACE_REFS makes objects larger).
constexpr RuntimeLayout kLayout = {
    .features = Features(Feature::kHeapFrames, Feature::kCodeInBytes, Feature::kPosixThreadId,
                         Feature::kGilThreadGlobal, Feature::kGilInRuntime),
    .runtime = {.finalizing = 16,
                .interpretersHead = 32,
                .interpretersMain = 40,
                .gilThread = 568,
                .mainThread = 72,
                .gil = 352},
    .interpreter = {.id = 24, .next = 0, .threadsHead = 8, .modules = 856, .gcCollecting = 816},
    .thread = {.size = 264,
               .next = 8,
               .interpreter = 16,
               .nativeId = 176,
               .currentFrame = 24,
               .raised = 88,
               .handled = 144,
               .lastHandled = 112},
    .frame = {.size = 120,
              .executable = 32,
              .previous = 24,
              .instruction = 104,
              .locals = 360,
              .generator = 96,
              .state = 116,
              .valueStack = 64,
              .runs = 1,
              .instructionBytes = 1},
    .code = {.units = 48,
             .firstLine = 40,
             .fileName = 104,
             .qualifiedName = 112,
             .lineTable = 120,
             .locals = 28,
             .stackWords = 32,
             .lineTableFormat = LineTableFormat::kLineDeltas},
    .object = {.type = 8, .typeName = 24},
    .text = {.length = 16, .state = 32, .asciiData = 48, .compactData = 72},
    .bytes = {.length = 16, .data = 32},
    .handled = {.value = 0, .previous = 24},
};

// TaskObj of the _asyncio module, and what else lies on the way to a task.
constexpr AsyncioLayout kAsyncio = {
    .taskSet = "_all_tasks",
    .task = {.size = 184, .coroutine = 152, .name = 160, .waiter = 144},
    .thread = {.ident = 176},
    .generator = {.created = 0, .suspended = 0, .awaiting = 0, .executing = 1, .stackTop = 72},
    .attributes = InstanceAttributes::kDictionary,
    .closure = 48,
};

}  // namespace

const Version kCPython39 = {.minor = 9,
                            .name = "3.9",
                            .layout = &kLayout,
                            .opcodes = &kOpcodes,
                            .effects = &kEffects,
                            .asyncio = &kAsyncio};
const RegisteredVersion kRegistered(kCPython39);

}  // namespace tachyon
