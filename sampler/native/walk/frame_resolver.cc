#include "frame_resolver.h"

#include "../base/bytes.h"

namespace tachyon {

bool FrameResolver::resolve(WalkContext& context, const RawFrame& raw, Frame& frame, bool& isNews) const {
  frame.code = codeOf(context, raw.code, isNews);
  std::int64_t unit = 0;
  if (frame.code == nullptr) return false;
  frame.bytecode = bytecodeOf(context, *frame.code, raw);
  if (frame.bytecode == nullptr || !unitOf(*frame.bytecode, raw, unit)) return false;
  frame.isHidden = raw.owner != kGeneratorOwner && unit < frame.code->firstTraceable;
  if (unit < 0) return true;
  frame.unit = static_cast<std::uint32_t>(unit);
  if (!frame.code->starts.empty()) frame.unit = frame.code->starts[frame.unit];
  const std::vector<std::uint16_t>& units = frame.bytecode->units;
  while (frame.unit + 1 < units.size() && instructions_.isExtendedArgument(units[frame.unit] & 0xff))
    ++frame.unit;
  return true;
}

Code* FrameResolver::codeOf(WalkContext& context, Address address, bool& isNews) const {
  const std::uint64_t stamp =
      layout_.features.has(Feature::kCodeGeneration) ? context.codes.epoch() : context.tick;
  Code* code = context.codes.find(address);
  if (code != nullptr && (code->verified == stamp || context.codes.verify(context.memory, *code, stamp)))
    return code;
  isNews = true;
  code = context.codes.load(context.memory, address, context.time);
  if (code != nullptr) code->verified = stamp;
  return code;
}

Bytecode* FrameResolver::bytecodeOf(WalkContext& context, Code& code, const RawFrame& raw) const {
  if (!layout_.features.has(Feature::kThreadLocalBytecode)) return &code.bytecode;
  const auto index = loadAs<std::uint32_t>(raw.bytes.data + layout_.frame.bytecodeIndex);
  return context.codes.bytecodeAt(context.memory, code, index, context.bytecodeGeneration, context.time);
}

// False when the instruction lies outside of the code. -1: a frame that has not begun.
bool FrameResolver::unitOf(const Bytecode& bytecode, const RawFrame& raw, std::int64_t& unit) const {
  if (layout_.features.has(Feature::kHeapFrames)) {
    const auto count = static_cast<std::int64_t>(raw.instruction.value);
    unit = count < 0 ? -1 : count * layout_.frame.instructionBytes / 2;
    return unit < static_cast<std::int64_t>(bytecode.units.size());
  }
  const auto offset = static_cast<std::int64_t>(raw.instruction.value - bytecode.start.value);
  unit = offset / 2;
  if (offset % 2 != 0 || unit >= static_cast<std::int64_t>(bytecode.units.size())) return false;
  return unit >= (layout_.features.has(Feature::kPreviousInstruction) ? -1 : 0);
}

}  // namespace tachyon
