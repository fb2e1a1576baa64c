#include "recording_memory.h"

#include <algorithm>
#include <cstring>

namespace tachyon {

ReadOutcome RecordingMemory::readRanges(std::span<const ReadRange> ranges) {
  const ReadOutcome outcome = source_.readRanges(ranges);
  counters_ = source_.counters();
  std::size_t left = outcome.bytes;
  for (const ReadRange& range : ranges) {
    if (range.size > left) break;
    left -= range.size;
    keep(range.address.value, static_cast<const std::uint8_t*>(range.into), range.size);
  }
  return outcome;
}

void RecordingMemory::keep(std::uint64_t address, const std::uint8_t* bytes, std::size_t size) {
  std::uint64_t first = address;
  std::uint64_t last = address + size;
  auto block = blocks_.upper_bound(address);
  if (block != blocks_.begin() && std::prev(block)->first + std::prev(block)->second.size() >= address)
    --block;
  std::vector<std::uint8_t> merged;
  const auto begin = block;
  for (; block != blocks_.end() && block->first <= last; ++block) {
    first = std::min(first, block->first);
    last = std::max(last, block->first + block->second.size());
  }
  merged.resize(last - first);
  for (auto old = begin; old != block; ++old)
    std::copy(old->second.begin(), old->second.end(), merged.begin() + static_cast<long>(old->first - first));
  std::memcpy(merged.data() + (address - first), bytes, size);
  blocks_.erase(begin, block);
  blocks_[first] = std::move(merged);
}

}  // namespace tachyon
