#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "../base/flat_map.h"
#include "process_memory.h"

namespace tachyon {

// Reads many small pieces that lie close to each other: what the system asks for a range hardly depends on
// its size, as long as it stays within a page. All pieces are read twice, and all first readings come before
// all second ones.
class PagedReading {
 public:
  void clear();
  void add(Address address, std::size_t size);
  // Reads `ranges`, then the pieces, in one call.
  ReadOutcome read(ProcessMemory& memory, std::vector<ReadRange>& ranges);
  // Copies a piece that was added from the first or the second reading (0, 1). False when it could not be
  // read.
  bool copy(const ReadRange& piece, int reading) const;

 private:
  // The part of a page that is read.
  struct Part {
    std::uint64_t page;
    std::size_t first, end;  // within the page
    std::size_t at;          // of its copy within a reading
  };

  std::vector<Part> parts_;
  FlatMap byPage_;
  std::vector<std::uint8_t> bytes_;  // both readings
  std::size_t size_ = 0, read_ = 0;
};

}  // namespace tachyon
