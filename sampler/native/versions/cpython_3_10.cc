#include "version.h"

namespace tachyon {
namespace {

constexpr OpcodeTable makeOpcodes() {
  OpcodeTable table{};
#define OPCODE(number, name, base, caches) table[number] = {name, base, caches};
#include "opcodes_3_10.inc"
#undef OPCODE
  return table;
}

constexpr OpcodeTable kOpcodes = makeOpcodes();

constexpr StackEffects makeEffects() {
  StackEffects effects{};
#define EFFECT(number, ...) effects.byNumber[number] = {true, __VA_ARGS__};
#include "effects_3_10.inc"
#undef EFFECT
  return effects;
}

constexpr StackEffects kEffects = makeEffects();

// From the headers of 3.10 for 64-bit systems; the structs did not change within the series, nor do they in
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
    .thread = {.size = 280,
               .next = 8,
               .interpreter = 16,
               .nativeId = 176,
               .currentFrame = 24,
               .raised = 88,
               .handled = 144,
               .lastHandled = 112},
    .frame = {.size = 112,
              .executable = 32,
              .previous = 24,
              .instruction = 96,
              .locals = 352,
              .generator = 88,
              .state = 108,
              .valueStack = 64,
              .runs = 0,
              .instructionBytes = 2},
    .code = {.units = 48,
             .firstLine = 40,
             .fileName = 104,
             .qualifiedName = 112,
             .lineTable = 120,
             .locals = 28,
             .stackWords = 32,
             .lineTableFormat = LineTableFormat::kLineRanges},
    .object = {.type = 8, .typeName = 24},
    .text = {.length = 16, .state = 32, .asciiData = 48, .compactData = 72},
    .bytes = {.length = 16, .data = 32},
    .handled = {.value = 0, .previous = 24},
};

// TaskObj of the _asyncio module, and what else lies on the way to a task.
constexpr AsyncioLayout kAsyncio = {
    .taskSet = "_all_tasks",
    .task = {.size = 192, .coroutine = 160, .name = 168, .waiter = 152},
    .thread = {.ident = 176},
    .generator = {.created = -2, .suspended = -1, .awaiting = -1, .executing = 0, .stackDepth = 80},
    .attributes = InstanceAttributes::kDictionary,
    .closure = 72,
};

}  // namespace

const Version kCPython310 = {.minor = 10,
                             .name = "3.10",
                             .layout = &kLayout,
                             .opcodes = &kOpcodes,
                             .effects = &kEffects,
                             .asyncio = &kAsyncio};
const RegisteredVersion kRegistered(kCPython310);

}  // namespace tachyon
