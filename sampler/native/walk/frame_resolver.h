#pragma once

#include <cstdint>

#include "../runtime/layout.h"
#include "frame.h"
#include "instructions.h"
#include "raw_frame.h"
#include "walk_context.h"

namespace tachyon {

// Finds the code that a copied frame executes, and at which instruction it stands.
class FrameResolver {
 public:
  FrameResolver(const RuntimeLayout& layout, const InstructionSet& instructions)
      : layout_(layout), instructions_(instructions) {}

  // False when there is no such code, or the instruction lies outside of it. Sets `isNews` when something was
  // read only now, and so too late to vouch for the frame.
  bool resolve(WalkContext& context, const RawFrame& raw, Frame& frame, bool& isNews) const;

 private:
  Code* codeOf(WalkContext& context, Address address, bool& isNews) const;
  Bytecode* bytecodeOf(WalkContext& context, Code& code, const RawFrame& raw) const;
  bool unitOf(const Bytecode& bytecode, const RawFrame& raw, std::int64_t& unit) const;

  const RuntimeLayout& layout_;
  const InstructionSet& instructions_;
};

}  // namespace tachyon
