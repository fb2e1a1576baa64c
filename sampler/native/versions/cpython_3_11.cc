#include "version.h"

namespace tachyon {
namespace {

constexpr OpcodeTable makeOpcodes() {
  OpcodeTable table{};
#define OPCODE(number, name, base, caches) table[number] = {name, base, caches};
#include "opcodes_3_11.inc"
#undef OPCODE
  return table;
}

constexpr OpcodeTable kOpcodes = makeOpcodes();

constexpr StackEffects makeEffects() {
  StackEffects effects{};
#define EFFECT(number, ...) effects.byNumber[number] = {true, __VA_ARGS__};
#include "effects_3_11.inc"
#undef EFFECT
  return effects;
}

constexpr StackEffects kEffects = makeEffects();

// From the headers of 3.11 for 64-bit systems; the structs did not change within the series.
constexpr RuntimeLayout kLayout = {
    .features = Features(Feature::kFrameThroughC, Feature::kPreviousInstruction, Feature::kEntryFlag,
                         Feature::kGilThreadGlobal, Feature::kGilInRuntime),
    .runtime =
        {.finalizing = 24, .interpretersHead = 40, .interpretersMain = 48, .gilThread = 576, .gil = 360},
    .interpreter = {.id = 48, .next = 0, .threadsHead = 16, .modules = 888, .gcCollecting = 848},
    .thread = {.size = 360,
               .next = 8,
               .interpreter = 16,
               .nativeId = 160,
               .dataStackChunk = 296,
               .dataStackTop = 304,
               .currentFrame = 56,
               .raised = 96,
               .handled = 120,
               .lastHandled = 320},
    .cFrame = {.currentFrame = 8, .previous = 16},
    .frame = {.size = 80,
              .executable = 32,
              .previous = 48,
              .function = 0,
              .instruction = 56,
              .stackPointer = 64,
              .owner = 69,
              .locals = 72,
              .entry = 68,
              .lastOwner = 2},
    .code = {.units = 16,
             .firstLine = 72,
             .fileName = 112,
             .qualifiedName = 128,
             .lineTable = 136,
             .bytecode = 184,
             .locals = 76,
             .stackWords = 68,
             .localsPlus = 76,
             .exceptionTable = 40},
    .object = {.type = 8, .typeName = 24},
    .text = {.length = 16, .state = 32, .asciiData = 48, .compactData = 72},
    .bytes = {.length = 16, .data = 32},
    .function = {.code = 48},
    .generator = {.frame = 80},
};

// TaskObj of the _asyncio module, and what else lies on the way to a task.
constexpr AsyncioLayout kAsyncio = {
    .taskSet = "_all_tasks",
    .task = {.size = 176, .coroutine = 136, .name = 144, .waiter = 128},
    .thread = {.ident = 152},
    .generator = {.created = -2, .suspended = -1, .awaiting = -1, .executing = 0, .state = 75},
    .attributes = InstanceAttributes::kPointer,
    .cachedKeys = 872,
    .closure = 72,
    .hasLogarithmicKeys = true,
};

}  // namespace

const Version kCPython311 = {.minor = 11,
                             .name = "3.11",
                             .layout = &kLayout,
                             .opcodes = &kOpcodes,
                             .effects = &kEffects,
                             .asyncio = &kAsyncio};
const RegisteredVersion kRegistered(kCPython311);

}  // namespace tachyon
