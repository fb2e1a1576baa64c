#pragma once

#include <cstdint>
#include <vector>

#include "../memory/process_memory.h"

namespace tachyon {

// The instructions of a code object: those that lie in it, or a thread's own copy of them
// (Feature::kThreadLocalBytecode).
struct Bytecode {
  Address start;
  std::vector<std::uint16_t> units;  // as read at `unitsTime`; specialisation changes them
  std::uint64_t unitsTime = 0;       // ns
  std::uint64_t generation = 0;  // of a thread's copy: the interpreter's count when its place was asked for

  // Reads the instructions again.
  bool refresh(ProcessMemory& memory, std::uint64_t time);
  // The opcode of an instruction, some milliseconds old at most.
  std::uint8_t currentOpcode(ProcessMemory& memory, std::uint32_t unit, std::uint64_t time);
};

// Where the copy with number `index` lies, by a code object's array of copies; null when there is none.
Address findBytecodeCopy(ProcessMemory& memory, Address copies, std::uint32_t index);

}  // namespace tachyon
