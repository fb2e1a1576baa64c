#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "../runtime/runtime.h"
#include "code_cache.h"
#include "edge_check.h"
#include "instructions.h"
#include "known_edges.h"
#include "stack_snapshot.h"

namespace tachyon {

// A frame of Python code within a whole stack.
struct Frame {
  Address address;
  Address codeAddress;
  Address stored;  // the instruction as the frame stores it
  Code* code = nullptr;
  std::uint32_t unit = 0;    // of the instruction it stands at
  bool isHidden = false;     // still being set up: its caller stands for it
  bool isUnchanged = false;  // the same as in the stack before, and so are all its callers
};

// What a walk needs from the outside, once a tick.
struct WalkContext {
  ProcessMemory& memory;
  CodeCache& codes;
  KnownEdges& edges;
  std::uint64_t tick = 0;
  std::uint64_t time = 0;  // ns
};

enum class WalkState { kWhole, kTorn, kFailed, kOtherThread };

// Turns snapshots of one thread into whole stacks of code, or finds out that it cannot.
class StackWalker {
 public:
  StackWalker(const Runtime& runtime, const InstructionSet& instructions, Address thread, Address interpreter,
              std::uint64_t nativeId);

  StackSnapshot& snapshot() { return snapshot_; }

  // Walks what was read (`isRead`), and reads again while the stack does not hold together.
  WalkState walk(WalkContext& context, bool isRead);

  // Root first; valid until the next walk.
  const std::vector<Frame>& frames() const { return frames_; }
  std::uint64_t retries() const { return retries_; }

  // The opcode that a frame's instruction has now; for the last visible frame it is read afresh.
  std::uint8_t currentOpcode(WalkContext& context, const Frame& frame, bool isLeaf);

 private:
  enum class LinkState {
    kFits,
    kRefuted,   // the caller says that it called something else
    kUnusable,  // no code, or an instruction outside of it
  };

  WalkState attempt(WalkContext& context);
  WalkState attemptCopy(WalkContext& context, std::size_t copy);
  void followCodeGeneration(WalkContext& context);
  bool resolveStill(WalkContext& context);
  bool resolveMoving(WalkContext& context, std::size_t copy);
  std::optional<RawFrame> frameAbove(std::size_t copy);
  bool addKnownFrame(WalkContext& context, const RawFrame& raw);
  void beginStack();
  LinkState addFrame(WalkContext& context, const RawFrame& raw);
  bool resolveFrame(WalkContext& context, Frame& frame, const RawFrame& raw);
  Code* codeOf(WalkContext& context, Address address);
  bool unitOf(const Code& code, const RawFrame& raw, std::int64_t& unit) const;
  EdgeEvidence evidenceFor(WalkContext& context, const RawFrame& callee, const Code& calleeCode);
  bool isIdleOrHasFrames() const;
  bool isSettled(const std::vector<Frame>& frames) const;
  bool isSeenAgain(std::size_t count);

  const RuntimeLayout& layout_;
  const InstructionSet& instructions_;
  StackSnapshot snapshot_;
  std::vector<ReadRange> ranges_;
  std::vector<Frame> frames_, before_;
  std::vector<Frame> refused_;           // the stack that the edge check refused last
  std::vector<Frame> doubted_;           // the stack that last had a link which was hardly seen before
  std::vector<KnownEdges::Edge> edges_;  // links of the stack that are new since the stack before
  // The stack that is being put together, root first.
  bool isUnchanged_ = true;
  std::optional<RawFrame> caller_;  // the frame directly below, unless C lies between
  Frame below_;                     // the last frame that is shown
  Address dataStackEnd_;            // where the next frame in the data stack would begin
  std::uint64_t epoch_ = 0;
  std::uint64_t retries_ = 0;
  std::uint64_t reading_ = 0,
                doubtedReading_ = 0;  // number of the present reading, and of the doubted stack's
  bool isNews_ = false;     // something had to be read in this attempt that the snapshot cannot vouch for
  bool isPatient_ = false;  // readings were interrupted so often that this must be how it is here
  bool isTooDeep_ = false;
  bool isRefused_ = false;  // the only thing wrong with the attempt is an edge
};

}  // namespace tachyon
