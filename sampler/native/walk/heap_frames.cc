#include "heap_frames.h"

#include "../base/bytes.h"

namespace tachyon {

RawFrame decodeHeapFrame(const RuntimeLayout& layout, Address frame, FrameBytes bytes,
                         OutsideFrame* outside) {
  const RuntimeLayout::Frame& fields = layout.frame;
  RawFrame raw;
  raw.address = frame;
  raw.previous = loadAs<Address>(bytes.data + fields.previous);
  raw.code = loadAs<Address>(bytes.data + fields.executable);
  const auto count = std::int64_t{loadAs<std::int32_t>(bytes.data + fields.instruction)};
  raw.instruction = Address{static_cast<std::uint64_t>(count)};
  raw.owner = loadAs<Address>(bytes.data + fields.generator) ? kGeneratorOwner : kThreadOwner;
  raw.entry = true;
  raw.outside = outside;
  raw.bytes = bytes;
  return raw;
}

bool holdsStill(const RuntimeLayout& layout, const RawFrame& frame, bool isLeaf) {
  const FrameBytes copy{frame.outside->again.data(), frame.bytes.size};
  const RawFrame again = decodeHeapFrame(layout, frame.address, copy, frame.outside);
  if (again.previous != frame.previous || again.code != frame.code || again.owner != frame.owner)
    return false;
  const auto runs = [&](const FrameBytes& bytes) {
    return bytes.data[layout.frame.state] == layout.frame.runs;
  };
  // A leaf that ended is cut off from its caller at any moment.
  const bool hasBegun = static_cast<std::int64_t>(frame.instruction.value) >= 0;
  if (isLeaf) return runs(frame.bytes) || !hasBegun;
  return again.instruction == frame.instruction && runs(frame.bytes) && runs(copy);
}

}  // namespace tachyon
