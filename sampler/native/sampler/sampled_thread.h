#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "../record/recorder.h"
#include "../walk/stack_walker.h"
#include "../walk/thread_list.h"
#include "../walk/thread_status.h"
#include "activity.h"

namespace tachyon {

// A thread of the target, and what is known of it from one tick to the next.
struct SampledThread {
  ThreadFacts facts;
  std::uint32_t row = kNoRow;
  std::unique_ptr<StackWalker> walker;
  Activity activity;
  HandledItems handled;
  Address gil;
  WalkState state = WalkState::kTorn;  // of the walk in this tick
  std::uint64_t weight = 0;            // ns since the tick before
  bool isWalked = false;               // in this tick
  bool wasCounted = true;              // at the tick before; whether its stack is read along with all others
  std::vector<std::uint32_t> nodes;    // stack row of each frame of the last whole stack
  bool areNodesPlain = false;          // no synthetic frame among them
  std::uint64_t lastTime = 0;          // of the tick before
  std::uint32_t lastStack = kNoRow;    // of the last sample

  // The beginning of its state, as it was read last.
  std::span<const std::uint8_t> words() const { return walker->snapshot().threadState(); }

  // To be called after each walk: rows of frames that are no more are forgotten.
  void keepNodes() {
    if (nodes.size() > walker->unchanged()) nodes.resize(walker->unchanged());
  }
};

}  // namespace tachyon
