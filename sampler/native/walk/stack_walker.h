#pragma once

#include <cstdint>
#include <vector>

#include "../runtime/runtime.h"
#include "code_cache.h"
#include "edge_check.h"
#include "function_codes.h"
#include "instructions.h"
#include "known_edges.h"
#include "stack_snapshot.h"

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

// What walks share, and what one tick brings.
struct WalkContext {
  ProcessMemory& memory;
  CodeCache& codes;
  KnownEdges& edges;
  FunctionCodes& functions;
  std::uint64_t tick = 0;
  std::uint64_t time = 0;                // ns
  std::uint64_t codeGeneration = 0;      // as read after the stacks (Feature::kCodeGeneration)
  std::uint64_t bytecodeGeneration = 0;  // of the thread's interpreter (Feature::kThreadLocalBytecode)
  bool isFrozen = false;                 // the thread cannot run: what is read is true
};

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

  // The same, but only once, and whole only if a second look right after it shows the same stack; the leaf
  // may have moved on within its code. Any other state says nothing.
  WalkState walkStill(WalkContext& context, bool isRead);

  // Root first, one for each frame of the snapshot; valid until the next walk.
  const std::vector<Frame>& frames() const { return frames_; }
  // How many of them, from the root, are as after the walk before.
  std::size_t unchanged() const { return unchanged_; }
  std::uint64_t retries() const { return retries_; }

  // The opcode that a frame's instruction has, some milliseconds old at most.
  std::uint8_t currentOpcode(WalkContext& context, const Frame& frame);

 private:
  enum class LinkState {
    kFits,
    kUnknown,  // nothing speaks against it, nor for it
    kRefuted,  // the caller says that it called something else
    kUnusable  // no code, or an instruction outside of it
  };

  bool readAgain(ProcessMemory& memory);
  WalkState attempt(WalkContext& context);
  void followCodeGeneration(WalkContext& context);
  bool resolve(WalkContext& context, bool isComplete);
  LinkState resolveChain(WalkContext& context);
  void climb(WalkContext& context);
  bool canBeLeaf() const;
  bool believe(WalkContext& context);
  bool isSeenAgain();
  bool settleForLess();
  LinkState addFrame(WalkContext& context, const RawFrame& raw);
  bool resolveFrame(WalkContext& context, Frame& frame, const RawFrame& raw);
  LinkState judge(WalkContext& context, const Frame& frame, const RawFrame& raw);
  bool isConfirmed(WalkContext& context, EdgeEvidence evidence, const Frame& frame,
                   const RawFrame& raw) const;
  bool isSuspicious(KnownEdges::Edge edge);
  EdgeEvidence evidenceFor(WalkContext& context, const RawFrame& callee, const Code& calleeCode);
  Code* codeOf(WalkContext& context, Address address);
  Bytecode* bytecodeOf(WalkContext& context, Code& code, const RawFrame& raw) const;
  bool unitOf(const Bytecode& bytecode, const RawFrame& raw, std::int64_t& unit) const;
  KnownEdges::Edge edgeTo(KnownEdges& edges, const Code& callee) const;
  bool isIdleOrHasFrames() const;
  void settleOutside();
  bool standsOnSettled(const RawFrame& raw);
  bool isOnTopOf(const RawFrame& raw, std::size_t at) const;

  const RuntimeLayout& layout_;
  const InstructionSet& instructions_;
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
  bool isPlain_ = false;  // nothing was cut off or climbed
  // The attempts before.
  std::vector<Frame> doubted_;
  std::size_t sightings_ = 0;  // readings in a row that showed the doubted frames
  std::uint64_t walk_ = 0;
  std::uint64_t lastRefuted_ = 0, refutedWalk_ = 0;  // the link that was refuted last, and when
  std::size_t refusals_ = 0;                         // in so many walks in a row
};

}  // namespace tachyon
