#pragma once

#include "../runtime/layout.h"
#include "instructions.h"
#include "stack_snapshot.h"

namespace tachyon {

// Whether `caller`, standing at an instruction with number `opcode`, can have put `callee` directly on top of
// itself.
//
// What the caller called stays in the caller's memory: the interpreter takes function and arguments off the
// stack by moving the stack pointer, so that the function (or the generator, which stays on the stack) still
// lies where the stack now ends. A frame that was replaced between the reading of caller and callee shows
// another function. This holds for a single reading and whatever happened between two of them.
//
// Only for calls that did not pass through C; a C function may call anything.
enum class EdgeEvidence {
  kExact,      // what was called lies there, and the call site was specialised for that very code
  kConfirmed,  // what was called lies there
  kNone,       // nothing to compare
  kRefuted,    // something else lies there, or this instruction never calls
};
EdgeEvidence checkEdge(const RuntimeLayout& layout, CallKind kind, const RawFrame& caller,
                       const RawFrame& callee);

}  // namespace tachyon
