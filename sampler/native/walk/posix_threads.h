#pragma once

#include <cstdint>
#include <optional>

#include "../memory/process_memory.h"

namespace tachyon {

// The C library's struct of a thread, to which pthread_t points, holds the system's id of the thread. Gives
// where in the struct: from the place where `thread`, a thread whose id `nativeId` is known, has it; else
// where the usual C libraries have it.
std::size_t findNativeIdOffset(ProcessMemory& memory, Address thread, std::uint64_t nativeId);

// The system's id of a thread; nothing when the thread is over.
std::optional<std::uint64_t> readNativeId(ProcessMemory& memory, Address thread, std::size_t offset);

}  // namespace tachyon
