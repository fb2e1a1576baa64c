#include "link_judge.h"

namespace tachyon {
namespace {

// A link that is refuted in so many walks in a row: perhaps it is the check that does not know this kind of
// call.
constexpr std::size_t kSuspiciousRefusals = 64;

}  // namespace

LinkState LinkJudge::judge(WalkContext& context, const Link& link, KnownEdges::Edge& edge) {
  const EdgeEvidence evidence = context.isFrozen ? EdgeEvidence::kNone : evidenceFor(context, link);
  if (isConfirmed(context, evidence, link)) return LinkState::kFits;
  const Code* caller = link.shown == nullptr ? nullptr : link.shown->code;
  edge = context.edges.edge(caller, caller == nullptr ? 0 : link.shown->unit, *link.callee.code);
  if (context.edges.isKnown(edge)) return LinkState::kFits;
  return evidence == EdgeEvidence::kRefuted && !isSuspicious(edge) ? LinkState::kRefuted
                                                                   : LinkState::kUnknown;
}

EdgeEvidence LinkJudge::evidenceFor(WalkContext& context, const Link& link) const {
  if (link.caller == nullptr || link.caller->isHidden || link.rawCallee.entry) return EdgeEvidence::kNone;
  const Frame& caller = *link.caller;
  const std::uint8_t opcode = caller.bytecode->currentOpcode(context.memory, caller.unit, context.time);
  const EdgeEvidence evidence =
      checkEdge(layout_, instructions_.callKind(opcode), *link.rawCaller, link.rawCallee);
  const std::uint32_t calleeStamp = link.callee.code->identity.callStamp;
  if (evidence != EdgeEvidence::kConfirmed || calleeStamp == 0 || !instructions_.remembersCallee(opcode))
    return evidence;
  // Inline cache of calls: a counter, then the call stamp (func_version) in two units. A function that was
  // changed has another one.
  const std::vector<std::uint16_t>& units = caller.bytecode->units;
  if (caller.unit + 3 >= units.size()) return evidence;
  const std::uint32_t callStamp =
      units[caller.unit + 2] | (static_cast<std::uint32_t>(units[caller.unit + 3]) << 16);
  return callStamp == calleeStamp ? EdgeEvidence::kExact : evidence;
}

// A caller that calls elsewhere too may have put the function of its next call in place after its instruction
// was read: only a call site that knows its callee tells which of them it is.
bool LinkJudge::isConfirmed(WalkContext& context, EdgeEvidence evidence, const Link& link) {
  if (evidence != EdgeEvidence::kConfirmed) return evidence == EdgeEvidence::kExact;
  return link.caller->code->callSites == 1 && link.rawCallee.owner != kGeneratorOwner &&
         context.functions.has(context.memory, link.rawCallee.function, *link.callee.code);
}

// A link that every walk refutes.
bool LinkJudge::isSuspicious(KnownEdges::Edge edge) {
  if (edge.key() != lastRefuted_ || refutedWalk_ + 1 < walk_) refusals_ = 0;
  if (refutedWalk_ != walk_) ++refusals_;
  lastRefuted_ = edge.key();
  refutedWalk_ = walk_;
  return refusals_ >= kSuspiciousRefusals;
}

}  // namespace tachyon
