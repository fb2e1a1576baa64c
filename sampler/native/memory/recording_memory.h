#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "process_memory.h"

namespace tachyon {

// Passes reads on and keeps the latest bytes of every range that was read, to become a fixture.
class RecordingMemory final : public ProcessMemory {
 public:
  explicit RecordingMemory(ProcessMemory& source) : source_(source) {}

  ReadOutcome readRanges(std::span<const ReadRange> ranges) override;

  // Blocks by first address, merged where they touch or overlap.
  const std::map<std::uint64_t, std::vector<std::uint8_t>>& blocks() const { return blocks_; }

 private:
  void keep(std::uint64_t address, const std::uint8_t* bytes, std::size_t size);

  ProcessMemory& source_;
  std::map<std::uint64_t, std::vector<std::uint8_t>> blocks_;
};

}  // namespace tachyon
