#include "code_place.h"

#include <algorithm>

namespace tachyon {
namespace {

Code* findCode(WalkContext& context, const RuntimeLayout& layout, Address address) {
  const std::uint64_t stamp =
      layout.features.has(Feature::kCodeGeneration) ? context.codes.epoch() : context.tick;
  Code* code = context.codes.find(address);
  if (code != nullptr && (code->verified == stamp || context.codes.verify(context.memory, *code, stamp)))
    return code;
  code = context.codes.load(context.memory, address, context.time);
  if (code != nullptr) code->verified = stamp;
  return code;
}

// -1: before the first one; less than that: no instruction.
std::int64_t unitOf(const RuntimeLayout& layout, const Code& code, Address instruction) {
  constexpr std::int64_t kNone = -2;
  if (layout.features.has(Feature::kHeapFrames)) {
    const auto count = static_cast<std::int64_t>(instruction.value);
    return count < 0 ? -1 : count * layout.frame.instructionBytes / 2;
  }
  const auto offset = static_cast<std::int64_t>(instruction.value - code.bytecode.start.value);
  return offset % 2 != 0 ? kNone : offset / 2;
}

}  // namespace

CodePlace findPlace(WalkContext& context, const RuntimeLayout& layout, const InstructionSet& instructions,
                    Address address, Address instruction) {
  Code* code = findCode(context, layout, address);
  if (code == nullptr) return {};
  const auto count = static_cast<std::int64_t>(code->bytecode.units.size());
  const std::int64_t unit = unitOf(layout, *code, instruction);
  if (unit >= count || unit < -1) return {};
  CodePlace place{code, static_cast<std::uint32_t>(std::max<std::int64_t>(unit, 0))};
  if (!code->starts.empty()) place.unit = code->starts[place.unit];
  while (place.unit + 1 < code->bytecode.units.size() &&
         instructions.isExtendedArgument(code->bytecode.units[place.unit] & 0xff))
    ++place.unit;
  return place;
}

}  // namespace tachyon
