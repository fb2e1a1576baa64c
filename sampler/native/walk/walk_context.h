#pragma once

#include <cstdint>

#include "../memory/process_memory.h"
#include "code_cache.h"
#include "function_codes.h"
#include "known_edges.h"

namespace tachyon {

// What walks share, and what one tick brings.
struct WalkContext {
  ProcessMemory& memory;
  CodeCache& codes;
  KnownEdges& edges;
  FunctionCodes& functions;
  std::uint64_t tick = 0;
  std::uint64_t time = 0;                // ns
  std::uint64_t codeGeneration = 0;      // as read after the stacks (Feature::kCodeGeneration)
  std::uint64_t bytecodeGeneration = 0;  // of the thread's interpreter (Feature::kThreadLocalBytecode)
  bool isFrozen = false;                 // the thread cannot run: what is read is true
};

}  // namespace tachyon
