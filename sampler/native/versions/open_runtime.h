#pragma once

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

}  // namespace tachyon
