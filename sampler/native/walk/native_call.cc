#include "native_call.h"

#include "../base/bytes.h"
#include "../base/limits.h"
#include "objects.h"
#include "stack_depths.h"

namespace tachyon {

NativeCalls::NativeCalls(const Runtime& runtime, const InstructionSet& instructions)
    : runtime_(runtime), instructions_(instructions), names_(runtime.layout) {
  for (std::size_t number = 0; number < operands_.size(); ++number) {
    const Opcode& opcode = (*runtime.opcodes)[number];
    if (opcode.name != nullptr)
      operands_[number] = operandsOf((*runtime.opcodes)[opcode.base].name, runtime.layout);
  }
}

NativeCalls::Operands NativeCalls::operandsOf(std::string_view name, const RuntimeLayout& layout) const {
  const bool isCallableFirst = layout.features.has(Feature::kCallableFirst);
  if (name == "CALL_FUNCTION") return Operands::kArguments;
  if (name == "CALL_FUNCTION_KW") return Operands::kKeywords;
  if (name == "CALL_METHOD" || name == "PRECALL") return Operands::kMethod;
  if (name == "CALL") return isCallableFirst ? Operands::kSelf : Operands::kMethod;
  if (name == "CALL_KW") return Operands::kSelfAndKeywords;
  if (name != "CALL_FUNCTION_EX") return Operands::kNone;
  if (layout.features.has(Feature::kKeywordsAlways)) return Operands::kAllUnpacked;
  return isCallableFirst ? Operands::kSelfUnpacked : Operands::kUnpacked;
}

std::uint32_t NativeCalls::argumentOf(const Code& code, std::uint32_t unit) const {
  std::uint32_t argument = code.bytecode.units[unit] >> 8;
  if (unit == 0 || !instructions_.isExtendedArgument(code.bytecode.units[unit - 1] & 0xff)) return argument;
  // That may be an inline cache that looks like it.
  const std::vector<std::uint32_t> starts = instructions_.instructionStarts(code.bytecode.units);
  for (int shift = 8; shift < 32 && unit > 0; shift += 8) {
    --unit;
    if (starts[unit] != unit || !instructions_.isExtendedArgument(code.bytecode.units[unit] & 0xff)) break;
    argument |= static_cast<std::uint32_t>(code.bytecode.units[unit] >> 8) << shift;
  }
  return argument;
}

const std::vector<std::int16_t>& NativeCalls::depthsOf(ProcessMemory& memory, const Code& code) {
  const std::uint32_t known = depthsByCode_.find(code.serial);
  if (known != FlatMap::kNone) return depths_[known];
  std::vector<std::uint8_t> handlers;
  Address table;
  const std::size_t offset = runtime_.layout.code.exceptionTable;
  const bool isReadable =
      offset == 0 || (memory.readValue(code.address + offset, table) &&
                      readBytes(memory, runtime_.layout, table, limits::kLineTableBytes, handlers));
  depthsByCode_.set(code.serial, static_cast<std::uint32_t>(depths_.size()));
  depths_.push_back(isReadable
                        ? computeStackDepths(code.bytecode.units, handlers, instructions_, *runtime_.effects)
                        : std::vector<std::int16_t>(code.bytecode.units.size(), kUnreached));
  return depths_.back();
}

std::int64_t NativeCalls::stackBegin(ProcessMemory& memory, const Code& code, const RawFrame& raw) const {
  const RuntimeLayout& layout = runtime_.layout;
  if (layout.features.has(Feature::kHeapFrames))
    return static_cast<std::int64_t>(loadAs<std::uint64_t>(raw.bytes.data + layout.frame.valueStack) -
                                     raw.address.value);
  std::uint32_t locals = 0;
  if (!memory.readValue(code.address + layout.code.localsPlus, locals)) return -1;
  return static_cast<std::int64_t>(layout.frame.locals + std::uint64_t{locals} * 8);
}

std::int64_t NativeCalls::stackEnd(ProcessMemory& memory, const Code& code, std::uint32_t unit,
                                   const RawFrame& raw) {
  if (runtime_.effects == nullptr)
    return static_cast<std::int64_t>(
        loadAs<std::uint64_t>(raw.bytes.data + runtime_.layout.frame.stackPointer) - raw.address.value);
  const std::int16_t depth = depthsOf(memory, code)[unit];
  if (depth < 0) return -1;
  const std::int64_t begin = stackBegin(memory, code, raw);
  return begin < 0 ? begin : begin + std::int64_t{depth} * 8;
}

Address NativeCalls::wordAt(ProcessMemory& memory, const RawFrame& raw, std::int64_t offset) const {
  Address word;
  if (offset < static_cast<std::int64_t>(runtime_.layout.frame.locals) ||
      offset > static_cast<std::int64_t>(limits::kDataStackChunkBytes) || offset % 8 != 0)
    return word;
  const auto at = static_cast<std::size_t>(offset);
  if (at + 8 <= raw.bytes.size)
    word = loadAs<Address>(raw.bytes.data + at);
  else if (!memory.readValue(raw.address + at, word))
    return {};
  return {word.value & runtime_.layout.pointerMask};
}

NativeName* NativeCalls::calledBy(ProcessMemory& memory, const Code& code, std::uint32_t unit,
                                  const RawFrame& raw) {
  const Operands operands = operands_[code.bytecode.units[unit] & 0xff];
  if (operands == Operands::kNone) return nullptr;
  const std::int64_t end = stackEnd(memory, code, unit, raw);
  if (end < 0) return nullptr;
  const std::uint32_t argument = argumentOf(code, unit);
  const auto below = [&](std::uint32_t words) { return wordAt(memory, raw, end - std::int64_t{words} * 8); };
  switch (operands) {
    case Operands::kNone:
      break;
    case Operands::kArguments:
      return names_.find(memory, below(argument + 1));
    case Operands::kMethod: {
      const Address method = below(argument + 2);
      return names_.find(memory, method ? method : below(argument + 1));
    }
    case Operands::kKeywords:
    case Operands::kSelf:
      return names_.find(memory, below(argument + 2));
    case Operands::kSelfAndKeywords:
      return names_.find(memory, below(argument + 3));
    case Operands::kUnpacked:
      return names_.find(memory, below(2 + (argument & 1)));
    case Operands::kSelfUnpacked:
      return names_.find(memory, below(3 + (argument & 1)));
    case Operands::kAllUnpacked:
      return names_.find(memory, below(4));
  }
  return nullptr;
}

}  // namespace tachyon
