#include "stack_walker.h"

#include <algorithm>
#include <array>

#include "../base/bytes.h"
#include "../base/limits.h"

namespace tachyon {
namespace {

// How old a copy of a code object's instructions may be for its callers' opcodes.
constexpr std::uint64_t kUnitsAgeNs = 10'000'000;
// Bytecode up to this size is read along with the stack, to see the leaf's opcode at the same moment.
constexpr std::size_t kExtraBytes = 2048;
// A thread state is followed by fields that are not part of its public struct, among them its first frame.
constexpr std::size_t kThreadExtraBytes = 4096;
// A stack that the edge check refuses in the very same form this many times running does not move: then the
// check does not know this kind of call, and what was read is the truth.
constexpr std::size_t kSettledRefusals = limits::kReadAttempts / 2;

}  // namespace

StackWalker::StackWalker(const Runtime& runtime, const InstructionSet& instructions, Address thread,
                         Address interpreter, std::uint64_t nativeId)
    : layout_(runtime.layout),
      instructions_(instructions),
      snapshot_(runtime.layout, thread, interpreter, nativeId) {
  if (layout_.features.has(Feature::kCodeGeneration))
    snapshot_.setGenerationAddress(interpreter + layout_.interpreter.codeGeneration);
}

WalkState StackWalker::walk(WalkContext& context, bool isRead) {
  std::size_t sameRefusals = 0;
  std::size_t failures = 0;
  for (std::size_t count = 0; count < limits::kReadAttempts; ++count) {
    if (count > 0) ++retries_;
    if (count > 0 || !isRead) isRead = snapshot_.readAll(context.memory, ranges_);
    isPatient_ = count >= limits::kReadAttempts / 2;
    isNews_ = isRefused_ = isTooDeep_ = false;
    const WalkState state = isRead ? attempt(context) : WalkState::kFailed;
    if (state == WalkState::kWhole || state == WalkState::kOtherThread || isTooDeep_) return state;
    if (!isRead) snapshot_.forgetGuesses();
    if (state == WalkState::kFailed) ++failures;
    sameRefusals = isRefused_ ? (sameRefusals > 0 && isSettled(refused_) ? sameRefusals + 1 : 1) : 0;
    if (isRefused_) refused_ = frames_;
  }
  if (failures * 2 > limits::kReadAttempts) return WalkState::kFailed;
  if (sameRefusals < kSettledRefusals) return WalkState::kTorn;
  before_ = frames_;
  return WalkState::kWhole;
}

bool StackWalker::isSettled(const std::vector<Frame>& frames) const {
  return std::equal(frames.begin(), frames.end(), frames_.begin(), frames_.end(),
                    [](const Frame& a, const Frame& b) {
                      return a.address == b.address && a.codeAddress == b.codeAddress && a.stored == b.stored;
                    });
}

// Whether an earlier reading had the same first `count` frames; remembers this one if not. The last of them
// may have moved on.
bool StackWalker::isSeenAgain(std::size_t count) {
  const auto isSame = [&](std::size_t i) {
    const Frame &a = doubted_[i], &b = frames_[i];
    return a.address == b.address && a.codeAddress == b.codeAddress &&
           (i + 1 == count || a.stored == b.stored);
  };
  bool isSeen = doubtedReading_ != reading_ && doubted_.size() >= count;
  for (std::size_t i = 0; isSeen && i < count; ++i) isSeen = isSame(i);
  if (isSeen) return true;
  doubted_ = frames_;
  doubtedReading_ = reading_;
  return false;
}

WalkState StackWalker::attempt(WalkContext& context) {
  ++reading_;
  const SnapshotState state = snapshot_.beginWalk(context.memory);
  if (state == SnapshotState::kOtherThread) return WalkState::kOtherThread;
  WalkState outcome = state == SnapshotState::kUnreadable ? WalkState::kFailed : WalkState::kTorn;
  if (state == SnapshotState::kWhole) {
    followCodeGeneration(context);
    outcome = attemptCopy(context, 0);
    // The second copy is read right before the current frame, the first one right after it: either may do.
    if (outcome == WalkState::kTorn) outcome = attemptCopy(context, 1);
  }
  snapshot_.guessAnew();
  return outcome;
}

void StackWalker::followCodeGeneration(WalkContext& context) {
  if (layout_.features.has(Feature::kCodeGeneration))
    context.codes.followGeneration(snapshot_.codeGeneration());
  if (epoch_ == context.codes.epoch()) return;
  before_.clear();
  doubted_.clear();
  epoch_ = context.codes.epoch();
}

// A chain that held still is believed when no link contradicts itself, and teaches which links there are;
// with a link that was hardly seen before only when another reading shows it too, since two copies can agree
// by chance (one in some ten thousand, of a program that does nothing but call). One that moved is followed
// from its root as far as every link is known and does not contradict itself: then it is a stack that the
// program has, at the moment when that copy was made, even if the current frame is another one by now.
WalkState StackWalker::attemptCopy(WalkContext& context, std::size_t copy) {
  const SnapshotState state = snapshot_.walkCopy(context.memory, copy);
  isTooDeep_ = state == SnapshotState::kTooDeep;
  if (isTooDeep_) return WalkState::kFailed;
  if (state != SnapshotState::kWhole && state != SnapshotState::kLoose) return WalkState::kTorn;
  const bool heldStill = state == SnapshotState::kWhole && (isPatient_ || !snapshot_.wasInterrupted());
  const bool isWhole = heldStill ? resolveStill(context) : resolveMoving(context, copy);
  if (!isWhole) return WalkState::kTorn;
  before_ = frames_;
  return WalkState::kWhole;
}

bool StackWalker::resolveStill(WalkContext& context) {
  beginStack();
  isRefused_ = false;
  std::size_t doubtful = 0;  // frames up to the last link that was hardly seen before
  const std::span<const RawFrame> raws = snapshot_.frames();
  for (std::size_t i = raws.size(); i-- > 0;) {
    const std::size_t edgesBefore = edges_.size();
    const LinkState link = addFrame(context, raws[i]);
    if (link == LinkState::kUnusable) return isRefused_ = false;
    isRefused_ = isRefused_ || link == LinkState::kRefuted;
    if (edges_.size() > edgesBefore && !context.edges.isKnown(edges_.back())) doubtful = frames_.size();
  }
  if (isNews_ || !isIdleOrHasFrames()) return isRefused_ = false;
  if (isRefused_ || (doubtful > 0 && !isSeenAgain(doubtful))) return false;
  for (const KnownEdges::Edge edge : edges_) context.edges.seeStill(edge);
  return true;
}

bool StackWalker::resolveMoving(WalkContext& context, std::size_t copy) {
  beginStack();
  const std::span<const RawFrame> raws = snapshot_.frames();
  bool isCut = false;
  for (std::size_t i = raws.size(); i-- > 0 && !isCut;) isCut = !addKnownFrame(context, raws[i]);
  bool isExtended = false;
  for (std::optional<RawFrame> above = frameAbove(copy); above; above = frameAbove(copy)) {
    if (!addKnownFrame(context, *above)) break;
    isExtended = true;
  }
  if (frames_.empty() || isNews_) return false;
  if (!isCut || isExtended) return true;
  // Cut off above a caller: that one is the leaf if it went on to something that calls nobody.
  const Frame& leaf = frames_.back();
  return !leaf.isHidden && instructions_.callKind(currentOpcode(context, leaf, false)) == CallKind::kNever;
}

// What a call from the last frame would have pushed.
std::optional<RawFrame> StackWalker::frameAbove(std::size_t copy) {
  if (frames_.empty() || !caller_ || !dataStackEnd_) return {};
  return snapshot_.frameAbove(dataStackEnd_, caller_->address, copy);
}

// Adds a frame whose link to the one below is known; leaves the stack as it was otherwise.
bool StackWalker::addKnownFrame(WalkContext& context, const RawFrame& raw) {
  const std::size_t edgesBefore = edges_.size();
  const std::optional<RawFrame> callerBefore = caller_;
  const Frame belowBefore = below_;
  const Address endBefore = dataStackEnd_;
  const std::size_t framesBefore = frames_.size();
  const LinkState link = addFrame(context, raw);
  bool isKnown = link == LinkState::kFits;
  if (isKnown && edges_.size() > edgesBefore) {
    context.edges.seeMoving(edges_.back());
    isKnown = context.edges.isKnown(edges_.back());
  }
  if (isKnown) return true;
  edges_.resize(edgesBefore);
  frames_.resize(framesBefore);
  caller_ = callerBefore;
  below_ = belowBefore;
  dataStackEnd_ = endBefore;
  return false;
}

// A thread without Python has no frame at all, or only the one inside its own state.
bool StackWalker::isIdleOrHasFrames() const {
  const std::span<const RawFrame> raws = snapshot_.frames();
  if (!frames_.empty() || raws.empty()) return true;
  return raws.size() == 1 && raws[0].address - snapshot_.thread() < layout_.thread.size + kThreadExtraBytes;
}

void StackWalker::beginStack() {
  frames_.clear();
  edges_.clear();
  isUnchanged_ = true;
  caller_.reset();
  below_ = {};
  dataStackEnd_ = {};
}

StackWalker::LinkState StackWalker::addFrame(WalkContext& context, const RawFrame& raw) {
  if (raw.owner >= kInterpreterOwner) {
    caller_.reset();
    return LinkState::kFits;
  }
  const std::size_t at = frames_.size();
  isUnchanged_ = isUnchanged_ && at < before_.size() && before_[at].address == raw.address &&
                 before_[at].codeAddress == raw.code && before_[at].stored == raw.instruction;
  Frame frame{.address = raw.address, .codeAddress = raw.code, .stored = raw.instruction};
  if (isUnchanged_)
    frame = before_[at];
  else if (!resolveFrame(context, frame, raw))
    return LinkState::kUnusable;
  frame.isUnchanged = isUnchanged_;
  LinkState link = LinkState::kFits;
  if (!isUnchanged_ && !frame.isHidden) {
    const EdgeEvidence evidence = evidenceFor(context, raw, *frame.code);
    if (evidence == EdgeEvidence::kRefuted) link = LinkState::kRefuted;
    const bool isExact = evidence == EdgeEvidence::kExact;
    const bool isConfirmed =
        (isExact || evidence == EdgeEvidence::kConfirmed) && raw.owner != kGeneratorOwner;
    edges_.push_back(context.edges.edge(below_.code, below_.unit, *frame.code, isConfirmed, isExact));
  }
  if (!frame.isHidden) below_ = frame;
  frames_.push_back(frame);
  frame.isHidden ? caller_.reset() : static_cast<void>(caller_ = raw);
  if (raw.owner == kThreadOwner)
    dataStackEnd_ = raw.address + std::uint64_t{frame.code->identity.frameWords} * 8;
  return link;
}

bool StackWalker::resolveFrame(WalkContext& context, Frame& frame, const RawFrame& raw) {
  frame.code = codeOf(context, raw.code);
  std::int64_t unit = 0;
  if (frame.code == nullptr || !unitOf(*frame.code, raw, unit)) return false;
  frame.isHidden = raw.owner != kGeneratorOwner && unit < frame.code->firstTraceable;
  if (unit < 0) return true;
  frame.unit = static_cast<std::uint32_t>(unit);
  if (!frame.code->starts.empty()) frame.unit = frame.code->starts[frame.unit];
  const std::vector<std::uint16_t>& units = frame.code->units;
  while (frame.unit + 1 < units.size() && instructions_.isExtendedArgument(units[frame.unit] & 0xff))
    ++frame.unit;
  return true;
}

Code* StackWalker::codeOf(WalkContext& context, Address address) {
  const std::uint64_t stamp =
      layout_.features.has(Feature::kCodeGeneration) ? context.codes.epoch() : context.tick;
  Code* code = context.codes.find(address);
  if (code != nullptr && (code->verified == stamp || context.codes.verify(context.memory, *code, stamp)))
    return code;
  isNews_ = true;
  code = context.codes.load(context.memory, address, context.time);
  if (code != nullptr) code->verified = stamp;
  return code;
}

// False when the instruction lies outside of the code. -1: a frame that has not begun.
bool StackWalker::unitOf(const Code& code, const RawFrame& raw, std::int64_t& unit) const {
  const auto offset = static_cast<std::int64_t>(raw.instruction.value - code.bytecode.value);
  unit = offset / 2;
  if (offset % 2 != 0 || unit >= static_cast<std::int64_t>(code.units.size())) return false;
  return unit >= (layout_.features.has(Feature::kPreviousInstruction) ? -1 : 0);
}

EdgeEvidence StackWalker::evidenceFor(WalkContext& context, const RawFrame& callee, const Code& calleeCode) {
  if (!caller_ || callee.entry) return EdgeEvidence::kNone;
  const std::uint8_t opcode = currentOpcode(context, below_, false);
  const EdgeEvidence evidence = checkEdge(layout_, instructions_.callKind(opcode), *caller_, callee);
  if (evidence != EdgeEvidence::kConfirmed || calleeCode.identity.callStamp == 0 ||
      !instructions_.remembersCallee(opcode))
    return evidence;
  // Inline cache of calls: a counter, then the call stamp (func_version) in two units. A function that was
  // changed has another one.
  const std::vector<std::uint16_t>& units = below_.code->units;
  if (below_.unit + 3 >= units.size()) return EdgeEvidence::kNone;
  const std::uint32_t callStamp =
      units[below_.unit + 2] | (static_cast<std::uint32_t>(units[below_.unit + 3]) << 16);
  return callStamp == calleeCode.identity.callStamp ? EdgeEvidence::kExact : EdgeEvidence::kNone;
}

std::uint8_t StackWalker::currentOpcode(WalkContext& context, const Frame& frame, bool isLeaf) {
  Code& code = *frame.code;
  const Address bytecode = code.bytecode;
  if (!isLeaf) {
    if (!frame.isUnchanged && context.time - code.unitsTime > kUnitsAgeNs)
      context.codes.refreshUnits(context.memory, code, context.time);
    return static_cast<std::uint8_t>(code.units[frame.unit]);
  }
  const std::span<const std::uint8_t> extra = snapshot_.extraAt(bytecode);
  const std::size_t bytes = code.units.size() * 2;
  snapshot_.setExtra(bytes <= kExtraBytes ? bytecode : Address{}, bytes <= kExtraBytes ? bytes : 0);
  if (frame.unit * 2 < extra.size()) return extra[frame.unit * 2];
  std::uint8_t opcode = 0;
  if (context.memory.readValue(bytecode + frame.unit * 2, opcode)) return opcode;
  return static_cast<std::uint8_t>(code.units[frame.unit]);
}

}  // namespace tachyon
