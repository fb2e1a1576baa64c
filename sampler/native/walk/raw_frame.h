#pragma once

#include <cstdint>

#include "../base/address.h"
#include "../runtime/layout.h"
#include "data_stack.h"
#include "outside_frames.h"

namespace tachyon {

// One frame as it was copied. `bytes` holds the frame and what is known of its locals and stack, until the
// next reading.
struct RawFrame {
  Address address;
  Address previous;
  Address code;         // null or no code object for frames of the interpreter itself
  Address function;     // what it was called through
  Address instruction;  // as stored; see Feature::kPreviousInstruction
  std::uint8_t owner = 0;
  bool entry = false;               // called from C (Feature::kEntryFlag, or kHeapFrames)
  OutsideFrame* outside = nullptr;  // where it is kept, unless it lies in the data stack
  FrameBytes bytes;

  bool isInterpreters() const { return owner >= kInterpreterOwner; }
};

}  // namespace tachyon
