#include "suspended_frame.h"

#include <algorithm>

#include "../base/bytes.h"

namespace tachyon {

SuspendedFrames::SuspendedFrames(const RuntimeLayout& layout, const AsyncioLayout& asyncio)
    : layout_(layout), asyncio_(asyncio), isOnHeap_(layout.features.has(Feature::kHeapFrames)) {
  const AsyncioLayout::Generator& generator = asyncio.generator;
  first_ = isOnHeap_ ? 0 : layout.generator.frame;
  state_ = isOnHeap_ ? layout.frame.state : generator.state != 0 ? generator.state : layout.generator.state;
  stamp_ = isOnHeap_ ? std::max(generator.stackTop, generator.stackDepth) : state_;
  stampEnd_ = isOnHeap_ ? state_ + 1 : first_ + layout.frame.stackPointer + sizeof(Address);
}

GeneratorState SuspendedFrames::stateOf(std::int8_t state) const {
  const AsyncioLayout::Generator& states = asyncio_.generator;
  if (state == states.executing) return GeneratorState::kExecuting;
  if (state == states.awaiting) return GeneratorState::kAwaiting;
  if (state == states.suspended) return GeneratorState::kSuspended;
  return state == states.created ? GeneratorState::kCreated : GeneratorState::kFinished;
}

Address SuspendedFrames::stackEnd(Address frame, const std::uint8_t* bytes) const {
  const AsyncioLayout::Generator& generator = asyncio_.generator;
  if (generator.stackTop != 0) return loadAs<Address>(bytes + generator.stackTop);
  if (generator.stackDepth != 0)
    return loadAs<Address>(bytes + layout_.frame.valueStack) +
           std::uint64_t{loadAs<std::uint32_t>(bytes + generator.stackDepth)} * sizeof(Address);
  if (layout_.features.has(Feature::kStackPointer))
    return loadAs<Address>(bytes + layout_.frame.stackPointer);
  return frame + layout_.frame.locals +
         std::uint64_t{loadAs<std::uint32_t>(bytes + layout_.frame.stackPointer)} * sizeof(Address);
}

SuspendedFrame SuspendedFrames::decode(Address holder, std::span<const std::uint8_t> bytes) const {
  const std::uint8_t* frame = bytes.data() + first_;
  SuspendedFrame decoded;
  decoded.state = stateOf(static_cast<std::int8_t>(bytes[state_]));
  decoded.frame = holder + first_;
  decoded.code = {loadAs<std::uint64_t>(frame + layout_.frame.executable) & layout_.pointerMask};
  decoded.instruction =
      isOnHeap_ ? Address{static_cast<std::uint64_t>(loadAs<std::int32_t>(frame + layout_.frame.instruction))}
                : loadAs<Address>(frame + layout_.frame.instruction);
  const Address end = stackEnd(decoded.frame, frame);
  decoded.awaitedSlot = end - asyncio_.generator.awaitedSlot * sizeof(Address);
  // Where the state only tells whether it executes, the rest follows from the stack and the instruction.
  if (asyncio_.generator.stackTop != 0 && decoded.state != GeneratorState::kExecuting) {
    const bool hasBegun = static_cast<std::int64_t>(decoded.instruction.value) >= 0;
    decoded.state = !end       ? GeneratorState::kFinished
                    : hasBegun ? GeneratorState::kAwaiting
                               : GeneratorState::kCreated;
  }
  return decoded;
}

}  // namespace tachyon
