#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "../runtime/layout.h"
#include "instructions.h"

namespace tachyon {

// Depth of a unit that no path leads to, and of one that paths lead to with different depths.
inline constexpr std::int16_t kUnreached = -1, kAmbiguous = -2;

// How many words the value stack holds before each unit's instruction, by following all paths through a code
// object. `handlers` is its exception table; empty where there is none.
std::vector<std::int16_t> computeStackDepths(std::span<const std::uint16_t> units,
                                             std::span<const std::uint8_t> handlers,
                                             const InstructionSet& instructions, const StackEffects& effects);

}  // namespace tachyon
