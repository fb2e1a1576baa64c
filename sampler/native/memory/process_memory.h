#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "../base/address.h"

namespace tachyon {

// One remote range and where its bytes go.
struct ReadRange {
  Address address;
  void* into;
  std::size_t size;
};

enum class ReadFailure {
  kNone,
  kUnreadable,  // an address that is not mapped
  kGone,        // the process is no more
  kForbidden,   // the system does not let us read it
};

struct ReadOutcome {
  std::size_t bytes = 0;  // read in the order of the ranges, up to the first one that failed
  ReadFailure failure = ReadFailure::kNone;

  bool ok() const { return failure == ReadFailure::kNone; }
};

// How much was read; shown to people as the sampler's own cost.
struct ReadCounters {
  std::uint64_t calls = 0;
  std::uint64_t bytes = 0;
};

// A process's memory, read-only by construction.
class ProcessMemory {
 public:
  virtual ~ProcessMemory() = default;

  // Reads all ranges, in order. The copies are not one atomic snapshot: a running target changes between
  // them.
  virtual ReadOutcome readRanges(std::span<const ReadRange> ranges) = 0;

  bool read(Address address, void* into, std::size_t size) {
    const ReadRange range{address, into, size};
    return readRanges({&range, 1}).ok();
  }

  template <class T>
  bool readValue(Address address, T& into) {
    return read(address, &into, sizeof into);
  }

  const ReadCounters& counters() const { return counters_; }

 protected:
  ReadCounters counters_;
};

}  // namespace tachyon
