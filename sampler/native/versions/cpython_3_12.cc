#include "version.h"

namespace tachyon {
namespace {

constexpr OpcodeTable makeOpcodes() {
  OpcodeTable table{};
#define OPCODE(number, name, base, caches) table[number] = {name, base, caches};
#include "opcodes_3_12.inc"
#undef OPCODE
  return table;
}

constexpr OpcodeTable kOpcodes = makeOpcodes();

constexpr StackEffects makeEffects() {
  StackEffects effects{};
#define EFFECT(number, ...) effects.byNumber[number] = {true, __VA_ARGS__};
#include "effects_3_12.inc"
#undef EFFECT
  return effects;
}

constexpr StackEffects kEffects = makeEffects();

constexpr std::uint32_t kActiveBit = 1u << 4;  // _status.active: in use, which a thread is only with the GIL

// From the headers of 3.12 for 64-bit systems; the structs did not change within the series.
constexpr RuntimeLayout kLayout = {
    .features = Features(Feature::kFrameThroughC, Feature::kPreviousInstruction, Feature::kGilStatusBit),
    .runtime = {.finalizing = 24, .interpretersHead = 40, .interpretersMain = 48},
    .interpreter = {.id = 8, .next = 0, .threadsHead = 72, .modules = 944, .gcCollecting = 312, .gil = 384},
    .thread = {.size = 288,
               .next = 8,
               .interpreter = 16,
               .nativeId = 144,
               .dataStackChunk = 232,
               .dataStackTop = 240,
               .currentFrame = 56,
               .status = 24,
               .gilBit = kActiveBit,
               .raised = 96,
               .handled = 104,
               .lastHandled = 256},
    .cFrame = {.currentFrame = 0, .previous = 8},
    .frame = {.size = 80,
              .executable = 0,
              .previous = 8,
              .function = 16,
              .instruction = 56,
              .stackPointer = 64,
              .owner = 70,
              .locals = 72,
              .lastOwner = 3},
    .code = {.units = 16,
             .firstLine = 68,
             .fileName = 112,
             .qualifiedName = 128,
             .lineTable = 136,
             .bytecode = 192,
             .frameWords = 76,
             .localsPlus = 72,
             .exceptionTable = 40,
             .callStamp = 92},
    .object = {.type = 8, .typeName = 24},
    .text = {.length = 16, .state = 32, .asciiData = 40, .compactData = 56},
    .bytes = {.length = 16, .data = 32},
    .function = {.code = 48},
    .generator = {.frame = 72},
};

// TaskObj of the _asyncio module, and what else lies on the way to a task.
constexpr AsyncioLayout kAsyncio = {
    .taskSet = "_scheduled_tasks",
    .task = {.size = 176, .coroutine = 136, .name = 144, .waiter = 128},
    .thread = {.ident = 136},
    .generator = {.created = -2, .suspended = -1, .awaiting = -1, .executing = 0, .state = 67},
    .attributes = InstanceAttributes::kTagged,
    .cachedKeys = 880,
    .closure = 72,
    .numberShift = 3,
    .hasLogarithmicKeys = true,
};

}  // namespace

const Version kCPython312 = {.minor = 12,
                             .name = "3.12",
                             .layout = &kLayout,
                             .opcodes = &kOpcodes,
                             .effects = &kEffects,
                             .asyncio = &kAsyncio};
const RegisteredVersion kRegistered(kCPython312);

}  // namespace tachyon
