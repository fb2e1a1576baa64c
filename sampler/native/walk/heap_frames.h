#pragma once

#include "raw_frame.h"

namespace tachyon {

// Frames that are objects on the heap (Feature::kHeapFrames). They are reused for the next call as soon as
// they return, nothing in a caller says what it called, and the pieces of a stack are read one after another.
// Each is therefore read twice, all of them once before any of them again: a chain in which nothing differs
// was whole in between.

RawFrame decodeHeapFrame(const RuntimeLayout& layout, Address frame, FrameBytes bytes, OutsideFrame* outside);

// Whether both copies of a frame are of the same call and it was under way. Only the leaf may move on or end
// meanwhile, or not have begun.
bool holdsStill(const RuntimeLayout& layout, const RawFrame& frame, bool isLeaf);

}  // namespace tachyon
