#pragma once

#include <cstdint>

#include "../base/address.h"
#include "code_cache.h"

namespace tachyon {

// A frame of a whole stack.
struct Frame {
  Address address;
  Address codeAddress;
  Address stored;                // the instruction as the frame stores it
  Code* code = nullptr;          // null for the interpreter's own frames, which stand between Python and C
  Bytecode* bytecode = nullptr;  // that it executes
  std::uint32_t unit = 0;        // of the instruction it stands at
  bool isHidden = false;         // not shown: the interpreter's own, or still being set up
  std::int32_t shown = -1;       // index of the last frame up to this one that is shown; -1 for none
  Address dataStackEnd{};        // where the next frame in the data stack would begin
};

}  // namespace tachyon
