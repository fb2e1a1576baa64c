#pragma once

#include <cstdint>

#include "../base/flat_map.h"
#include "../walk/code_cache.h"
#include "../walk/instructions.h"
#include "recorder.h"

namespace tachyon {

// The frame rows of one process's code: it alone knows its code objects and its instructions, while the rows
// are shared by all processes of a recording. After warm-up asking allocates nothing.
class CodeRows {
 public:
  CodeRows(Recorder& recorder, const InstructionSet& instructions)
      : recorder_(recorder), instructions_(instructions) {}

  static constexpr std::uint16_t kNoOpcode = 256;

  std::uint32_t internFrame(Code& code, std::uint32_t unit, std::uint16_t opcode);

 private:
  std::uint32_t internOpcode(std::uint16_t opcode);

  Recorder& recorder_;
  const InstructionSet& instructions_;
  FlatMap frames_, opcodes_;
};

}  // namespace tachyon
