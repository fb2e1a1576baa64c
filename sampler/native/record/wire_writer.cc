#include "wire_writer.h"

#include <array>
#include <string>

#include "wire_schema.h"

namespace tachyon {
namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::array<std::uint32_t, 256> makeCrcTable() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = (value & 1) != 0 ? 0xedb88320u ^ (value >> 1) : value >> 1;
    table[i] = value;
  }
  return table;
}
constexpr std::array<std::uint32_t, 256> kCrcTable = makeCrcTable();

std::uint32_t crc32(const std::uint8_t* bytes, std::size_t size) {
  std::uint32_t crc = 0xffffffffu;
  for (std::size_t i = 0; i < size; ++i) crc = kCrcTable[(crc ^ bytes[i]) & 0xff] ^ (crc >> 8);
  return ~crc;
}

void putUint(Bytes& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out.push_back(static_cast<std::uint8_t>(value | 0x80));
  out.push_back(static_cast<std::uint8_t>(value));
}

void putInt(Bytes& out, std::int64_t value) {
  putUint(out, (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
}

void putFixed(Bytes& out, std::size_t at, std::uint32_t value) {
  for (std::size_t i = 0; i < 4; ++i) out[at + i] = static_cast<std::uint8_t>(value >> (8 * i));
}

// One table's columns; each method appends a whole column.
class Section {
 public:
  template <class T>
  Section& uints(const std::vector<T>& column) {
    for (const T value : column) putUint(bytes_, value);
    return *this;
  }

  Section& ints(const std::vector<std::int32_t>& column) {
    for (const std::int32_t value : column) putInt(bytes_, value);
    return *this;
  }

  Section& deltas(const std::vector<std::uint64_t>& column) {
    std::uint64_t before = 0;
    for (const std::uint64_t value : column) {
      putInt(bytes_, static_cast<std::int64_t>(value - before));
      before = value;
    }
    return *this;
  }

  Section& optionals(const std::vector<std::uint32_t>& column) {
    for (const std::uint32_t value : column) putUint(bytes_, value == kNoRow ? 0 : std::uint64_t{value} + 1);
    return *this;
  }

  Section& texts(const std::vector<std::string>& column) {
    for (const std::string& value : column) {
      putUint(bytes_, value.size());
      bytes_.insert(bytes_.end(), value.begin(), value.end());
    }
    return *this;
  }

  void appendTo(Bytes& payload, wire::TableId table, std::size_t rows) const {
    if (rows == 0) return;
    putUint(payload, static_cast<std::uint64_t>(table));
    putUint(payload, rows);
    putUint(payload, bytes_.size());
    payload.insert(payload.end(), bytes_.begin(), bytes_.end());
  }

 private:
  Bytes bytes_;
};

void appendNames(Bytes& out, const Rows& rows) {
  const auto& strings = rows.strings;
  const auto& functions = rows.functions;
  const auto& opcodes = rows.opcodes;
  Section().texts(strings.value).appendTo(out, wire::TableId::Strings, strings.size());
  Section()
      .uints(functions.name)
      .uints(functions.file)
      .ints(functions.firstLine)
      .uints(functions.kind)
      .appendTo(out, wire::TableId::Functions, functions.size());
  Section()
      .uints(opcodes.name)
      .uints(opcodes.base)
      .uints(opcodes.adaptive)
      .appendTo(out, wire::TableId::Opcodes, opcodes.size());
}

void appendStacks(Bytes& out, const Rows& rows) {
  const auto& frames = rows.frames;
  Section()
      .uints(frames.function)
      .ints(frames.line)
      .ints(frames.endLine)
      .ints(frames.column)
      .ints(frames.endColumn)
      .ints(frames.offset)
      .optionals(frames.opcode)
      .appendTo(out, wire::TableId::Frames, frames.size());
  Section()
      .optionals(rows.stacks.parent)
      .uints(rows.stacks.frame)
      .appendTo(out, wire::TableId::Stacks, rows.stacks.size());
}

void appendSamples(Bytes& out, const Rows& rows) {
  const auto& threads = rows.threads;
  Section()
      .uints(threads.process)
      .uints(threads.tid)
      .uints(threads.interpreter)
      .uints(threads.main)
      .texts(threads.name)
      .appendTo(out, wire::TableId::Threads, threads.size());
  const auto& runs = rows.runs;
  Section()
      .uints(runs.thread)
      .optionals(runs.stack)
      .uints(runs.status)
      .deltas(runs.start)
      .uints(runs.count)
      .uints(runs.weight)
      .appendTo(out, wire::TableId::Runs, runs.size());
}

void appendFacts(Bytes& out, const Rows& rows) {
  const auto& [key, value] = rows.properties;
  Section().texts(key).texts(value).appendTo(out, wire::TableId::Properties, key.size());
  const auto& [time, kind, code, text] = rows.events;
  Section().uints(time).uints(kind).ints(code).texts(text).appendTo(out, wire::TableId::Events, time.size());
}

void appendStatistics(Bytes& out, const Statistics& s) {
  const std::vector<std::uint64_t> row = {s.time,      s.ticks, s.samples, s.torn, s.failed,
                                          s.retries,   s.late,  s.missed,  s.cpu,  s.reads,
                                          s.bytesRead, s.stops, s.stopped};
  static_assert(wire::kStatisticsColumns == 13);
  Section().uints(row).appendTo(out, wire::TableId::Statistics, 1);
}

}  // namespace

std::vector<std::uint8_t> encodeBatch(const Rows& rows, const Statistics* statistics) {
  constexpr std::size_t kHeadBytes = 12;
  Bytes batch(wire::kBatchMagic.begin(), wire::kBatchMagic.end());
  batch.resize(kHeadBytes);
  appendNames(batch, rows);
  appendStacks(batch, rows);
  appendSamples(batch, rows);
  if (statistics != nullptr) appendStatistics(batch, *statistics);
  appendFacts(batch, rows);
  if (batch.size() == kHeadBytes) return {};
  putFixed(batch, 4, static_cast<std::uint32_t>(batch.size() - kHeadBytes));
  putFixed(batch, 8, crc32(batch.data() + kHeadBytes, batch.size() - kHeadBytes));
  return batch;
}

}  // namespace tachyon
