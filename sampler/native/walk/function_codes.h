#pragma once

#include "../base/flat_map.h"
#include "../memory/process_memory.h"
#include "../runtime/layout.h"
#include "code_cache.h"

namespace tachyon {

// Which code belongs to which function object. A frame that was copied while it was being set up may name the
// function of one call and the code of another.
class FunctionCodes {
 public:
  explicit FunctionCodes(const RuntimeLayout& layout) : layout_(layout) {}

  bool has(ProcessMemory& memory, Address function, const Code& code) {
    // Addresses have 48 bits, and differ beyond the lowest 4.
    const std::uint64_t key = (function.value << 12) ^ code.serial;
    if (known_.find(key) != FlatMap::kNone) return true;
    Address actual;
    if (!memory.readValue(function + layout_.function.code, actual) || actual != code.address) return false;
    known_.set(key, 1);
    return true;
  }

 private:
  const RuntimeLayout& layout_;
  FlatMap known_;
};

}  // namespace tachyon
