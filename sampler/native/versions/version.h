#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "../base/result.h"
#include "../runtime/asyncio_layout.h"
#include "../runtime/debug_offsets.h"
#include "../runtime/layout.h"
#include "../runtime/runtime.h"

namespace tachyon {

// All that sets one minor version of CPython apart from the others.
struct Version {
  std::uint8_t minor;
  const char* name;                            // "3.11"
  const RuntimeLayout* layout = nullptr;       // fixed, or
  const DebugOffsetsShape* shape = nullptr;    // how to read the table that the runtime brings along, and
  void (*complete)(RuntimeLayout&) = nullptr;  // what that table leaves out
  void (*completeFreeThreaded)(RuntimeLayout&) = nullptr;  // after `complete`, in builds without a GIL
  const OpcodeTable* opcodes = nullptr;
  const StackEffects* effects = nullptr;  // where frames do not keep their stack pointer while they run
  const AsyncioLayout* asyncio = nullptr;
};

// Makes a version known. Each version's file has one of these, and nothing else names the version.
struct RegisteredVersion {
  explicit RegisteredVersion(const Version& version);
};

// Oldest first.
std::span<const Version* const> supportedVersions();
std::string supportedVersionNames();

// Null when this build does not read that version. `hex` is PY_VERSION_HEX.
const Version* findVersion(std::uint32_t hex);

// "3.14.2", "3.15.0rc1"; of a free-threaded build "3.14.2t"
std::string versionText(std::uint32_t hex);
std::string versionText(const Runtime& runtime);

}  // namespace tachyon
