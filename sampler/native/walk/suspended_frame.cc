#include "suspended_frame.h"

#include "../base/bytes.h"

namespace tachyon {

SuspendedFrames::SuspendedFrames(const RuntimeLayout& layout, const AsyncioLayout& asyncio)
    : layout_(layout),
      asyncio_(asyncio),
      state_(asyncio.generator.state != 0 ? asyncio.generator.state : layout.generator.state) {}

SuspendedFrame SuspendedFrames::decode(Address generator, std::span<const std::uint8_t> bytes) const {
  const AsyncioLayout::Generator& states = asyncio_.generator;
  const std::uint8_t* frame = bytes.data() + layout_.generator.frame;
  const auto state = static_cast<std::int8_t>(bytes[state_]);
  SuspendedFrame decoded;
  if (state == states.executing) decoded.state = GeneratorState::kExecuting;
  if (state == states.created) decoded.state = GeneratorState::kCreated;
  if (state == states.suspended) decoded.state = GeneratorState::kSuspended;
  if (state == states.awaiting) decoded.state = GeneratorState::kAwaiting;
  decoded.frame = generator + layout_.generator.frame;
  decoded.code = {loadAs<std::uint64_t>(frame + layout_.frame.executable) & layout_.pointerMask};
  decoded.instruction = loadAs<Address>(frame + layout_.frame.instruction);
  const auto stack = loadAs<Address>(frame + layout_.frame.stackPointer);
  const Address end = layout_.features.has(Feature::kStackPointer)
                          ? stack
                          : decoded.frame + layout_.frame.locals + (stack.value & 0xffffffff) * 8;
  decoded.awaitedSlot = end - states.awaitedSlot * 8;
  return decoded;
}

}  // namespace tachyon
