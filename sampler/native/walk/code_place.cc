#include "code_place.h"

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

}  // namespace

CodePlace findPlace(WalkContext& context, const RuntimeLayout& layout, const InstructionSet& instructions,
                    Address address, Address instruction) {
  Code* code = findCode(context, layout, address);
  if (code == nullptr) return {};
  const auto offset = static_cast<std::int64_t>(instruction.value - (address.value + layout.code.bytecode));
  const auto count = static_cast<std::int64_t>(code->bytecode.units.size());
  if (offset % 2 != 0 || offset / 2 >= count || offset < -2) return {};
  CodePlace place{code, offset < 0 ? 0 : static_cast<std::uint32_t>(offset / 2)};
  if (!code->starts.empty()) place.unit = code->starts[place.unit];
  while (place.unit + 1 < code->bytecode.units.size() &&
         instructions.isExtendedArgument(code->bytecode.units[place.unit] & 0xff))
    ++place.unit;
  return place;
}

}  // namespace tachyon
