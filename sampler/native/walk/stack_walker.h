#pragma once

#include <cstdint>
#include <vector>

#include "../runtime/runtime.h"
#include "frame.h"
#include "frame_resolver.h"
#include "instructions.h"
#include "link_judge.h"
#include "stack_snapshot.h"
#include "walk_context.h"

namespace tachyon {

enum class WalkState { kWhole, kTorn, kFailed, kOtherThread };

// Turns snapshots of one thread into whole stacks of code, or finds out that it cannot.
//
// A stack is followed from its root. A link between a caller and what lies on top of it is believed when the
// caller keeps what it called and that is the callee (see EdgeEvidence), when links like it were seen before
// (see KnownEdges), or when some readings show the very same. A callee that its caller contradicts is gone,
// or not there yet: the caller stands for itself then. So the stack is that of the moment in which the data
// stack was copied, as a rule, whatever the thread did since.
class StackWalker {
 public:
  StackWalker(const Runtime& runtime, const InstructionSet& instructions, Address thread, Address interpreter,
              std::uint64_t nativeId);

  StackSnapshot& snapshot() { return snapshot_; }
  const StackSnapshot& snapshot() const { return snapshot_; }

  // Walks what was read (`isRead`), and reads again while the stack does not hold together.
  WalkState walk(WalkContext& context, bool isRead);

  // Root first, one for each frame of the snapshot; valid until the next walk.
  const std::vector<Frame>& frames() const { return frames_; }
  // How many of them, from the root, are as after the walk before.
  std::size_t unchanged() const { return unchanged_; }
  std::uint64_t retries() const { return retries_; }

 private:
  bool readAgain(ProcessMemory& memory);
  WalkState attempt(WalkContext& context);
  void followCodeGeneration(WalkContext& context);
  bool resolve(WalkContext& context, bool isComplete);
  LinkState resolveChain(WalkContext& context);
  void climb(WalkContext& context);
  bool canBeLeaf() const;
  bool believe(WalkContext& context);
  bool isSeenAgain();
  bool settleForLess(WalkContext& context);
  LinkState addFrame(WalkContext& context, const RawFrame& raw);
  LinkState judge(WalkContext& context, const Frame& frame, const RawFrame& raw);
  bool isIdleOrHasFrames() const;
  void settleOutside();
  bool standsOnSettled(const RawFrame& raw);
  bool isOnTopOf(const RawFrame& raw, std::size_t at) const;

  const RuntimeLayout& layout_;
  const InstructionSet& instructions_;
  FrameResolver resolver_;
  LinkJudge judge_;
  Address generationAddress_;
  StackSnapshot snapshot_;
  std::vector<ReadRange> ranges_;
  std::vector<Frame> frames_;
  std::size_t unchanged_ = 0;
  std::uint64_t generation_ = 0;  // as read along with the snapshot
  std::uint64_t epoch_ = 0;
  std::uint64_t retries_ = 0;
  // The attempt at hand.
  std::vector<KnownEdges::Edge> edges_;  // links that nothing proves
  std::size_t trusted_ = 0;              // frames that were judged before
  std::size_t certain_ = 0;              // frames below the first unknown link
  std::size_t doubtful_ = 0;             // frames up to the last unknown link; 0 when there is none
  bool isNews_ = false;                  // something was read too late to vouch for the stack
  bool isTooDeep_ = false;
  bool wasCompared_ = false;  // with the reading before
  // The attempts before.
  std::vector<Frame> doubted_;
  std::size_t sightings_ = 0;  // readings in a row that showed the doubted frames
};

}  // namespace tachyon
