#include "stack_snapshot.h"

#include <algorithm>

#include "../base/bytes.h"
#include "../base/limits.h"
#include "heap_frames.h"
#include "thread_status.h"

namespace tachyon {

StackSnapshot::StackSnapshot(const RuntimeLayout& layout, Address thread, Address interpreter,
                             std::uint64_t nativeId)
    : layout_(layout), thread_(thread), interpreter_(interpreter), nativeId_(nativeId), outside_(layout) {
  const RuntimeLayout::Thread& words = layout.thread;
  const std::size_t lastWord = std::max({words.next, words.interpreter, words.nativeId, words.dataStackChunk,
                                         words.dataStackTop, words.currentFrame});
  threadState_.resize(std::max(lastWord + 8, ThreadStatus::bytes(layout)));
}

std::uint64_t StackSnapshot::threadWord(std::size_t offset) const {
  return loadAs<std::uint64_t>(threadState_.data() + offset);
}

void StackSnapshot::forget() {
  dataStack_.forget();
  outside_.forget();
  cFrame_ = {};
  cut(0);
}

void StackSnapshot::cut(std::size_t count) {
  frames_.resize(std::min(count, frames_.size()));
  unchanged_ = std::min(unchanged_, count);
}

void StackSnapshot::appendThreadState(std::vector<ReadRange>& ranges) {
  ranges.push_back({thread_, threadState_.data(), threadState_.size()});
}

// The data stack comes right after the thread state that names the current frame in it.
void StackSnapshot::appendRanges(std::vector<ReadRange>& ranges) {
  // What will not be read must not look as if it had not changed.
  while (!frames_.empty() && frames_.back().outside == nullptr &&
         dataStack_.chunkOf(frames_.back().address, layout_.frame.size) == DataStack::kNowhere)
    frames_.pop_back();
  appendThreadState(ranges);
  if (layout_.features.has(Feature::kFrameThroughC) && cFrame_)
    ranges.push_back({cFrame_ + layout_.cFrame.currentFrame, &currentFrame_, sizeof currentFrame_});
  dataStack_.appendRanges(ranges);
  outside_.appendRanges(ranges);
}

SnapshotState StackSnapshot::gather(ProcessMemory& memory, bool isFrozen) {
  unchanged_ = 0;
  SnapshotState state = checkThread(memory);
  if (state == SnapshotState::kWhole) {
    state = follow(memory, isFrozen);
    const bool isBroken = state == SnapshotState::kCut || state == SnapshotState::kChanged;
    if (isBroken && isFrozen && stepOut(memory)) state = follow(memory, isFrozen);
    outside_.dropUnmet();
    outside_.orderFromRoot(frames_);
  }
  guessAnew();
  return state;
}

SnapshotState StackSnapshot::checkThread(ProcessMemory& memory) {
  if (threadWord(layout_.thread.interpreter) != interpreter_.value ||
      threadWord(layout_.thread.nativeId) != nativeId_)
    return SnapshotState::kOtherThread;
  if (layout_.features.has(Feature::kHeapFrames)) {
    findCurrentFrame();
    return SnapshotState::kWhole;
  }
  const Address chunk{threadWord(layout_.thread.dataStackChunk)};
  const Address top{threadWord(layout_.thread.dataStackTop)};
  if (dataStack_.isCurrent(chunk, top))
    return findCurrentFrame() ? SnapshotState::kWhole : SnapshotState::kChanged;
  cut(0);
  return dataStack_.refresh(memory, chunk, top) ? SnapshotState::kChanged : SnapshotState::kUnreadable;
}

// Whether the place from which the current frame was read was the right one.
bool StackSnapshot::findCurrentFrame() {
  const std::uint64_t word = threadWord(layout_.thread.currentFrame);
  if (layout_.features.has(Feature::kFrameThroughC)) return cFrame_ && cFrame_.value == word;
  currentFrame_ = word;
  return true;
}

SnapshotState StackSnapshot::follow(ProcessMemory& memory, bool isFrozen) {
  outside_.beginWalk();
  keepSame();
  return walkDown(memory, isFrozen);
}

// Goes to the C struct of the interpreter's loop around the innermost one: a thread that is held while it
// enters a loop has made the new struct its own, but has not yet put a frame into it. A generator that has
// just ended has lost its caller too, but within its loop.
bool StackSnapshot::stepOut(ProcessMemory& memory) {
  const bool isEntering = chain_.empty() || chain_.back().owner != kGeneratorOwner;
  return isEntering && layout_.features.has(Feature::kFrameThroughC) &&
         memory.readValue(cFrame_ + layout_.cFrame.previous, cFrame_) &&
         memory.readValue(cFrame_ + layout_.cFrame.currentFrame, currentFrame_) && currentFrame_ != 0;
}

// Finds out how much of the last stack is still there, from its root.
void StackSnapshot::keepSame() {
  const bool mayMove = layout_.features.has(Feature::kHeapFrames);
  for (kept_ = 0; kept_ < frames_.size(); ++kept_) {
    RawFrame& frame = frames_[kept_];
    if (!mayMove && frame.outside == nullptr && isUntouched(frame)) continue;
    const RawFrame now = decode(frame.address, frame.bytes, frame.outside);
    if (!isSameCall(now, frame) || !isPlausible(now, frame.outside == nullptr)) break;
    if (frame.outside != nullptr) outside_.meetAgain(*frame.outside);
    if (now.instruction == frame.instruction) continue;
    frame = now;
    unchanged_ = kept_++;
    return;
  }
  unchanged_ = kept_;
}

// Whether all that was decoded of a frame in the data stack is still there; most of a deep stack is.
bool StackSnapshot::isUntouched(const RawFrame& frame) const {
  const RuntimeLayout::Frame& words = layout_.frame;
  const auto word = [&](std::size_t offset) { return loadAs<std::uint64_t>(frame.bytes.data + offset); };
  return word(words.instruction) == frame.instruction.value && word(words.previous) == frame.previous.value &&
         (word(words.executable) & layout_.pointerMask) == frame.code.value &&
         (word(words.function) & layout_.pointerMask) == frame.function.value &&
         frame.bytes.data[words.owner] == frame.owner;
}

bool StackSnapshot::isSameCall(const RawFrame& now, const RawFrame& before) {
  return now.previous == before.previous && now.code == before.code && now.function == before.function &&
         now.owner == before.owner;
}

// From the current frame to the first one that is known, or to the root.
SnapshotState StackSnapshot::walkDown(ProcessMemory& memory, bool isFrozen) {
  chain_.clear();
  lastInChunk_ = {};
  isNews_ = false;
  for (Address at{currentFrame_}; at; at = chain_.back().previous) {
    if (const std::size_t join = joinOf(at); join > 0) return endWalk(true, join, isFrozen);
    if (chain_.size() >= limits::kStackDepth) {
      cut(kept_);  // the others were not met
      return SnapshotState::kTooDeep;
    }
    const std::optional<RawFrame> frame = frameAt(memory, at);
    if (!frame) return endWalk(false, 0, isFrozen);
    chain_.push_back(*frame);
  }
  return endWalk(endsAtRoot(), 0, isFrozen);
}

SnapshotState StackSnapshot::endWalk(bool isRooted, std::size_t join, bool isFrozen) {
  cut(isRooted ? join : kept_);
  if (isRooted) frames_.insert(frames_.end(), chain_.rbegin(), chain_.rend());
  if (frames_.size() > limits::kStackDepth) return SnapshotState::kTooDeep;
  if (isNews_ && (!isFrozen || !isRooted)) return SnapshotState::kChanged;
  return isRooted ? SnapshotState::kWhole : SnapshotState::kCut;
}

// The number of known frames up to the one at this address; 0 when it is not among them.
std::size_t StackSnapshot::joinOf(Address frame) const {
  for (std::size_t i = kept_; i > 0; --i)
    if (frames_[i - 1].address == frame) return i;
  return 0;
}

std::optional<RawFrame> StackSnapshot::frameAt(ProcessMemory& memory, Address frame) {
  const std::size_t chunk = dataStack_.chunkOf(frame, layout_.frame.size);
  if (chunk != DataStack::kNowhere) {
    const RawFrame raw = decode(frame, dataStack_.bytesIn(chunk, frame));
    if (!isInOrder(chunk, frame) || !isPlausible(raw, true)) return {};
    return raw;
  }
  OutsideFrame* outside = outside_.meet(frame);
  if (outside == nullptr) {
    outside = outside_.read(memory, frame);
    isNews_ = isNews_ || outside != nullptr;
  }
  if (outside == nullptr) return {};
  const RawFrame raw = decode(frame, outside->frameBytes(), outside);
  if (!isPlausible(raw, false)) return {};
  return raw;
}

// Callers lie below their callees in the data stack.
bool StackSnapshot::isInOrder(std::size_t chunk, Address frame) {
  if (lastInChunk_ && (chunk < lastChunk_ || (chunk == lastChunk_ && frame >= lastInChunk_))) return false;
  lastChunk_ = chunk;
  lastInChunk_ = frame;
  return true;
}

RawFrame StackSnapshot::decode(Address frame, FrameBytes bytes, OutsideFrame* outside) const {
  if (layout_.features.has(Feature::kHeapFrames)) return decodeHeapFrame(layout_, frame, bytes, outside);
  const auto word = [&](std::size_t offset) { return loadAs<std::uint64_t>(bytes.data + offset); };
  RawFrame raw;
  raw.address = frame;
  raw.previous = Address{word(layout_.frame.previous)};
  raw.code = Address{word(layout_.frame.executable) & layout_.pointerMask};
  raw.function = Address{word(layout_.frame.function) & layout_.pointerMask};
  raw.instruction = Address{word(layout_.frame.instruction)};
  raw.owner = bytes.data[layout_.frame.owner];
  raw.entry = layout_.features.has(Feature::kEntryFlag) && bytes.data[layout_.frame.entry] != 0;
  raw.outside = outside;
  raw.bytes = bytes;
  return raw;
}

// Frames of functions lie in the data stack; those of generators and the interpreter's own ones never do.
// Memory that is no frame any more rarely passes.
bool StackSnapshot::isPlausible(const RawFrame& raw, bool isInDataStack) const {
  if (layout_.features.has(Feature::kHeapFrames))
    return raw.outside != nullptr && holdsStill(layout_, raw, raw.address.value == currentFrame_);
  return raw.owner <= layout_.frame.lastOwner && isInDataStack == (raw.owner == kThreadOwner);
}

// Whether the thread runs no Python: the C struct is then the one that is part of the thread state. Any other
// one has a frame, as soon as it is set up.
bool StackSnapshot::cFrameIsThreads() const {
  return cFrame_ >= thread_ && cFrame_ - thread_ < layout_.thread.size;
}

// Every chain of frames begins with a call from C: the interpreter's own frame, or a flagged one. A generator
// that just finished is cut off from its caller and would look like a root.
bool StackSnapshot::endsAtRoot() const {
  if (chain_.empty()) return !layout_.features.has(Feature::kFrameThroughC) || cFrameIsThreads();
  const RawFrame& root = chain_.back();
  if (layout_.features.has(Feature::kEntryFlag) || layout_.features.has(Feature::kHeapFrames))
    return root.entry && root.owner != kGeneratorOwner;
  return root.isInterpreters();
}

std::optional<RawFrame> StackSnapshot::frameAbove(Address frame, Address caller) const {
  const std::size_t chunk = dataStack_.chunkOf(frame, layout_.frame.size);
  if (chunk == DataStack::kNowhere) return {};
  const RawFrame raw = decode(frame, dataStack_.bytesIn(chunk, frame));
  if (raw.previous != caller || raw.entry || !isPlausible(raw, true)) return {};
  return raw;
}

void StackSnapshot::guessAnew() {
  if (layout_.features.has(Feature::kFrameThroughC))
    cFrame_ = Address{threadWord(layout_.thread.currentFrame)};
  if (!layout_.features.has(Feature::kHeapFrames))
    dataStack_.fit(Address{threadWord(layout_.thread.dataStackTop)});
}

}  // namespace tachyon
