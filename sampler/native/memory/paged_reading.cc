#include "paged_reading.h"

#include <algorithm>

namespace tachyon {
namespace {

constexpr std::uint64_t kPage = 4096;

// Calls `use` with the page, the first byte in it and the count of bytes for each page that a piece touches,
// until it returns false.
template <class Use>
bool forEachPage(Address address, std::size_t size, Use use) {
  while (size > 0) {
    const std::uint64_t first = address.value % kPage;
    const std::size_t count = std::min<std::size_t>(size, kPage - first);
    if (!use(address.value / kPage, first, count)) return false;
    address = address + count;
    size -= count;
  }
  return true;
}

}  // namespace

void PagedReading::clear() {
  parts_.clear();
  byPage_.clear();
}

void PagedReading::add(Address address, std::size_t size) {
  forEachPage(address, size, [&](std::uint64_t page, std::size_t first, std::size_t count) {
    const std::uint32_t known = byPage_.find(page);
    if (known == FlatMap::kNone) {
      byPage_.set(page, static_cast<std::uint32_t>(parts_.size()));
      parts_.push_back({page, first, first + count, 0});
    } else {
      parts_[known].first = std::min(parts_[known].first, first);
      parts_[known].end = std::max(parts_[known].end, first + count);
    }
    return true;
  });
}

ReadOutcome PagedReading::read(ProcessMemory& memory, std::vector<ReadRange>& ranges) {
  size_ = 0;
  for (Part& part : parts_) {
    part.at = size_;
    size_ += part.end - part.first;
  }
  bytes_.resize(size_ * 2);
  std::size_t before = 0;
  for (const ReadRange& range : ranges) before += range.size;
  for (const std::size_t start : {std::size_t{0}, size_})
    for (const Part& part : parts_)
      ranges.push_back(
          {Address{part.page * kPage + part.first}, bytes_.data() + start + part.at, part.end - part.first});
  const ReadOutcome outcome = memory.readRanges(ranges);
  read_ = outcome.bytes > before ? outcome.bytes - before : 0;
  return outcome;
}

bool PagedReading::copy(const ReadRange& piece, int reading) const {
  const std::size_t start = reading == 0 ? 0 : size_;
  auto* into = static_cast<std::uint8_t*>(piece.into);
  return forEachPage(piece.address, piece.size,
                     [&](std::uint64_t page, std::size_t first, std::size_t count) {
                       const std::uint32_t known = byPage_.find(page);
                       if (known == FlatMap::kNone) return false;
                       const Part& part = parts_[known];
                       const std::size_t at = start + part.at + (first - part.first);
                       if (first < part.first || first + count > part.end || at + count > read_) return false;
                       std::copy_n(bytes_.data() + at, count,
                                   into);  // pieces are short: a call is faster than what memcpy becomes
                       into += count;
                       return true;
                     });
}

}  // namespace tachyon
