#include "data_stack.h"

#include <algorithm>

#include "../base/bytes.h"
#include "../base/limits.h"

namespace tachyon {
namespace {

constexpr std::size_t kHeadBytes = 24;  // previous, size, top
// The first slot of the oldest chunk is left empty, so that popping the last frame does not free the chunk.
constexpr std::size_t kBottomBytes = kHeadBytes + 8;
constexpr std::size_t kSlackBytes = 2048;  // beyond the live end, for calls made since

// `top` of a chunk that is not the newest counts words after the head.
std::size_t liveBytes(std::uint64_t topWord) { return kHeadBytes + topWord * 8; }

}  // namespace

void DataStack::appendRanges(std::vector<ReadRange>& ranges) {
  for (Chunk& chunk : chunks_) ranges.push_back({chunk.start, chunk.bytes.data(), chunk.size});
}

// A chunk's head tells what lies below it and, unless it is the newest, how much of it is live.
bool DataStack::isCurrent(Address newestChunk, Address top) const {
  if (chunks_.empty()) return !newestChunk;
  const Chunk& newest = chunks_[0];
  if (newestChunk != newest.start || top < newest.start || top - newest.start > newest.size) return false;
  for (std::size_t i = 0; i < chunks_.size(); ++i) {
    const std::uint8_t* head = chunks_[i].bytes.data();
    const Address below = i + 1 < chunks_.size() ? chunks_[i + 1].start : Address{};
    if (loadAs<Address>(head) != below) return false;
    if (i > 0 && liveBytes(loadAs<std::uint64_t>(head + 16)) != chunks_[i].size) return false;
  }
  return true;
}

void DataStack::fit(Address top) {
  if (chunks_.empty()) return;
  Chunk& newest = chunks_[0];
  newest.size = std::min(newest.bytes.size(), top - newest.start + kSlackBytes);
}

bool DataStack::refresh(ProcessMemory& memory, Address newestChunk, Address top) {
  chunks_.clear();
  for (Address at = newestChunk; at;) {
    struct {
      Address previous;
      std::uint64_t size, topWord;
    } head;
    const bool isNewest = chunks_.empty();
    if (chunks_.size() >= limits::kDataStackChunks || !at.aligned() || !memory.readValue(at, head) ||
        head.size > limits::kDataStackChunkBytes || head.size < kHeadBytes ||
        (!isNewest && liveBytes(head.topWord) > head.size)) {
      chunks_.clear();
      return false;
    }
    Chunk chunk{.start = at, .size = liveBytes(head.topWord), .bytes = {}};
    chunk.bytes.resize(isNewest ? head.size : chunk.size);
    chunks_.push_back(std::move(chunk));
    at = head.previous;
  }
  if (!chunks_.empty() && (top < newestChunk || top - newestChunk > chunks_[0].bytes.size())) {
    chunks_.clear();
    return false;
  }
  fit(top);
  return true;
}

std::size_t DataStack::chunkOf(Address frame, std::size_t size) const {
  for (std::size_t i = 0; i < chunks_.size(); ++i)
    if (frame >= chunks_[i].start && chunks_[i].size >= size &&
        frame - chunks_[i].start <= chunks_[i].size - size)
      return i;
  return kNowhere;
}

FrameBytes DataStack::bytesIn(std::size_t chunk, Address frame) const {
  const std::size_t at = frame - chunks_[chunk].start;
  return {chunks_[chunk].bytes.data() + at, chunks_[chunk].size - at};
}

bool DataStack::isBottom(Address frame) const {
  return !chunks_.empty() && frame >= chunks_.back().start && frame - chunks_.back().start <= kBottomBytes;
}

}  // namespace tachyon
