#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "../base/flat_map.h"
#include "../memory/process_memory.h"
#include "../runtime/layout.h"
#include "bytecode.h"
#include "instructions.h"
#include "line_table.h"

namespace tachyon {

// The words of a code object that another one at the same address would hardly share: whether it is still the
// same.
struct CodeIdentity {
  std::uint64_t type = 0;
  std::uint64_t units = 0;  // their number, or the object that holds them
  std::uint64_t fileName = 0, qualifiedName = 0, lineTable = 0;
  std::uint32_t firstLine = 0;
  std::uint32_t frameWords = 0;  // size of its frames
  std::uint32_t callStamp = 0;   // by which specialised call sites know it; 0 for none

  // The call stamp may be given out later.
  bool isSameAs(CodeIdentity other) const {
    other.callStamp = callStamp;
    return *this == other;
  }

 private:
  bool operator==(const CodeIdentity&) const = default;
};

// What the sampler knows about a code object.
struct Code {
  std::uint32_t serial = 0;  // never used twice
  Address address;
  CodeIdentity identity;
  std::string name;
  std::string file;
  std::int32_t firstLine = 0;
  std::uint32_t firstTraceable = 0;  // code unit
  std::uint32_t callSites = 0;       // instructions that call a function
  std::vector<LocationRun> locations;
  Bytecode bytecode;
  std::vector<std::unique_ptr<Bytecode>> copies;  // by index, for threads that have their own
  std::vector<std::uint32_t> starts;        // of instructions; only where a frame may point into a cache
  std::uint64_t verified = 0;               // the tick in which the identity was last compared
  std::uint32_t function = FlatMap::kNone;  // row, once one was made
};

// Code objects by address. A code object may go away and another take its place: `verify` finds out.
class CodeCache {
 public:
  CodeCache(const RuntimeLayout& layout, const InstructionSet& instructions)
      : layout_(layout), instructions_(instructions) {}

  // Null when it was not loaded yet.
  Code* find(Address address);

  // Reads a code object; null when there is none at that address or it changes under our eyes.
  Code* load(ProcessMemory& memory, Address address, std::uint64_t time);

  // Whether the code object is still the one that was loaded; forgets it otherwise.
  bool verify(ProcessMemory& memory, Code& code, std::uint64_t tick);

  // The bytecode that a frame with number `index` executes; 0 is the code object's own. Null when there is no
  // such copy. `generation` counts the interpreter's comings and goings of threads.
  Bytecode* bytecodeAt(ProcessMemory& memory, Code& code, std::uint32_t index, std::uint64_t generation,
                       std::uint64_t time);

  // Follows the interpreter's count of code objects that went away. True when it moved: nothing remembered
  // about code may be trusted before it is verified.
  bool followGeneration(std::uint64_t generation);

  std::uint64_t epoch() const { return epoch_; }

 private:
  bool readIdentity(ProcessMemory& memory, Address address, CodeIdentity& identity) const;
  bool locateUnits(ProcessMemory& memory, Code& code) const;
  bool isCodeType(ProcessMemory& memory, std::uint64_t type);

  const RuntimeLayout& layout_;
  const InstructionSet& instructions_;
  FlatMap byAddress_;
  std::vector<std::unique_ptr<Code>> codes_;  // by serial; null when forgotten
  std::vector<std::uint8_t> bytes_;
  std::uint64_t codeType_ = 0;
  std::uint64_t generation_ = 0;
  std::uint64_t epoch_ = 0;
};

}  // namespace tachyon
