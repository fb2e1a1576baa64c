#pragma once

#include <optional>

#include "../memory/process_memory.h"
#include "asyncio_layout.h"

namespace tachyon {

// Where the asyncio module of a process keeps the table of its offsets, when it is loaded and brings one
// along: in its own library or in the executable.
std::optional<Address> findAsyncioTable(std::uint32_t pid);

// Completes a layout by that table. False when it cannot be read or contradicts itself.
bool readAsyncioTable(ProcessMemory& memory, Address table, AsyncioLayout& layout);

}  // namespace tachyon
