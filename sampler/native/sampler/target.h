#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "../base/result.h"
#include "../memory/process_memory.h"
#include "../versions/open_runtime.h"

namespace tachyon {

// A process whose runtime was found and can be read.
struct Target {
  std::uint32_t pid = 0;
  std::string program;  // identity of what the process ran before its runtime was looked for
  std::unique_ptr<ProcessMemory> memory;
  Runtime runtime;
};

Result<Target> openTarget(std::uint32_t pid);

// What a process is, for people; never fails.
struct TargetFacts {
  std::string executable;
  std::string version;  // empty when it is no Python or cannot be read
  bool isSupported = false;
  Error problem{ErrorCode::kNotFound, ""};  // when it is not supported
};

TargetFacts inspectTarget(std::uint32_t pid);

}  // namespace tachyon
