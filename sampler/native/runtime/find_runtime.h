#pragma once

#include <cstdint>
#include <string>

#include "../base/result.h"
#include "../memory/process_memory.h"

namespace tachyon {

// Where a process keeps its runtime and what it says about its version; readable or not.
struct RuntimeLocation {
  Address address;
  std::uint32_t versionHex = 0;  // 0: older than any version that says so
};

// Looks into the executable, then into libpython, then into every other mapped file: an embedding program or
// a renamed interpreter need not have "python" in its name.
Result<RuntimeLocation> findRuntime(std::uint32_t pid, ProcessMemory& memory);

}  // namespace tachyon
