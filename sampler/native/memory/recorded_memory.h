#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "../base/result.h"
#include "process_memory.h"

namespace tachyon {

// What a recording says besides bytes: everything the sampler asks the system about a process.
struct RecordedFacts {
  std::uint32_t pid = 0;
  Address runtime;
  std::uint32_t version = 0;  // PY_VERSION_HEX
  std::map<std::uint64_t, std::string> threadNames;
};

// Memory as it was when it was recorded: a fixture. Reading what was not recorded fails as an unmapped
// address does.
class RecordedMemory final : public ProcessMemory {
 public:
  static Result<RecordedMemory> parse(std::span<const std::uint8_t> recording);

  ReadOutcome readRanges(std::span<const ReadRange> ranges) override;
  const RecordedFacts& facts() const { return facts_; }

 private:
  bool copy(const ReadRange& range) const;

  RecordedFacts facts_;
  std::map<std::uint64_t, std::vector<std::uint8_t>> blocks_;  // by first address; never overlapping
};

// Encodes facts and blocks for `RecordedMemory::parse`.
std::vector<std::uint8_t> encodeRecording(const RecordedFacts& facts,
                                          const std::map<std::uint64_t, std::vector<std::uint8_t>>& blocks);

}  // namespace tachyon
