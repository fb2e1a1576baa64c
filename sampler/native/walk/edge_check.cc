#include "edge_check.h"

#include "../base/bytes.h"

namespace tachyon {
namespace {

// Around the end of the caller's stack: a call leaves the function in the first or second word after it,
// depending on whether it was a method; an iterator or awaited object lies one or two words before it.
constexpr std::int64_t kFirstSlot = -2, kLastSlot = 1;

// Distance from the frame's start to the end of its stack; negative when it says none.
std::int64_t stackEnd(const RuntimeLayout& layout, const RawFrame& frame) {
  if (layout.features.has(Feature::kStackPointer)) {
    const auto pointer = loadAs<std::uint64_t>(frame.bytes.data + layout.frame.stackPointer);
    return static_cast<std::int64_t>(pointer - frame.address.value);
  }
  const auto index = loadAs<std::int32_t>(frame.bytes.data + layout.frame.stackPointer);
  return static_cast<std::int64_t>(layout.frame.locals) + std::int64_t{index} * 8;
}

}  // namespace

EdgeEvidence checkEdge(const RuntimeLayout& layout, CallKind kind, const RawFrame& caller,
                       const RawFrame& callee) {
  if (kind == CallKind::kUnknown) return EdgeEvidence::kNone;
  if (kind == CallKind::kNever) return EdgeEvidence::kRefuted;
  // A function call that makes a generator leaves no frame behind; one that runs it goes through the
  // generator.
  if ((kind == CallKind::kGenerator) != (callee.owner == kGeneratorOwner))
    return kind == CallKind::kGenerator ? EdgeEvidence::kNone : EdgeEvidence::kRefuted;
  const std::uint64_t wanted =
      kind == CallKind::kFunction ? callee.function.value : callee.address.value - layout.generator.frame;
  const std::int64_t end = stackEnd(layout, caller);
  const auto size = static_cast<std::int64_t>(caller.bytes.size);
  for (std::int64_t slot = kFirstSlot; slot <= kLastSlot; ++slot) {
    const std::int64_t at = end + slot * 8;
    if (at < 0 || at > size - 8) return EdgeEvidence::kNone;  // not copied
    if ((loadAs<std::uint64_t>(caller.bytes.data + at) & layout.pointerMask) == wanted)
      return EdgeEvidence::kConfirmed;
  }
  return EdgeEvidence::kRefuted;
}

}  // namespace tachyon
