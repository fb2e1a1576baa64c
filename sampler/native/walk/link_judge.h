#pragma once

#include <cstddef>
#include <cstdint>

#include "../runtime/layout.h"
#include "edge_check.h"
#include "frame.h"
#include "instructions.h"
#include "known_edges.h"
#include "raw_frame.h"
#include "walk_context.h"

namespace tachyon {

enum class LinkState {
  kFits,
  kUnknown,  // nothing speaks against it, nor for it
  kRefuted,  // the caller says that it called something else
  kUnusable  // no code, or an instruction outside of it
};

// Two neighbours of a stack of which the upper one is yet to be judged.
struct Link {
  const Frame* caller;        // null for the first frame
  const Frame* shown;         // the last frame up to the caller that is shown; null when there is none
  const RawFrame* rawCaller;  // null likewise
  const Frame& callee;
  const RawFrame& rawCallee;
};

// Tells whether one frame can have stood on another, for the walks of one thread.
class LinkJudge {
 public:
  LinkJudge(const RuntimeLayout& layout, const InstructionSet& instructions)
      : layout_(layout), instructions_(instructions) {}

  // To be called before each walk.
  void beginWalk() { ++walk_; }

  // kFits, kUnknown or kRefuted; `edge` is what has to be seen to know an unknown link.
  LinkState judge(WalkContext& context, const Link& link, KnownEdges::Edge& edge);

 private:
  EdgeEvidence evidenceFor(WalkContext& context, const Link& link) const;
  static bool isConfirmed(WalkContext& context, EdgeEvidence evidence, const Link& link);
  bool isSuspicious(KnownEdges::Edge edge);

  const RuntimeLayout& layout_;
  const InstructionSet& instructions_;
  std::uint64_t walk_ = 0;
  std::uint64_t lastRefuted_ = 0, refutedWalk_ = 0;  // the link that was refuted last, and when
  std::size_t refusals_ = 0;                         // in so many walks in a row
};

}  // namespace tachyon
