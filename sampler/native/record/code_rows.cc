#include "code_rows.h"

#include <string>

namespace tachyon {

std::uint32_t CodeRows::internOpcode(std::uint16_t opcode) {
  if (opcode == kNoOpcode) return kNoRow;
  if (const std::uint32_t row = opcodes_.find(opcode); row != FlatMap::kNone) return row;
  const auto number = static_cast<std::uint8_t>(opcode);
  const Opcode& facts = instructions_.opcode(number);
  const bool isKnown = facts.name != nullptr;
  const std::string name = isKnown ? facts.name : "<" + std::to_string(opcode) + ">";
  const std::string base = isKnown ? instructions_.opcode(facts.base).name : name;
  const std::uint32_t row = recorder_.internOpcode(name, base, isKnown && instructions_.isAdaptive(number));
  opcodes_.set(opcode, row);
  return row;
}

std::uint32_t CodeRows::internFrame(Code& code, std::uint32_t unit, std::uint16_t opcode) {
  // Bytecode has at most 2^23 units (limits::kBytecodeUnits), opcodes and "none" take 9 bits.
  const std::uint64_t key = (std::uint64_t{code.serial} << 32) | (std::uint64_t{unit} << 9) | opcode;
  if (const std::uint32_t row = frames_.find(key); row != FlatMap::kNone) return row;
  if (code.function == FlatMap::kNone)
    code.function =
        recorder_.internFunction(code.name, code.file, code.firstLine, wire::FunctionKind::Python);
  const std::uint32_t row =
      recorder_.internLocation(code.function, locationAt(code.locations, unit),
                               static_cast<std::int32_t>(unit * 2), internOpcode(opcode));
  frames_.set(key, row);
  return row;
}

}  // namespace tachyon
