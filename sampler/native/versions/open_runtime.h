#pragma once

#include <span>
#include <string>

#include "../base/result.h"
#include "../memory/process_memory.h"
#include "../runtime/find_runtime.h"
#include "../runtime/runtime.h"

namespace tachyon {

// Reads and validates the layout of a runtime once; nothing is read through it before. `subject` names the
// process in errors.
Result<Runtime> openRuntime(ProcessMemory& memory, const RuntimeLocation& location,
                            const std::string& subject);

// The first runtime that has interpreters; else the first that can be opened, which may be starting; else the
// reason why the first one cannot be. `locations` is not empty.
Result<Runtime> openRunningRuntime(ProcessMemory& memory, std::span<const RuntimeLocation> locations,
                                   const std::string& subject);

}  // namespace tachyon
