#include "stack_snapshot.h"

#include <algorithm>

#include "../base/bytes.h"
#include "../base/limits.h"
#include "thread_status.h"

namespace tachyon {
namespace {

constexpr std::size_t kPage = 4096;
constexpr std::size_t kOutsideBytes =
    512;  // of a frame outside the data stack: itself and the first of its slots
constexpr std::size_t kSlackBytes = 1024;  // beyond the live end of the data stack, for calls made since
// A stack has to shrink by what the second reading covers, and grow again, within one call for a change below
// it to go unseen: more than a hundred calls in a few microseconds.
constexpr std::size_t kConfirmBytes = 32u << 10;
constexpr std::size_t kChunkHeadBytes = 24;  // previous, size, top
constexpr std::size_t kSpareOutside = 4;     // frames that were not met last time but are still guessed

// What a reading may take at most to count as one that was not interrupted: about twice the usual.
constexpr std::uint64_t kReadNs = 4'000, kRangeNs = 300, kBytesPerNs = 4;

// `top` of a chunk that is not the newest counts words after the head.
std::size_t liveBytes(std::uint64_t topWord) { return kChunkHeadBytes + topWord * 8; }

std::size_t threadBytes(const RuntimeLayout& layout) {
  const RuntimeLayout::Thread& thread = layout.thread;
  const std::size_t lastWord = std::max({thread.next, thread.interpreter, thread.nativeId,
                                         thread.dataStackChunk, thread.dataStackTop, thread.currentFrame});
  return std::max(lastWord + 8, ThreadStatus::bytes(layout));
}

}  // namespace

StackSnapshot::StackSnapshot(const RuntimeLayout& layout, Address thread, Address interpreter,
                             std::uint64_t nativeId)
    : layout_(layout), thread_(thread), interpreter_(interpreter), nativeId_(nativeId) {
  threadState_.resize(threadBytes(layout));
}

std::uint64_t StackSnapshot::threadWord(std::size_t offset) const {
  return loadAs<std::uint64_t>(threadState_.data() + offset);
}

void StackSnapshot::setExtra(Address address, std::size_t size) {
  extraAddress_ = address;
  extra_.resize(size);
}

std::span<const std::uint8_t> StackSnapshot::extraAt(Address address) const {
  if (!address || address != extraAddress_) return {};
  return extra_;
}

void StackSnapshot::forgetGuesses() {
  windows_.clear();
  chunkCount_ = 0;
  cFrame_ = {};
  extraAddress_ = {};
}

void StackSnapshot::layOut() {
  std::size_t bytes = 0;
  for (Window& window : windows_) {
    window.skipped = window.size > kConfirmBytes ? window.size - kConfirmBytes : 0;
    window.first = bytes;
    window.second = bytes + window.size;
    bytes += 2 * window.size - window.skipped;
    window.confirmed = false;
  }
  if (arena_.size() < bytes) arena_.resize(bytes + bytes / 2);
}

void StackSnapshot::appendThreadState(std::vector<ReadRange>& ranges) {
  ranges.push_back({thread_, threadState_.data(), threadState_.size()});
}

void StackSnapshot::appendRanges(std::vector<ReadRange>& ranges) {
  layOut();
  appendThreadState(ranges);
  const bool throughC = layout_.features.has(Feature::kFrameThroughC);
  const Address current =
      throughC ? cFrame_ + layout_.cFrame.currentFrame : thread_ + layout_.thread.currentFrame;
  if (throughC && cFrame_) ranges.push_back({current, &currentFrame_[0], 8});
  for (Window& window : windows_) ranges.push_back({window.start, arena_.data() + window.first, window.size});
  if (extraAddress_) ranges.push_back({extraAddress_, extra_.data(), extra_.size()});
  for (Window& window : windows_) {
    ranges.push_back(
        {window.start + window.skipped, arena_.data() + window.second, window.size - window.skipped});
    window.confirmed = true;
  }
  if (!throughC || cFrame_) ranges.push_back({current, &currentFrame_[1], 8});
  // The C struct goes away with its function, and its memory keeps saying what it said.
  if (throughC) ranges.push_back({thread_ + layout_.thread.currentFrame, &cFrameAfter_, 8});
  if (generationAddress_) ranges.push_back({generationAddress_, &codeGeneration_, 8});
}

bool StackSnapshot::readAll(ProcessMemory& memory, std::vector<ReadRange>& scratch) {
  scratch.clear();
  appendRanges(scratch);
  const ReadOutcome outcome = memory.readRanges(scratch);
  noteReading(outcome, scratch.size());
  return outcome.ok();
}

void StackSnapshot::noteReading(const ReadOutcome& outcome, std::size_t rangeCount) {
  const std::uint64_t expectedNs = kReadNs + rangeCount * kRangeNs + outcome.bytes / kBytesPerNs;
  wasInterrupted_ = outcome.elapsedNs > expectedNs;
}

StackSnapshot::Window* StackSnapshot::findWindow(Address frame) {
  const auto holds = [&](const Window& window) {
    return frame >= window.start && window.size >= layout_.frame.size &&
           frame - window.start <= window.size - layout_.frame.size;
  };
  for (std::size_t i = 0; i < chunkCount_; ++i)
    if (holds(windows_[i])) return &windows_[i];
  // Frames outside are met in the order in which they were met last time.
  for (std::size_t i = chunkCount_, count = windows_.size() - chunkCount_; i < windows_.size(); ++i) {
    const std::size_t at = chunkCount_ + (nextOutside_ + i - chunkCount_) % count;
    if (windows_[at].start != frame) continue;
    nextOutside_ = at - chunkCount_ + 1;
    return &windows_[at];
  }
  return nullptr;
}

StackSnapshot::Window* StackSnapshot::readOutside(ProcessMemory& memory, Address frame) {
  if (!frame.aligned() || windows_.size() >= limits::kStackDepth) return nullptr;
  // The rest of the page is there for certain, the next one need not be.
  const std::size_t size =
      std::max(layout_.frame.size, std::min<std::size_t>(kOutsideBytes, kPage - frame.value % kPage));
  Window window{.start = frame, .size = size};
  // Appended to the arena as it is; the next reading lays everything out anew.
  for (const Window& other : windows_)
    window.first = std::max(window.first, other.second + other.size - other.skipped);
  if (arena_.size() < window.first + 2 * size) arena_.resize((window.first + 2 * size) * 2);
  window.second = window.first + size;
  if (!memory.read(frame, arena_.data() + window.first, size)) return nullptr;
  const std::size_t at = std::min(windows_.size(), chunkCount_ + nextOutside_);
  windows_.insert(windows_.begin() + static_cast<long>(at), window);
  nextOutside_ = at - chunkCount_ + 1;
  return &windows_[at];
}

// A chunk's head tells what lies below it and, unless it is the newest, how much of it is live.
bool StackSnapshot::chunksAreCurrent() const {
  if (Address{threadWord(layout_.thread.dataStackChunk)} != (chunkCount_ > 0 ? windows_[0].start : Address{}))
    return false;
  for (std::size_t i = 0; i < chunkCount_; ++i) {
    const std::uint8_t* head = arena_.data() + windows_[i].first;
    const Address below = i + 1 < chunkCount_ ? windows_[i + 1].start : Address{};
    if (loadAs<Address>(head) != below) return false;
    if (i > 0 && liveBytes(loadAs<std::uint64_t>(head + 16)) != windows_[i].size) return false;
  }
  return true;
}

bool StackSnapshot::newestChunkIsCovered() const {
  const Address top{threadWord(layout_.thread.dataStackTop)};
  return chunkCount_ == 0 || (top >= windows_[0].start && top - windows_[0].start <= windows_[0].size);
}

// Follows the live end of the data stack up and down.
void StackSnapshot::fitNewestChunk() {
  if (chunkCount_ == 0) return;
  const std::size_t live = threadWord(layout_.thread.dataStackTop) - windows_[0].start.value;
  windows_[0].size = std::min(newestChunkBytes_, live + kSlackBytes);
}

SnapshotState StackSnapshot::refreshChunks(ProcessMemory& memory) {
  windows_.erase(windows_.begin(), windows_.begin() + static_cast<long>(chunkCount_));
  chunkCount_ = 0;
  Address chunk{threadWord(layout_.thread.dataStackChunk)};
  std::vector<Window> chunks;
  while (chunk) {
    struct {
      Address previous;
      std::uint64_t size, topWord;
    } head;
    if (chunks.size() >= limits::kDataStackChunks || !chunk.aligned() || !memory.readValue(chunk, head) ||
        head.size > limits::kDataStackChunkBytes || head.size < kChunkHeadBytes)
      return SnapshotState::kUnreadable;
    if (!chunks.empty() && liveBytes(head.topWord) > head.size) return SnapshotState::kChanged;
    chunks.push_back({.start = chunk, .size = liveBytes(head.topWord)});
    if (chunks.size() == 1) newestChunkBytes_ = head.size;
    chunk = head.previous;
  }
  chunkCount_ = chunks.size();
  windows_.insert(windows_.begin(), chunks.begin(), chunks.end());
  if (chunkCount_ > 0) {
    if (threadWord(layout_.thread.dataStackTop) < windows_[0].start.value) return SnapshotState::kUnreadable;
    fitNewestChunk();
  }
  return SnapshotState::kChanged;
}

// The second copy of a deep stack lacks what lies far below its end; the first one stands in.
const std::uint8_t* StackSnapshot::bytesOf(const Window& window, Address frame, std::size_t copy) const {
  const std::size_t at = frame - window.start;
  if (copy == 0 || at < window.skipped) return arena_.data() + window.first + at;
  return arena_.data() + window.second + (at - window.skipped);
}

RawFrame StackSnapshot::decode(const Window& window, Address frame, std::size_t copy) const {
  const std::uint8_t* bytes = bytesOf(window, frame, copy);
  RawFrame raw;
  raw.address = frame;
  raw.code = Address{loadAs<std::uint64_t>(bytes + layout_.frame.executable) & layout_.pointerMask};
  raw.function = Address{loadAs<std::uint64_t>(bytes + layout_.frame.function) & layout_.pointerMask};
  raw.instruction = Address{loadAs<std::uint64_t>(bytes + layout_.frame.instruction)};
  raw.owner = bytes[layout_.frame.owner];
  raw.entry = layout_.features.has(Feature::kEntryFlag) && bytes[layout_.frame.entry] != 0;
  raw.bytes = bytes;
  raw.size = window.size - (frame - window.start);
  return raw;
}

// Frames of functions lie in the data stack; those of generators and the interpreter's own ones never do.
// Memory that is no frame any more rarely passes.
bool StackSnapshot::isPlausible(const RawFrame& raw, bool isInDataStack) const {
  return raw.owner <= layout_.frame.lastOwner && isInDataStack == (raw.owner == kThreadOwner);
}

// The leaf runs on while it is read: its instruction is not part of what has to agree.
bool StackSnapshot::agrees(const Window& window, Address frame, bool isLeaf) const {
  const std::uint8_t* first = bytesOf(window, frame, 0);
  const std::uint8_t* second = bytesOf(window, frame, 1);
  const auto same = [&](std::size_t offset) {
    return loadAs<std::uint64_t>(first + offset) == loadAs<std::uint64_t>(second + offset);
  };
  const RuntimeLayout::Frame& frameLayout = layout_.frame;
  return same(frameLayout.executable) && same(frameLayout.previous) && same(frameLayout.function) &&
         (isLeaf || same(frameLayout.instruction)) && first[frameLayout.owner] == second[frameLayout.owner];
}

// Whether the thread runs no Python: the C struct is then the one that is part of the thread state. Any other
// one has a frame, as soon as it is set up.
bool StackSnapshot::cFrameIsThreads() const {
  return cFrame_ >= thread_ && cFrame_ - thread_ < layout_.thread.size;
}

// Every chain of frames begins with a call from C: the interpreter's own frame, or a flagged one. A generator
// that just finished is cut off from its caller and would look like a root.
bool StackSnapshot::endsAtRoot() const {
  if (frames_.empty()) return !layout_.features.has(Feature::kFrameThroughC) || cFrameIsThreads();
  const RawFrame& root = frames_.back();
  if (layout_.features.has(Feature::kEntryFlag)) return root.entry && root.owner != kGeneratorOwner;
  return root.owner >= kInterpreterOwner;
}

// No frame occurs twice, callers lie below their callees in the data stack, and only below its live end.
bool StackSnapshot::isInOrder(const Window& window, Address frame, std::size_t copy) {
  const auto chunk = static_cast<std::size_t>(&window - windows_.data());
  if (chunk >= chunkCount_) return !window.used;
  if (lastInChunk_ && (chunk < lastChunk_ || (chunk == lastChunk_ && frame >= lastInChunk_))) return false;
  if (copy == 0 && chunk == 0 && frame.value >= threadWord(layout_.thread.dataStackTop)) return false;
  lastChunk_ = chunk;
  lastInChunk_ = frame;
  return true;
}

SnapshotState StackSnapshot::walkFrames(ProcessMemory& memory, std::size_t copy) {
  bool wasRead = true, agree = currentFrame_[0] == currentFrame_[1];
  for (Address frame{currentFrame_[copy]}; frame;) {
    if (frames_.size() >= limits::kStackDepth)
      return agree ? SnapshotState::kTooDeep : SnapshotState::kChanged;
    Window* window = findWindow(frame);
    if (window == nullptr) window = readOutside(memory, frame);
    // Also a thread that is stopped between two steps of a call can point to what is no frame yet.
    if (window == nullptr) return SnapshotState::kChanged;
    if (!isInOrder(*window, frame, copy)) return SnapshotState::kChanged;
    window->used = true;
    wasRead = wasRead && window->confirmed;
    agree = agree && wasRead && agrees(*window, frame, frames_.empty());
    const std::size_t readable = wasRead ? copy : 0;
    frames_.push_back(decode(*window, frame, readable));
    if (!isPlausible(frames_.back(), window < windows_.data() + chunkCount_)) return SnapshotState::kChanged;
    frame = Address{loadAs<std::uint64_t>(bytesOf(*window, frame, readable) + layout_.frame.previous)};
  }
  if (!wasRead || !endsAtRoot()) return SnapshotState::kChanged;
  return agree ? SnapshotState::kWhole : SnapshotState::kLoose;
}

void StackSnapshot::dropUnusedWindows() {
  std::size_t spare = 0;
  const auto isStale = [&](const Window& window) { return !window.used && ++spare > kSpareOutside; };
  const auto outside = windows_.begin() + static_cast<long>(chunkCount_);
  windows_.erase(std::remove_if(outside, windows_.end(), isStale), windows_.end());
}

// Whether the place from which the current frame was read was the right one, for a copy.
bool StackSnapshot::readCurrentFrame(std::size_t copy) {
  if (!layout_.features.has(Feature::kFrameThroughC)) {
    currentFrame_[0] = threadWord(layout_.thread.currentFrame);
    return true;
  }
  return cFrame_ && (copy == 0 ? Address{threadWord(layout_.thread.currentFrame)} : cFrameAfter_) == cFrame_;
}

SnapshotState StackSnapshot::walkCopy(ProcessMemory& memory, std::size_t copy) {
  frames_.clear();
  if (!readCurrentFrame(copy)) return SnapshotState::kChanged;
  nextOutside_ = 0;
  lastInChunk_ = {};
  for (Window& window : windows_) window.used = false;
  SnapshotState state = walkFrames(memory, copy);
  if (state == SnapshotState::kWhole && !readCurrentFrame(1 - copy)) state = SnapshotState::kLoose;
  return state;
}

std::optional<RawFrame> StackSnapshot::frameAbove(Address frame, Address caller, std::size_t copy) {
  const Window* window = findWindow(frame);
  if (window == nullptr || window >= windows_.data() + chunkCount_ || !window->confirmed) return {};
  const RawFrame raw = decode(*window, frame, copy);
  const Address previous = loadAs<Address>(raw.bytes + layout_.frame.previous);
  if (previous != caller || !isPlausible(raw, true) || raw.entry) return {};
  return raw;
}

SnapshotState StackSnapshot::beginWalk(ProcessMemory& memory) {
  if (threadWord(layout_.thread.interpreter) != interpreter_.value ||
      threadWord(layout_.thread.nativeId) != nativeId_)
    return SnapshotState::kOtherThread;
  if (chunksAreCurrent()) return newestChunkIsCovered() ? SnapshotState::kWhole : SnapshotState::kChanged;
  return refreshChunks(memory);
}

void StackSnapshot::guessAnew() {
  if (layout_.features.has(Feature::kFrameThroughC)) cFrame_ = Address{cFrameAfter_};
  dropUnusedWindows();
  fitNewestChunk();
}

}  // namespace tachyon
