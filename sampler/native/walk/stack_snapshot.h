#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "../memory/process_memory.h"
#include "../runtime/layout.h"
#include "data_stack.h"
#include "outside_frames.h"
#include "raw_frame.h"

namespace tachyon {

enum class SnapshotState {
  kWhole,       // a chain of frames from the current one to the root
  kCut,         // the top changed while it was read: the frames are those below
  kChanged,     // the guess of what to read was wrong; read again
  kTooDeep,     // more than limits::kStackDepth frames
  kUnreadable,  // the data stack is not where the thread says
  kOtherThread  // the thread state is no longer that thread's
};

// One thread's stack, read with one vectored call as a rule.
//
// Everything is guessed from the last time: which part of the data stack is live, which frames lie outside of
// it, where the C struct with the current frame is. What the guess missed is found out and read the next
// time.
//
// The copy is not of one instant: thread state, data stack and frames outside follow each other within a
// microsecond. What the program did meanwhile shows in links between frames that contradict each other;
// judging them is StackWalker's part.
class StackSnapshot {
 public:
  StackSnapshot(const RuntimeLayout& layout, Address thread, Address interpreter, std::uint64_t nativeId);

  Address thread() const { return thread_; }

  // Appends the ranges of one reading. They stay valid until the next call of any other method.
  void appendRanges(std::vector<ReadRange>& ranges);

  // Appends only the thread's own words, for a thread whose stack is not looked at now.
  void appendThreadState(std::vector<ReadRange>& ranges);

  // Makes frames of what was read; to be called once after each reading. Reads what the guess missed; unless
  // the thread is frozen, that is too late for this time.
  SnapshotState gather(ProcessMemory& memory, bool isFrozen);

  // Root first.
  std::span<const RawFrame> frames() const { return frames_; }
  // How many of them, from the root, are as they were after the gathering before.
  std::size_t unchanged() const { return unchanged_; }
  // Leaves only the first `count` frames.
  void cut(std::size_t count);
  void push(const RawFrame& frame) { frames_.push_back(frame); }
  // A frame at a place in the data stack that has `caller` for its caller; it may be dead.
  std::optional<RawFrame> frameAbove(Address frame, Address caller) const;
  // Whether nothing lies below a frame in the data stack.
  bool isBottom(Address frame) const { return dataStack_.isBottom(frame); }

  std::span<const std::uint8_t> threadState() const { return threadState_; }

  // Drops every guess, after reading failed.
  void forget();

 private:
  std::uint64_t threadWord(std::size_t offset) const;
  SnapshotState checkThread(ProcessMemory& memory);
  bool findCurrentFrame();
  SnapshotState follow(ProcessMemory& memory, bool isFrozen);
  bool stepOut(ProcessMemory& memory);
  void keepSame();
  bool isUntouched(const RawFrame& frame) const;
  static bool isSameCall(const RawFrame& now, const RawFrame& before);
  SnapshotState walkDown(ProcessMemory& memory, bool isFrozen);
  SnapshotState endWalk(bool isRooted, std::size_t join, bool isFrozen);
  std::optional<RawFrame> frameAt(ProcessMemory& memory, Address frame);
  std::size_t joinOf(Address frame) const;
  bool isInOrder(std::size_t chunk, Address frame);
  RawFrame decode(Address frame, FrameBytes bytes, OutsideFrame* outside = nullptr) const;
  bool isPlausible(const RawFrame& raw, bool isInDataStack) const;
  bool endsAtRoot() const;
  bool cFrameIsThreads() const;
  void guessAnew();

  const RuntimeLayout& layout_;
  Address thread_, interpreter_;
  std::uint64_t nativeId_;
  std::vector<std::uint8_t> threadState_;
  Address cFrame_;  // guess of where the C struct is
  std::uint64_t currentFrame_ = 0;
  DataStack dataStack_;
  OutsideFrames outside_;
  std::vector<RawFrame> frames_;  // root first
  std::vector<RawFrame> chain_;   // leaf first: what is new on top
  std::size_t unchanged_ = 0;
  std::size_t kept_ = 0;  // frames that are the same as last time; the last of them may have moved on
  std::size_t lastChunk_ = 0;
  Address lastInChunk_;
  bool isNews_ = false;  // a frame had to be read that was not guessed
};

}  // namespace tachyon
