#include "target_sampler.h"

#include <algorithm>
#include <utility>

#include "../base/bytes.h"

namespace tachyon {
namespace {

// How often to look for another thread that can move than those that are held.
constexpr std::size_t kHoldRounds = 4;

}  // namespace

using wire::ThreadStatus::kFailed;
using wire::ThreadStatus::kGilRequested;
using wire::ThreadStatus::kHasException;
using wire::ThreadStatus::kHasGil;
using wire::ThreadStatus::kMainThread;
using wire::ThreadStatus::kOnCpu;
using wire::ThreadStatus::kTorn;
using wire::ThreadStatus::kUnknown;

TargetSampler::TargetSampler(ProcessMemory& memory, Runtime runtime, TargetOptions options,
                             Recorder& recorder)
    : memory_(memory),
      runtime_(std::move(runtime)),
      options_(std::move(options)),
      instructions_(*runtime_.opcodes),
      status_(runtime_.layout),
      freezer_(options_.holdThreads && options_.view.stopping != Stopping::kNever ? options_.holdThreads()
                                                                                  : nullptr),
      codes_(runtime_.layout, instructions_),
      functions_(runtime_.layout),
      recorder_(recorder),
      rows_(recorder, instructions_),
      words_(runtime_),
      stacks_(memory, runtime_, instructions_, options_.view, words_, recorder, rows_) {
  if (options_.view.async != AsyncMode::kOff)
    tasks_ = std::make_unique<TaskSampler>(memory_, runtime_, instructions_, recorder_, rows_, options_.view,
                                           options_.asyncioTable);
}

Statistics TargetSampler::statistics() const {
  Statistics statistics = statistics_;
  statistics.reads = memory_.counters().calls;
  statistics.bytesRead = memory_.counters().bytes;
  if (tasks_) statistics.torn += tasks_->torn();
  statistics.stops = freezer_.stops();
  statistics.stopped = freezer_.stoppedNs();
  return statistics;
}

bool TargetSampler::isFinalizing() {
  std::uint64_t finalizing = 0;
  return !memory_.readValue(runtime_.address + runtime_.layout.runtime.finalizing, finalizing) ||
         finalizing != 0;
}

TargetSampler::Thread TargetSampler::makeThread(const ThreadFacts& facts, std::uint64_t time) {
  Thread thread;
  thread.facts = facts;
  thread.lastTime = statistics_.ticks == 0 ? time : previousTick_;
  thread.walker =
      std::make_unique<StackWalker>(runtime_, instructions_, facts.thread, facts.interpreter, facts.word);
  if (options_.watchThread) thread.activity = Activity(options_.watchThread(facts.nativeId));
  thread.gil = status_.gilOf(memory_, runtime_.address, facts.interpreter);
  const std::string name = options_.threadName(facts.nativeId);
  const bool isFirst = facts.isMain && facts.interpreterId == 0;
  thread.row = recorder_.addThread({options_.processId, facts.nativeId, facts.interpreterId, facts.isMain,
                                    name.empty() && isFirst ? "MainThread" : name});
  return thread;
}

// Keeps the threads that are still there, with all that is known of them.
bool TargetSampler::relist(std::uint64_t time) {
  ThreadList list;
  if (!listThreads(memory_, runtime_, options_.ownProcessId, list)) return false;
  std::vector<Thread> threads;
  for (const ThreadFacts& facts : list.threads) {
    if (!seesAllThreads() && !(facts.isMain && facts.interpreterId == 0)) continue;
    const auto known = std::find_if(threads_.begin(), threads_.end(), [&](const Thread& thread) {
      return thread.walker && thread.facts.thread == facts.thread && thread.facts.word == facts.word &&
             thread.facts.interpreter == facts.interpreter;
    });
    if (known == threads_.end()) {
      threads.push_back(makeThread(facts, time));
      continue;
    }
    threads.push_back(std::move(*known));
    threads.back().facts = facts;
  }
  threads_ = std::move(threads);
  list_ = std::move(list);
  words_.setInterpreters(list_.interpreters);
  isListStale_ = list_.isUnsettled;
  if (tasks_) giveThreadsToTasks();
  return true;
}

// The interpreters' words come last: the code generation vouches for what was read before it.
TickState TargetSampler::readAll(std::uint64_t time) {
  ranges_.clear();
  for (Thread& thread : threads_) {
    StackSnapshot& snapshot = thread.walker->snapshot();
    thread.wasCounted ? snapshot.appendRanges(ranges_) : snapshot.appendThreadState(ranges_);
  }
  const std::size_t threadRanges = ranges_.size();
  words_.appendRanges(time, ranges_);
  const ReadOutcome outcome = memory_.readRanges(ranges_);
  isRead_ = outcome.ok();
  if (outcome.ok()) return TickState::kSampled;
  if (outcome.failure == ReadFailure::kGone) return TickState::kGone;
  // One thread's guess that is wrong does not make the others wrong.
  const std::span<const ReadRange> common = std::span(ranges_).subspan(threadRanges);
  return memory_.readRanges(common).ok() ? TickState::kSampled : TickState::kLost;
}

bool TargetSampler::isListCurrent() const {
  if (!words_.confirm(list_, seesAllThreads())) return false;
  if (!seesAllThreads() || !isRead_) return true;
  return std::all_of(threads_.begin(), threads_.end(), [&](const Thread& thread) {
    return loadAs<Address>(thread.words().data() + runtime_.layout.thread.next) == thread.facts.next;
  });
}

bool TargetSampler::holdsGil(const Thread& thread) const {
  return status_.holdsGil(thread.facts.thread, thread.words(), words_.runtime());
}

std::uint32_t TargetSampler::statusOf(Thread& thread, std::uint64_t time) {
  const std::span<const std::uint8_t> state = thread.words();
  const bool hasGil = holdsGil(thread);
  const os::ThreadActivity& activity = thread.activity.at(time);
  const bool wantsGil =
      !hasGil && (status_.wantsGil(state) || status_.isInGil(activity.sleepsOn, thread.gil));
  const bool hasException = status_.hasException(memory_, thread.facts.thread, state, thread.handled);
  return (thread.facts.isMain ? kMainThread : 0) | (hasGil ? kHasGil : 0) | (wantsGil ? kGilRequested : 0) |
         (hasException ? kHasException : 0) | (activity.runs ? kOnCpu : 0) |
         (activity.isKnown ? 0 : kUnknown);
}

// Asks the system before anything is read or stopped, where each tick needs to know.
void TargetSampler::lookAhead(std::uint64_t time) {
  if (options_.view.mode != Mode::kCpu && options_.view.stopping != Stopping::kBlocking) return;
  for (Thread& thread : threads_) {
    thread.activity.look(time);
    if (options_.view.mode == Mode::kCpu) thread.wasCounted = !isLeftOut(thread, time);
  }
}

// Whether the mode does not count the thread now, by what was read of it last.
bool TargetSampler::isLeftOut(Thread& thread, std::uint64_t time) {
  switch (options_.view.mode) {
    case Mode::kWall:
      return false;
    case Mode::kCpu:
      return thread.activity.at(time).isKnown && !thread.activity.at(time).runs;
    case Mode::kGil:
      return !holdsGil(thread);
    case Mode::kException:
      return !status_.hasException(memory_, thread.facts.thread, thread.words(), thread.handled);
  }
  return false;
}

WalkContext TargetSampler::contextOf(Address interpreter, std::uint64_t time) {
  WalkContext context{memory_, codes_, edges_, functions_, statistics_.ticks, time};
  context.codeGeneration = words_.codeGeneration(interpreter);
  context.bytecodeGeneration = words_.bytecodeGeneration(interpreter);
  return context;
}

void TargetSampler::walkThread(Thread& thread, std::uint64_t time) {
  const bool isStackRead = isRead_ && thread.wasCounted;
  thread.weight = time - thread.lastTime;
  thread.lastTime = time;
  thread.wasCounted = !isRead_ || !isLeftOut(thread, time);
  thread.isWalked = thread.wasCounted;
  if (!thread.isWalked) return;
  WalkContext context = contextOf(thread.facts.interpreter, time);
  context.isFrozen = freezer_.holds(thread.facts.nativeId);
  StackWalker& walker = *thread.walker;
  const std::uint64_t retriesBefore = walker.retries();
  const bool isExact = options_.view.stopping == Stopping::kExact;
  thread.state = isExact ? walkExactly(thread, context, isStackRead) : walker.walk(context, isStackRead);
  thread.keepNodes();
  statistics_.retries += walker.retries() - retriesBefore;
}

// What can move is held, whether it was seen to move or not: to hold only what was would favour what rests,
// since what is found then is no more what moved. One that has no whole stack where it is held, as on 3.12
// where a generator has just ended, is read while it goes on.
WalkState TargetSampler::walkExactly(Thread& thread, WalkContext& context, bool isRead) {
  if (!canMove(thread)) return thread.walker->walk(context, isRead);
  context.isFrozen = freezer_.hold(thread.facts.nativeId);
  const WalkState held = thread.walker->walk(context, false);
  freezer_.release();
  if (held != WalkState::kTorn || !context.isFrozen) return held;
  thread.keepNodes();
  context.isFrozen = false;
  return thread.walker->walk(context, false);
}

void TargetSampler::recordThread(Thread& thread, std::uint64_t time) {
  if (!thread.isWalked) return;
  if (thread.state == WalkState::kOtherThread) isListStale_ = true;
  if (thread.state == WalkState::kOtherThread || (thread.state != WalkState::kWhole && isFinalizing()))
    return;
  thread.wasCounted = !isLeftOut(thread, time);  // its stack may have been read later
  if (!thread.wasCounted) return;
  WalkContext context = contextOf(thread.facts.interpreter, time);
  std::uint32_t stack = kNoRow, broken = 0;
  if (thread.state == WalkState::kWhole) {
    stack = stacks_.rowOf(thread, {context, threads_, isRead_});
  } else {
    broken = thread.state == WalkState::kTorn ? kTorn : kFailed;
    isListStale_ = isListStale_ || thread.state == WalkState::kFailed;
  }
  if (stack != thread.lastStack || broken != 0) thread.activity.stir();
  thread.lastStack = stack;
  const std::size_t count =
      addSample(context, thread, stack, {time, thread.weight, statusOf(thread, time) | broken});
  (thread.state == WalkState::kWhole  ? statistics_.samples
   : thread.state == WalkState::kTorn ? statistics_.torn
                                      : statistics_.failed) += count;
}

// Whether the thread's stack can change: it takes the GIL to do so.
bool TargetSampler::canMove(const Thread& thread) const { return holdsGil(thread); }

// Whether all threads whose stacks can change are held; holds those that are not.
bool TargetSampler::holdMoving() {
  bool areHeld = true;
  for (const Thread& thread : threads_) {
    if (!canMove(thread) || freezer_.holds(thread.facts.nativeId)) continue;
    freezer_.hold(thread.facts.nativeId);
    areHeld = false;
  }
  return areHeld;
}

// Reads all while what can move is held. Who can is known from what was read last, and may be another thread
// by the time it is held; the rounds are few, since a thread that is held keeps the GIL.
TickState TargetSampler::readHeld(std::uint64_t time) {
  holdMoving();
  TickState state = readAll(time);
  for (std::size_t round = 1; round < kHoldRounds && state == TickState::kSampled && isRead_; ++round) {
    if (holdMoving()) break;
    state = readAll(time);
  }
  return state;
}

// How many samples that made: a task has one for each way in which it is awaited, a thread without any may
// have none.
std::size_t TargetSampler::addSample(WalkContext& context, Thread& thread, std::uint32_t stack,
                                     const Sampling& sampling) {
  if (tasks_ == nullptr) {
    recorder_.addSample(thread.row, stack, sampling.status, sampling.time, sampling.weight);
    return 1;
  }
  const auto number = static_cast<std::size_t>(&thread - threads_.data());
  const std::span<const Frame> frames = thread.walker->frames();
  const std::size_t count = stack == kNoRow ? 0 : frames.size();
  return tasks_->addThread(context, {number, stack, sampling.status, sampling.time, sampling.weight,
                                     frames.first(count), std::span(thread.nodes).first(count)});
}

void TargetSampler::giveThreadsToTasks() {
  std::vector<TaskSampler::Thread> threads;
  for (const Thread& thread : threads_) {
    const ThreadFacts& facts = thread.facts;
    const bool isFirst = facts.isMain && facts.interpreterId == 0;
    threads.push_back(
        {{facts.thread, facts.interpreter}, thread.row, facts.isMain, options_.view.allThreads || isFirst});
  }
  tasks_->setThreads(std::move(threads));
}

// The list again; what was read belongs to the old one.
bool TargetSampler::relistReading(std::uint64_t time) {
  isRead_ = false;
  return relist(time);
}

TickState TargetSampler::tick(std::uint64_t time) {
  if (isListStale_ && !relist(time)) return TickState::kLost;
  lookAhead(time);
  const TickState read = options_.view.stopping == Stopping::kBlocking ? readHeld(time) : readAll(time);
  const bool isRead = read == TickState::kSampled && (isListCurrent() || relistReading(time));
  if (isRead) {
    for (Thread& thread : threads_) walkThread(thread, time);
    if (!tasks_) freezer_.release();  // waiting tasks are still to be read
    recordAll(time);
  }
  freezer_.release();
  if (!isRead) {
    isListStale_ = true;
    return read == TickState::kSampled ? TickState::kLost : read;
  }
  noteRefusal(time);
  ++statistics_.ticks;
  previousTick_ = time;
  return threads_.empty() ? TickState::kNoThreads : TickState::kSampled;
}

void TargetSampler::noteRefusal(std::uint64_t time) {
  if (!freezer_.isRefused() || isRefusalNoted_) return;
  isRefusalNoted_ = true;
  recorder_.addNote(time,
                    "Process " + std::to_string(options_.processId) +
                        " is traced by another program, such as a debugger, so its threads cannot be held: "
                        "stacks are read while they move, as without --exact and --blocking.");
}

void TargetSampler::recordAll(std::uint64_t time) {
  WalkContext context = contextOf(threads_.empty() ? Address{} : threads_.front().facts.interpreter, time);
  if (tasks_) tasks_->beginTick(context);
  for (Thread& thread : threads_) recordThread(thread, time);
  if (tasks_) statistics_.samples += tasks_->endTick(context);
}

}  // namespace tachyon
