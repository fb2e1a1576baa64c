#include "stack_walker.h"

#include <algorithm>

#include "../base/limits.h"

namespace tachyon {
namespace {

// A thread state is followed by fields that are not part of its public struct, among them its first frame.
constexpr std::size_t kThreadExtraBytes = 4096;
// An unknown link is believed when so many readings in a row show the very same stack up to it. Two agree by
// chance in one of some hundred thousand, of a program that does nothing but call.
constexpr std::size_t kSightings = 3;
// After so many readings a stack is cut off below what cannot be believed.
constexpr std::size_t kPatience = limits::kReadAttempts / 2;

}  // namespace

StackWalker::StackWalker(const Runtime& runtime, const InstructionSet& instructions, Address thread,
                         Address interpreter, std::uint64_t nativeId)
    : layout_(runtime.layout),
      instructions_(instructions),
      resolver_(runtime.layout, instructions),
      judge_(runtime.layout, instructions),
      snapshot_(runtime.layout, thread, interpreter, nativeId) {
  if (layout_.features.has(Feature::kCodeGeneration))
    generationAddress_ = interpreter + layout_.interpreter.codeGeneration;
}

WalkState StackWalker::walk(WalkContext& context, bool isRead) {
  judge_.beginWalk();
  unchanged_ = frames_.size();
  sightings_ = 0;
  generation_ = context.codeGeneration;
  std::size_t failures = 0;
  for (std::size_t count = 0; count < limits::kReadAttempts; ++count) {
    if (count > 0) ++retries_;
    if (count > 0 || !isRead) isRead = readAgain(context.memory);
    const WalkState state = isRead ? attempt(context) : WalkState::kFailed;
    if (state == WalkState::kWhole ||
        (state == WalkState::kTorn && count >= kPatience && settleForLess(context))) {
      settleOutside();
      return WalkState::kWhole;
    }
    if (!wasCompared_) sightings_ = 0;
    frames_.resize(std::min(frames_.size(), trusted_));
    if (state == WalkState::kOtherThread || isTooDeep_) return state;
    if (state == WalkState::kFailed) ++failures;
    if (!isRead) snapshot_.forget();
  }
  return failures * 2 > limits::kReadAttempts ? WalkState::kFailed : WalkState::kTorn;
}

// The code generation comes last: what it vouches for was read before.
bool StackWalker::readAgain(ProcessMemory& memory) {
  ranges_.clear();
  snapshot_.appendRanges(ranges_);
  if (generationAddress_) ranges_.push_back({generationAddress_, &generation_, sizeof generation_});
  return memory.readRanges(ranges_).ok();
}

WalkState StackWalker::attempt(WalkContext& context) {
  wasCompared_ = false;
  const SnapshotState state = snapshot_.gather(context.memory, context.isFrozen);
  trusted_ = std::min(frames_.size(), snapshot_.unchanged());
  followCodeGeneration(context);
  unchanged_ = std::min(unchanged_, trusted_);
  isTooDeep_ = state == SnapshotState::kTooDeep;
  if (state == SnapshotState::kOtherThread) return WalkState::kOtherThread;
  if (isTooDeep_ || state == SnapshotState::kUnreadable) return WalkState::kFailed;
  if (state == SnapshotState::kChanged) return WalkState::kTorn;
  return resolve(context, state == SnapshotState::kWhole) ? WalkState::kWhole : WalkState::kTorn;
}

void StackWalker::followCodeGeneration(WalkContext& context) {
  if (generationAddress_) context.codes.followGeneration(generation_);
  if (epoch_ == context.codes.epoch()) return;
  trusted_ = sightings_ = 0;
  epoch_ = context.codes.epoch();
}

bool StackWalker::resolve(WalkContext& context, bool isComplete) {
  frames_.resize(trusted_);
  edges_.clear();
  certain_ = doubtful_ = 0;
  isNews_ = false;
  // Frames on the heap that end leave nothing behind that tells who stood on whom. A thread that is held has
  // a whole stack, or was held while it changed it.
  if (!isComplete && (context.isFrozen || layout_.features.has(Feature::kHeapFrames))) return false;
  const LinkState last = resolveChain(context);
  const bool isCut = !isComplete || last != LinkState::kFits;
  snapshot_.cut(frames_.size());
  if (isNews_ && (!context.isFrozen || last == LinkState::kUnusable)) return false;
  const std::size_t before = frames_.size();
  if (isCut && !context.isFrozen) climb(context);
  if (isCut && frames_.size() == before && !canBeLeaf()) return false;
  return isIdleOrHasFrames() && believe(context);
}

// Adds the snapshot's frames as far as they belong together.
LinkState StackWalker::resolveChain(WalkContext& context) {
  const std::span<const RawFrame> raws = snapshot_.frames();
  for (std::size_t i = frames_.size(); i < raws.size(); ++i) {
    const LinkState link = addFrame(context, raws[i]);
    if (link == LinkState::kRefuted || link == LinkState::kUnusable) return link;
    if (link != LinkState::kUnknown) continue;
    if (doubtful_ == 0) certain_ = frames_.size() - 1;
    doubtful_ = frames_.size();
  }
  return LinkState::kFits;
}

// Follows calls that were made after the current frame was read, to what replaced it.
void StackWalker::climb(WalkContext& context) {
  while (!frames_.empty() && !frames_.back().isHidden && frames_.back().dataStackEnd) {
    const auto above = snapshot_.frameAbove(frames_.back().dataStackEnd, frames_.back().address);
    if (!above) return;
    if (addFrame(context, *above) == LinkState::kFits && !isNews_) {
      snapshot_.push(*above);
      continue;
    }
    frames_.resize(snapshot_.frames().size());
    isNews_ = false;
    return;
  }
}

// Whether a frame above which everything else was cut off can stand for itself: when it calls nothing, or has
// called a function that is not there (yet, or any more).
bool StackWalker::canBeLeaf() const {
  if (frames_.empty() || frames_.back().isHidden) return false;
  const Frame& leaf = frames_.back();
  const CallKind kind = instructions_.callKind(static_cast<std::uint8_t>(leaf.bytecode->units[leaf.unit]));
  return kind == CallKind::kNever || kind == CallKind::kFunction;
}

// Links that nothing proves have to be shown by some readings in a row, which teaches them.
bool StackWalker::believe(WalkContext& context) {
  if (doubtful_ == 0) return true;
  if (!context.isFrozen && !isSeenAgain()) return false;
  for (const KnownEdges::Edge edge : edges_) context.edges.see(edge);
  return true;
}

// Whether enough readings in a row had the same frames up to the last unknown link, whose callee may move on.
bool StackWalker::isSeenAgain() {
  const auto isSame = [&](std::size_t i) {
    const Frame &a = doubted_[i], &b = frames_[i];
    return a.address == b.address && a.codeAddress == b.codeAddress &&
           (i + 1 == doubtful_ || a.stored == b.stored);
  };
  wasCompared_ = true;
  bool isSeen = sightings_ > 0 && doubted_.size() >= doubtful_;
  for (std::size_t i = 0; isSeen && i < doubtful_; ++i) isSeen = isSame(i);
  sightings_ = isSeen ? sightings_ + 1 : 1;
  if (sightings_ >= kSightings) return true;
  doubted_ = frames_;
  return false;
}

// What is called through C and over before it can be seen again is not believed, but its caller is certain.
// At an instruction that was just met, the callee may as well be there to stay.
bool StackWalker::settleForLess(WalkContext& context) {
  if (isNews_ || doubtful_ == 0 || frames_.size() < doubtful_) return false;
  if (!context.edges.isFamiliar(edges_.front())) return false;
  frames_.resize(certain_);
  while (!frames_.empty() && frames_.back().isHidden) frames_.pop_back();
  snapshot_.cut(frames_.size());
  return !frames_.empty();
}

// One of the interpreter's own frames says the same as long as the frames on both sides of it stay where they
// are, one right after the other in the data stack: what the program might have called instead would lie
// there.
void StackWalker::settleOutside() {
  const std::span<const RawFrame> raws = snapshot_.frames();
  for (std::size_t i = unchanged_; i < raws.size(); ++i)
    if (raws[i].isInterpreters() && raws[i].outside != nullptr)
      raws[i].outside->isSettled = i + 1 < raws.size() && isOnTopOf(raws[i + 1], i);
}

// Whether a frame lies in the data stack directly after the one below the interpreter's own frame `at`.
bool StackWalker::isOnTopOf(const RawFrame& raw, std::size_t at) const {
  if (raw.isInterpreters() && frames_[at].shown < 0) return true;
  if (raw.owner != kThreadOwner) return false;
  if (frames_[at].shown < 0) return snapshot_.isBottom(raw.address);
  return snapshot_.frames()[at - 1].owner == kThreadOwner && raw.address == frames_[at].dataStackEnd;
}

// False when a frame on the C stack has to be read again because of what stands on it now.
bool StackWalker::standsOnSettled(const RawFrame& raw) {
  if (frames_.empty() || frames_.back().code != nullptr) return true;
  OutsideFrame* below = snapshot_.frames()[frames_.size() - 1].outside;
  if (below == nullptr || !below->isSettled) return true;
  below->isSettled = isOnTopOf(raw, frames_.size() - 1);
  return below->isSettled;
}

LinkState StackWalker::addFrame(WalkContext& context, const RawFrame& raw) {
  Frame frame{.address = raw.address, .codeAddress = raw.code, .stored = raw.instruction};
  if (!frames_.empty()) {
    frame.shown = frames_.back().shown;
    frame.dataStackEnd = frames_.back().dataStackEnd;
  }
  if (!standsOnSettled(raw)) {
    isNews_ = true;
    return LinkState::kUnusable;
  }
  if (raw.isInterpreters()) {
    frame.isHidden = true;
    frames_.push_back(frame);
    return LinkState::kFits;
  }
  if (!resolver_.resolve(context, raw, frame, isNews_)) return LinkState::kUnusable;
  const LinkState link = frame.isHidden ? LinkState::kFits : judge(context, frame, raw);
  if (link == LinkState::kRefuted) return link;
  if (raw.owner == kThreadOwner)
    frame.dataStackEnd = raw.address + std::uint64_t{frame.code->identity.frameWords} * 8;
  if (!frame.isHidden) frame.shown = static_cast<std::int32_t>(frames_.size());
  frames_.push_back(frame);
  return link;
}

LinkState StackWalker::judge(WalkContext& context, const Frame& frame, const RawFrame& raw) {
  Link link{.caller = nullptr, .shown = nullptr, .rawCaller = nullptr, .callee = frame, .rawCallee = raw};
  if (!frames_.empty()) {
    const std::int32_t shown = frames_.back().shown;
    link.caller = &frames_.back();
    link.shown = shown < 0 ? nullptr : &frames_[static_cast<std::size_t>(shown)];
    link.rawCaller = &snapshot_.frames()[frames_.size() - 1];
  }
  KnownEdges::Edge edge;
  const LinkState state = judge_.judge(context, link, edge);
  if (state == LinkState::kUnknown) edges_.push_back(edge);
  return state;
}

// A thread without Python has no frame at all, or only the one inside its own state.
bool StackWalker::isIdleOrHasFrames() const {
  if (frames_.empty() || frames_.back().shown >= 0) return true;
  return frames_.size() == 1 &&
         frames_[0].address - snapshot_.thread() < layout_.thread.size + kThreadExtraBytes;
}

}  // namespace tachyon
