#pragma once

#include "instructions.h"
#include "stack_walker.h"

namespace tachyon {

// Where in which code a frame stands.
struct CodePlace {
  Code* code = nullptr;
  std::uint32_t unit = 0;
};

// The place of a frame that stores `instruction`; no code when there is none at that address or the
// instruction lies outside of it.
CodePlace findPlace(WalkContext& context, const RuntimeLayout& layout, const InstructionSet& instructions,
                    Address code, Address instruction);

}  // namespace tachyon
