#pragma once

#include <cstdint>

#include "../base/address.h"
#include "asyncio_layout.h"
#include "layout.h"

namespace tachyon {

// A runtime that can be read: all that walkers know of a process's Python. `opcodes` and `asyncio` outlive
// it.
struct Runtime {
  Address address;
  std::uint32_t versionHex = 0;  // PY_VERSION_HEX
  const OpcodeTable* opcodes = nullptr;
  const StackEffects* effects = nullptr;  // outlives it; null where frames keep their stack pointer
  RuntimeLayout layout{};
  const AsyncioLayout* asyncio = nullptr;
};

}  // namespace tachyon
