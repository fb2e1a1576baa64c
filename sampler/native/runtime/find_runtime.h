#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../base/result.h"
#include "../memory/process_memory.h"

namespace tachyon {

// Where a process keeps a runtime and what is known of its version; readable or not.
struct RuntimeLocation {
  // A piece of the image's variables.
  struct Piece {
    Address start;
    std::size_t size = 0;
  };

  Address address;               // null: somewhere in `pieces`
  std::uint32_t versionHex = 0;  // PY_VERSION_HEX; 0: not known (yet)
  std::vector<Piece> pieces{};
};

// Looks into the executable, then into libpython, then into every other mapped file: an embedding program or
// a renamed interpreter need not have "python" in its name. Gives at least one location, in that order.
Result<std::vector<RuntimeLocation>> findRuntimes(std::uint32_t pid, ProcessMemory& memory);

}  // namespace tachyon
