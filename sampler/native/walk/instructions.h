#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "../runtime/layout.h"

namespace tachyon {

// How an instruction may have put a frame on top of its own, judged by the plain instruction's name.
enum class CallKind : std::uint8_t {
  kNever,      // cannot be the current instruction of a frame that has called another
  kFunction,   // the callee's function lies where the caller's stack ends
  kGenerator,  // the callee's generator lies there
  kUnknown,    // may call, but leaves nothing to compare
};

// What a version's instructions mean for walking.
class InstructionSet {
 public:
  explicit InstructionSet(const OpcodeTable& opcodes);

  const Opcode& opcode(std::uint8_t number) const { return opcodes_[number]; }
  CallKind callKind(std::uint8_t number) const { return callKinds_[number]; }
  // Whether the instruction's inline cache holds the version of the function that it calls.
  bool remembersCallee(std::uint8_t number) const { return remembersCallee_[number]; }
  // Whether execution goes on at `unit` after an await or a `yield from`.
  bool resumesAwait(std::span<const std::uint16_t> units, std::size_t unit) const {
    constexpr unsigned kLeastArgument = 2, kArgumentBits = 3;  // of RESUME: what it resumes after
    if (unit >= units.size()) return false;
    return yieldsFrom_[units[unit] & 0xff] ||
           (resumes_[units[unit] & 0xff] && ((units[unit] >> 8) & kArgumentBits) >= kLeastArgument);
  }
  bool isExtendedArgument(std::uint8_t number) const { return number == extendedArgument_; }
  // Whether the instruction is or was specialised from one that has specialised forms.
  bool isAdaptive(std::uint8_t number) const { return adaptive_[opcodes_[number].base]; }

  // The first unit that belongs to the function's own code: RESUME, where there is one. Before it a frame is
  // still being set up.
  std::uint32_t firstTraceable(std::span<const std::uint16_t> units) const;

  // How many instructions call a function that is left where the stack ends.
  std::uint32_t callSites(std::span<const std::uint16_t> units) const;

  // For every unit the first unit of the instruction it belongs to; inline caches belong to the one before
  // them.
  std::vector<std::uint32_t> instructionStarts(std::span<const std::uint16_t> units) const;

 private:
  const OpcodeTable& opcodes_;
  std::array<CallKind, 256> callKinds_;
  std::array<bool, 256> adaptive_{};
  std::array<bool, 256> resumes_{}, yieldsFrom_{};
  std::array<bool, 256> remembersCallee_{};
  bool canResume_ = false;
  int extendedArgument_ = -1;
};

}  // namespace tachyon
