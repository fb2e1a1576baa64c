#pragma once

#include <span>

#include "../memory/process_memory.h"
#include "../runtime/find_runtime.h"
#include "../runtime/layout.h"

namespace tachyon {

// Whether a list of interpreters, and a main one with a thread of its own at its end, hangs on what would be
// a runtime at that address.
bool isRuntimeAt(ProcessMemory& memory, const RuntimeLayout& layout, Address address);

// Looks for a runtime among variables whose names were stripped; null when there is none that runs.
Address searchRuntime(ProcessMemory& memory, const RuntimeLayout& layout,
                      std::span<const RuntimeLocation::Piece> pieces);

}  // namespace tachyon
