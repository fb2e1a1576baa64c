#include "recorded_memory.h"

#include <algorithm>

#include "../base/bytes.h"
#include "../base/limits.h"

namespace tachyon {
namespace {

// "TACHMEM1", then u64 fields and length-prefixed bytes, little-endian.
constexpr char kMagic[8] = {'T', 'A', 'C', 'H', 'M', 'E', 'M', '1'};

class Reader {
 public:
  explicit Reader(std::span<const std::uint8_t> bytes) : rest_(bytes) {}

  bool number(std::uint64_t& value) {
    if (rest_.size() < sizeof value) return false;
    value = loadAs<std::uint64_t>(rest_.data());
    rest_ = rest_.subspan(sizeof value);
    return true;
  }

  bool bytes(std::span<const std::uint8_t>& value) {
    std::uint64_t size = 0;
    if (!number(size) || size > rest_.size()) return false;
    value = rest_.first(size);
    rest_ = rest_.subspan(size);
    return true;
  }

 private:
  std::span<const std::uint8_t> rest_;
};

class Writer {
 public:
  void number(std::uint64_t value) {
    for (int shift = 0; shift < 64; shift += 8) out.push_back(static_cast<std::uint8_t>(value >> shift));
  }

  void bytes(const void* data, std::size_t size) {
    number(size);
    const auto* first = static_cast<const std::uint8_t*>(data);
    out.insert(out.end(), first, first + size);
  }

  std::vector<std::uint8_t> out{kMagic, kMagic + sizeof kMagic};
};

bool parseFacts(Reader& reader, RecordedFacts& facts) {
  std::uint64_t pid = 0, version = 0, names = 0;
  if (!reader.number(pid) || !reader.number(facts.runtime.value) || !reader.number(version) ||
      !reader.number(names) || names > limits::kThreads)
    return false;
  facts.pid = static_cast<std::uint32_t>(pid);
  facts.version = static_cast<std::uint32_t>(version);
  for (std::uint64_t i = 0; i < names; ++i) {
    std::uint64_t tid = 0;
    std::span<const std::uint8_t> name;
    if (!reader.number(tid) || !reader.bytes(name)) return false;
    facts.threadNames[tid].assign(name.begin(), name.end());
  }
  return true;
}

}  // namespace

Result<RecordedMemory> RecordedMemory::parse(std::span<const std::uint8_t> recording) {
  const Error damaged{ErrorCode::kBadArgument,
                      "This is no recorded memory, or it is damaged. Record it again with recordMemory."};
  if (recording.size() < sizeof kMagic || recording.size() > limits::kRecordedBytes ||
      !std::equal(kMagic, kMagic + sizeof kMagic, recording.begin()))
    return damaged;
  Reader reader(recording.subspan(sizeof kMagic));
  RecordedMemory memory;
  std::uint64_t blocks = 0;
  if (!parseFacts(reader, memory.facts_) || !reader.number(blocks)) return damaged;
  for (std::uint64_t i = 0; i < blocks; ++i) {
    std::uint64_t address = 0;
    std::span<const std::uint8_t> bytes;
    if (!reader.number(address) || !reader.bytes(bytes)) return damaged;
    memory.blocks_[address].assign(bytes.begin(), bytes.end());
  }
  return memory;
}

ReadOutcome RecordedMemory::readRanges(std::span<const ReadRange> ranges) {
  ReadOutcome outcome;
  ++counters_.calls;
  for (const ReadRange& range : ranges) {
    if (!copy(range)) {
      outcome.failure = ReadFailure::kUnreadable;
      break;
    }
    outcome.bytes += range.size;
  }
  counters_.bytes += outcome.bytes;
  return outcome;
}

bool RecordedMemory::copy(const ReadRange& range) const {
  auto block = blocks_.upper_bound(range.address.value);
  if (block == blocks_.begin()) return false;
  --block;
  const std::uint64_t offset = range.address.value - block->first;
  if (offset > block->second.size() || range.size > block->second.size() - offset) return false;
  std::memcpy(range.into, block->second.data() + offset, range.size);
  return true;
}

std::vector<std::uint8_t> encodeRecording(const RecordedFacts& facts,
                                          const std::map<std::uint64_t, std::vector<std::uint8_t>>& blocks) {
  Writer writer;
  writer.number(facts.pid);
  writer.number(facts.runtime.value);
  writer.number(facts.version);
  writer.number(facts.threadNames.size());
  for (const auto& [tid, name] : facts.threadNames) {
    writer.number(tid);
    writer.bytes(name.data(), name.size());
  }
  writer.number(blocks.size());
  for (const auto& [address, bytes] : blocks) {
    writer.number(address);
    writer.bytes(bytes.data(), bytes.size());
  }
  return std::move(writer.out);
}

}  // namespace tachyon
