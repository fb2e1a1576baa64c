#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "../base/flat_map.h"
#include "../memory/process_memory.h"
#include "../runtime/runtime.h"
#include "code_cache.h"
#include "instructions.h"
#include "native_names.h"
#include "stack_snapshot.h"

namespace tachyon {

// Tells which C function a frame has called: its call instruction keeps what it calls on the value stack
// until it is over.
class NativeCalls {
 public:
  NativeCalls(const Runtime& runtime, const InstructionSet& instructions);

  // What the instruction calls at which a frame stands. Null when it is no call, or one of something that is
  // not written in C, or cannot be known. `raw` is the frame as it was copied.
  NativeName* calledBy(ProcessMemory& memory, const Code& code, std::uint32_t unit, const RawFrame& raw);

 private:
  // Where a call keeps its callable: so many words below the end of the stack, beside the number of
  // arguments.
  enum class Operands : std::uint8_t {
    kNone,             // no call
    kArguments,        // callable, arguments
    kKeywords,         // callable, arguments, their names
    kMethod,           // method, object, arguments; or null, callable, arguments
    kSelf,             // callable, object or null, arguments
    kSelfAndKeywords,  // the same, names of arguments
    kUnpacked,         // callable, tuple, and a dict if the argument is odd
    kSelfUnpacked,     // callable, null, tuple, and a dict if the argument is odd
    kAllUnpacked,      // callable, null, tuple, dict or null
  };

  Operands operandsOf(std::string_view name, const RuntimeLayout& layout) const;
  std::uint32_t argumentOf(const Code& code, std::uint32_t unit) const;
  // Distance from the frame's start to the end of its value stack at this instruction; negative for unknown.
  std::int64_t stackEnd(ProcessMemory& memory, const Code& code, std::uint32_t unit, const RawFrame& raw);
  std::int64_t stackBegin(ProcessMemory& memory, const Code& code, const RawFrame& raw) const;
  const std::vector<std::int16_t>& depthsOf(ProcessMemory& memory, const Code& code);
  Address wordAt(ProcessMemory& memory, const RawFrame& raw, std::int64_t offset) const;

  const Runtime& runtime_;
  const InstructionSet& instructions_;
  NativeNames names_;
  std::array<Operands, 256> operands_{};
  FlatMap depthsByCode_;
  std::vector<std::vector<std::int16_t>> depths_;
};

}  // namespace tachyon
