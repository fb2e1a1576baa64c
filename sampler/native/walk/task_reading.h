#pragma once

#include "attributes.h"
#include "instructions.h"
#include "object_kinds.h"
#include "stack_walker.h"
#include "suspended_frame.h"

namespace tachyon {

// What reading tasks needs from the outside, once a tick.
struct TaskReading {
  WalkContext& walk;
  const RuntimeLayout& layout;
  const AsyncioLayout& asyncio;
  const InstructionSet& instructions;
  const SuspendedFrames& frames;
  ObjectKinds& kinds;
  Attributes& attributes;
};

}  // namespace tachyon
