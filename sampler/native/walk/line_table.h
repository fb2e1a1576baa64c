#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "../runtime/layout.h"

namespace tachyon {

// A place in source text. Lines are 1-based, 0 when there is none; columns are 0-based UTF-8 bytes, -1 when
// unknown.
struct Location {
  std::int32_t line = 0, endLine = 0, column = -1, endColumn = -1;

  bool operator==(const Location&) const = default;
};

// From the first code unit of a run of units to their location.
struct LocationRun {
  std::uint32_t firstUnit;
  Location location;
};

// Parses co_linetable or co_lnotab. A damaged table gives what came before the damage.
std::vector<LocationRun> parseLineTable(LineTableFormat format, std::span<const std::uint8_t> table,
                                        std::int32_t firstLine);

// The location of a code unit; no location beyond the table.
Location locationAt(std::span<const LocationRun> runs, std::uint32_t unit);

}  // namespace tachyon
