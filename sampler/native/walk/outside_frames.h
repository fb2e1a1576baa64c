#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

#include "../memory/process_memory.h"
#include "../runtime/layout.h"
#include "data_stack.h"

namespace tachyon {

struct RawFrame;

// A frame that lies outside of the data stack, and a copy of it.
struct OutsideFrame {
  static constexpr std::size_t kBytes = 320;  // itself and the first of its slots

  Address address;
  std::size_t size = 0;
  std::uint64_t lastWalk = 0;  // the walk that met it last
  std::size_t position = 0;    // kHeapFrames: its place in the order of reading
  bool isSettled = false;      // cannot change while the frames around it stay: not read again
  std::array<std::uint8_t, kBytes> bytes;
  std::array<std::uint8_t, kBytes> again;  // kHeapFrames: a second copy, made after all the first ones

  FrameBytes frameBytes() const { return {bytes.data(), size}; }
};

// One thread's frames outside of its data stack: those of generators and coroutines lie in their objects,
// those of the interpreter itself on the C stack. The ones met lately are read along, in the hope to meet
// them again.
class OutsideFrames {
 public:
  explicit OutsideFrames(const RuntimeLayout& layout)
      : layout_(layout), isOnHeap_(layout.features.has(Feature::kHeapFrames)) {}

  void appendRanges(std::vector<ReadRange>& ranges);
  void beginWalk();
  // Null when the frame is not among them, or was met before in this walk.
  OutsideFrame* meet(Address frame);
  void meetAgain(OutsideFrame& frame) { frame.lastWalk = walk_; }
  // Reads one that is not among them yet; null when that is impossible.
  OutsideFrame* read(ProcessMemory& memory, Address frame);
  // Keeps those met in this walk and a few others, those met last.
  void dropUnmet();
  // kHeapFrames: from now on reads these, root first, in their order. A caller's two copies are made before
  // and after its callee's first one then: what both of them show was so while the callee ran.
  void orderFromRoot(std::span<const RawFrame> frames);
  void forget() {
    frames_.clear();
    byAddress_.clear();
  }

 private:
  const RuntimeLayout& layout_;
  const bool isOnHeap_;
  std::vector<std::unique_ptr<OutsideFrame>> frames_;           // in the order of reading
  std::unordered_map<std::uint64_t, OutsideFrame*> byAddress_;  // kHeapFrames: there may be thousands
  std::size_t next_ = 0;                                        // where the walk expects the next one
  std::uint64_t walk_ = 0;
  std::vector<std::uint64_t> unmetSince_;  // of dropUnmet; the last walks of those not met
};

}  // namespace tachyon
