#include "outside_frames.h"

#include <algorithm>

#include "../base/limits.h"
#include "raw_frame.h"

namespace tachyon {
namespace {

constexpr std::size_t kPage = 4096;
constexpr std::size_t kSpare = 4;         // frames that were not met last time but are still read
constexpr std::size_t kSpareOnHeap = 64;  // where every call has one

}  // namespace

void OutsideFrames::appendRanges(std::vector<ReadRange>& ranges) {
  for (const auto& frame : frames_)
    if (!frame->isSettled) ranges.push_back({frame->address, frame->bytes.data(), frame->size});
  if (!isOnHeap_) return;
  for (const auto& frame : frames_) ranges.push_back({frame->address, frame->again.data(), frame->size});
}

void OutsideFrames::beginWalk() {
  ++walk_;
  next_ = 0;
}

OutsideFrame* OutsideFrames::meet(Address address) {
  if (isOnHeap_) {
    const auto known = byAddress_.find(address.value);
    if (known == byAddress_.end() || known->second->lastWalk == walk_) return nullptr;
    known->second->lastWalk = walk_;
    return known->second;
  }
  for (std::size_t i = 0; i < frames_.size(); ++i) {
    const std::size_t at = (next_ + i) % frames_.size();
    OutsideFrame& frame = *frames_[at];
    if (frame.address != address) continue;
    next_ = at + 1;
    if (frame.lastWalk == walk_) return nullptr;
    frame.lastWalk = walk_;
    return &frame;
  }
  return nullptr;
}

OutsideFrame* OutsideFrames::read(ProcessMemory& memory, Address address) {
  if (!address.aligned() || frames_.size() >= limits::kStackDepth) return nullptr;
  const auto isKnown = [&](const auto& frame) { return frame->address == address; };
  if (isOnHeap_ ? byAddress_.contains(address.value) : std::any_of(frames_.begin(), frames_.end(), isKnown))
    return nullptr;
  auto frame = std::make_unique<OutsideFrame>();
  frame->address = address;
  // The rest of the page is there for certain, the next one need not be.
  const std::size_t rest = kPage - address.value % kPage;
  const std::size_t wanted = isOnHeap_ ? layout_.frame.size : OutsideFrame::kBytes;
  frame->size = std::max(layout_.frame.size, std::min(wanted, rest));
  frame->lastWalk = walk_;
  if (frame->size > frame->bytes.size() || !memory.read(address, frame->bytes.data(), frame->size))
    return nullptr;
  if (isOnHeap_) {
    frame->again = frame->bytes;
    frame->position = frames_.size();
    byAddress_[address.value] = frame.get();
    frames_.push_back(std::move(frame));
    return frames_.back().get();
  }
  const std::size_t at = std::min(frames_.size(), next_);
  frames_.insert(frames_.begin() + static_cast<std::ptrdiff_t>(at), std::move(frame));
  next_ = at + 1;
  return frames_[at].get();
}

void OutsideFrames::dropUnmet() {
  std::vector<std::uint64_t>& walks = unmetSince_;
  walks.clear();
  for (const auto& frame : frames_)
    if (frame->lastWalk != walk_) walks.push_back(frame->lastWalk);
  const std::size_t spare = isOnHeap_ ? kSpareOnHeap : kSpare;
  if (walks.size() <= spare) return;
  const std::size_t excess = walks.size() - spare;
  const auto firstKept = walks.begin() + static_cast<std::ptrdiff_t>(excess);
  std::ranges::nth_element(walks, firstKept);
  const std::uint64_t oldest = *firstKept;
  auto asOld = static_cast<std::size_t>(std::count(walks.begin(), firstKept, oldest));
  std::erase_if(frames_, [&](const auto& frame) {
    if (frame->lastWalk == walk_ || frame->lastWalk > oldest) return false;
    if (frame->lastWalk == oldest && asOld == 0) return false;
    if (frame->lastWalk == oldest) --asOld;
    byAddress_.erase(frame->address.value);
    return true;
  });
  for (std::size_t i = 0; i < frames_.size(); ++i) frames_[i]->position = i;
}

void OutsideFrames::orderFromRoot(std::span<const RawFrame> frames) {
  const auto position = [](const RawFrame& frame) { return frame.outside->position; };
  if (!isOnHeap_ || std::ranges::is_sorted(frames, {}, position)) return;
  std::vector<std::size_t> places;
  for (const RawFrame& frame : frames) places.push_back(position(frame));
  std::ranges::sort(places);
  // Whatever stands in the way goes where there is room.
  for (std::size_t i = 0; i < frames.size(); ++i) {
    OutsideFrame &wanted = *frames[i].outside, &there = *frames_[places[i]];
    std::swap(frames_[wanted.position], frames_[places[i]]);
    std::swap(wanted.position, there.position);
  }
}

}  // namespace tachyon
