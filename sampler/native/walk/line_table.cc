#include "line_table.h"

#include <algorithm>

namespace tachyon {
namespace {

// Location entry codes; see "Locations table" in CPython's InternalDocs/code_objects.md.
constexpr int kOneLineFirst = 10, kNoColumns = 13, kLong = 14, kNone = 15;

class Cursor {
 public:
  explicit Cursor(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  bool more() const { return at_ < bytes_.size(); }
  bool ok() const { return ok_; }

  std::uint32_t byte() {
    if (more()) return bytes_[at_++];
    ok_ = false;
    return 0;
  }

  // Groups of 6 bits, lowest first; bit 6 says that more follow.
  std::uint32_t number() {
    std::uint32_t value = 0;
    for (int shift = 0; shift < 32; shift += 6) {
      const std::uint32_t group = byte();
      value |= (group & 63) << shift;
      if ((group & 64) == 0) break;
    }
    return value;
  }

  std::int32_t signedNumber() {
    const std::uint32_t value = number();
    const auto magnitude = static_cast<std::int32_t>(value >> 1);
    return (value & 1) != 0 ? -magnitude : magnitude;
  }

 private:
  std::span<const std::uint8_t> bytes_;
  std::size_t at_ = 0;
  bool ok_ = true;
};

std::int32_t add(std::int32_t line, std::int32_t delta) {
  return static_cast<std::int32_t>(static_cast<std::uint32_t>(line) + static_cast<std::uint32_t>(delta));
}

Location parseShort(Cursor& cursor, int code, std::int32_t line) {
  const std::uint32_t byte = cursor.byte();
  const auto column = static_cast<std::int32_t>((static_cast<std::uint32_t>(code) << 3) | (byte >> 4));
  return {line, line, column, column + static_cast<std::int32_t>(byte & 15)};
}

Location parseLong(Cursor& cursor, std::int32_t& line) {
  line = add(line, cursor.signedNumber());
  Location location{line, add(line, static_cast<std::int32_t>(cursor.number())), 0, 0};
  location.column = static_cast<std::int32_t>(cursor.number()) - 1;
  location.endColumn = static_cast<std::int32_t>(cursor.number()) - 1;
  return location;
}

Location parseLocation(Cursor& cursor, int code, std::int32_t& line) {
  if (code == kNone) return {};
  if (code == kLong) return parseLong(cursor, line);
  if (code == kNoColumns) {
    line = add(line, cursor.signedNumber());
    return {line, line, -1, -1};
  }
  if (code < kOneLineFirst) return parseShort(cursor, code, line);
  line = add(line, code - kOneLineFirst);
  const auto column = static_cast<std::int32_t>(cursor.byte());
  return {line, line, column, static_cast<std::int32_t>(cursor.byte())};
}

Location wholeLine(std::int32_t line) { return {line, line, -1, -1}; }

// co_lnotab: from how many bytes on the line is how much higher; see CPython's Objects/lnotab_notes.txt.
std::vector<LocationRun> parseLineDeltas(std::span<const std::uint8_t> table, std::int32_t line) {
  std::vector<LocationRun> runs{{0, wholeLine(line)}};
  std::uint32_t byte = 0;
  for (std::size_t at = 0; at + 1 < table.size(); at += 2) {
    byte += table[at];
    line = add(line, static_cast<std::int8_t>(table[at + 1]));
    if (runs.back().firstUnit != byte / 2) runs.push_back({byte / 2, {}});
    runs.back().location = wholeLine(line);
  }
  return runs;
}

// co_linetable of PEP 626: for how many bytes the line is how much higher; -128 says that these have none.
std::vector<LocationRun> parseLineRanges(std::span<const std::uint8_t> table, std::int32_t line) {
  constexpr std::int8_t kNoLine = -128;
  std::vector<LocationRun> runs;
  std::uint32_t byte = 0;
  for (std::size_t at = 0; at + 1 < table.size(); at += 2) {
    const auto delta = static_cast<std::int8_t>(table[at + 1]);
    if (delta != kNoLine) line = add(line, delta);
    if (table[at] != 0) runs.push_back({byte / 2, delta == kNoLine ? Location{} : wholeLine(line)});
    byte += table[at];
  }
  runs.push_back({byte / 2, {}});
  return runs;
}

std::vector<LocationRun> parseLocations(std::span<const std::uint8_t> table, std::int32_t firstLine) {
  std::vector<LocationRun> runs;
  Cursor cursor(table);
  std::int32_t line = firstLine;
  std::uint32_t unit = 0;
  while (cursor.more()) {
    const std::uint32_t head = cursor.byte();
    if ((head & 0x80) == 0) break;
    const Location location = parseLocation(cursor, static_cast<int>((head >> 3) & 15), line);
    if (!cursor.ok()) break;
    if (runs.empty() || !(runs.back().location == location)) runs.push_back({unit, location});
    unit += (head & 7) + 1;
  }
  runs.push_back({unit, {}});
  return runs;
}

}  // namespace

std::vector<LocationRun> parseLineTable(LineTableFormat format, std::span<const std::uint8_t> table,
                                        std::int32_t firstLine) {
  switch (format) {
    case LineTableFormat::kLocations:
      return parseLocations(table, firstLine);
    case LineTableFormat::kLineRanges:
      return parseLineRanges(table, firstLine);
    case LineTableFormat::kLineDeltas:
      return parseLineDeltas(table, firstLine);
  }
  return {};
}

Location locationAt(std::span<const LocationRun> runs, std::uint32_t unit) {
  const auto after =
      std::upper_bound(runs.begin(), runs.end(), unit,
                       [](std::uint32_t wanted, const LocationRun& run) { return wanted < run.firstUnit; });
  return after == runs.begin() ? Location{} : std::prev(after)->location;
}

}  // namespace tachyon
