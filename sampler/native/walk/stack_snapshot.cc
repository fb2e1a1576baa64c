#include "stack_snapshot.h"

#include <algorithm>
#include <utility>

#include "../base/bytes.h"
#include "../base/limits.h"

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

// `top` of a chunk that is not the newest counts words after the head.
std::size_t liveBytes(std::uint64_t topWord) { return kChunkHeadBytes + topWord * 8; }

std::size_t threadBytes(const RuntimeLayout::Thread& thread) {
  return std::max({thread.next, thread.interpreter, thread.nativeId, thread.dataStackChunk,
                   thread.dataStackTop, thread.currentFrame, thread.status, thread.holdsGil}) +
         8;
}

}  // namespace

StackSnapshot::StackSnapshot(const RuntimeLayout& layout, Address thread, Address interpreter,
                             std::uint64_t nativeId)
    : layout_(layout), thread_(thread), interpreter_(interpreter), nativeId_(nativeId) {
  threadState_.resize(threadBytes(layout.thread));
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

void StackSnapshot::appendRanges(std::vector<ReadRange>& ranges) {
  layOut();
  ranges.push_back({thread_, threadState_.data(), threadState_.size()});
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
  if (generationAddress_) ranges.push_back({generationAddress_, &codeGeneration_, 8});
}

bool StackSnapshot::readAll(ProcessMemory& memory, std::vector<ReadRange>& scratch) {
  scratch.clear();
  appendRanges(scratch);
  return memory.readRanges(scratch).ok();
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

RawFrame StackSnapshot::decode(const Window& window, Address frame) const {
  const std::size_t at = frame - window.start;
  const std::uint8_t* bytes = arena_.data() + window.first + at;
  RawFrame raw;
  raw.address = frame;
  raw.code = Address{loadAs<std::uint64_t>(bytes + layout_.frame.executable) & layout_.pointerMask};
  raw.function = Address{loadAs<std::uint64_t>(bytes + layout_.frame.function) & layout_.pointerMask};
  raw.instruction = Address{loadAs<std::uint64_t>(bytes + layout_.frame.instruction)};
  raw.owner = bytes[layout_.frame.owner];
  raw.entry = layout_.features.has(Feature::kEntryFlag) && bytes[layout_.frame.entry] != 0;
  raw.bytes = bytes;
  raw.size = window.size - at;
  return raw;
}

// The leaf runs on while it is read: its instruction is not part of what has to agree.
bool StackSnapshot::agrees(const Window& window, Address frame, bool isLeaf) const {
  if (!window.confirmed) return false;
  const std::size_t at = frame - window.start;
  if (at < window.skipped) return true;
  const std::uint8_t* first = arena_.data() + window.first + at;
  const std::uint8_t* second = arena_.data() + window.second + (at - window.skipped);
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
  return layout_.features.has(Feature::kEntryFlag) ? root.entry : root.owner >= kInterpreterOwner;
}

// Callers lie below their callees in the data stack, and only below its live end.
bool StackSnapshot::isInOrder(const Window& window, Address frame) {
  const auto chunk = static_cast<std::size_t>(&window - windows_.data());
  if (chunk >= chunkCount_) return true;
  if (lastInChunk_ && (chunk < lastChunk_ || (chunk == lastChunk_ && frame >= lastInChunk_))) return false;
  if (chunk == 0 && frame.value >= threadWord(layout_.thread.dataStackTop)) return false;
  lastChunk_ = chunk;
  lastInChunk_ = frame;
  return true;
}

SnapshotState StackSnapshot::walkFrames(ProcessMemory& memory, Address frame) {
  bool isWhole = true;
  while (frame) {
    if (frames_.size() >= limits::kStackDepth) return SnapshotState::kTooDeep;
    Window* window = findWindow(frame);
    if (window == nullptr) window = readOutside(memory, frame);
    if (window == nullptr) return SnapshotState::kUnreadable;
    if (!isInOrder(*window, frame)) return SnapshotState::kChanged;
    window->used = true;
    isWhole = isWhole && agrees(*window, frame, frames_.empty());
    frames_.push_back(decode(*window, frame));
    const std::size_t at = window->first + (frame - window->start) + layout_.frame.previous;
    frame = Address{loadAs<std::uint64_t>(arena_.data() + at)};
  }
  return isWhole && endsAtRoot() ? SnapshotState::kWhole : SnapshotState::kChanged;
}

void StackSnapshot::dropUnusedWindows() {
  std::size_t spare = 0;
  const auto isStale = [&](const Window& window) { return !window.used && ++spare > kSpareOutside; };
  const auto outside = windows_.begin() + static_cast<long>(chunkCount_);
  windows_.erase(std::remove_if(outside, windows_.end(), isStale), windows_.end());
  for (Window& window : windows_) window.used = false;
}

SnapshotState StackSnapshot::walk(ProcessMemory& memory) {
  frames_.clear();
  if (threadWord(layout_.thread.interpreter) != interpreter_.value ||
      threadWord(layout_.thread.nativeId) != nativeId_)
    return SnapshotState::kOtherThread;
  if (layout_.features.has(Feature::kFrameThroughC)) {
    const Address cFrame{threadWord(layout_.thread.currentFrame)};
    if (cFrame != std::exchange(cFrame_, cFrame)) {
      if (!chunksAreCurrent()) refreshChunks(memory);
      return cFrame && cFrame.aligned() ? SnapshotState::kChanged : SnapshotState::kUnreadable;
    }
  } else {
    currentFrame_[0] = threadWord(layout_.thread.currentFrame);
  }
  if (!chunksAreCurrent()) return refreshChunks(memory);
  if (!newestChunkIsCovered()) {
    fitNewestChunk();
    return SnapshotState::kChanged;
  }
  nextOutside_ = 0;
  lastInChunk_ = {};
  const SnapshotState state = walkFrames(memory, Address{currentFrame_[0]});
  dropUnusedWindows();
  fitNewestChunk();
  return state == SnapshotState::kWhole && currentFrame_[0] != currentFrame_[1] ? SnapshotState::kChanged
                                                                                : state;
}

}  // namespace tachyon
