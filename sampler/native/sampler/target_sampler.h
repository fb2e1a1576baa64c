#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "../os/os.h"
#include "../record/code_rows.h"
#include "../record/recorder.h"
#include "../runtime/runtime.h"
#include "../walk/native_call.h"
#include "../walk/stack_walker.h"
#include "../walk/thread_list.h"
#include "../walk/thread_status.h"
#include "activity.h"
#include "freezer.h"
#include "options.h"
#include "task_sampler.h"

namespace tachyon {

// What to look at, and what only the system knows about the process.
struct TargetOptions {
  std::uint32_t processId = 0;
  std::uint32_t ownProcessId = 0;  // as the process itself sees it
  ViewOptions view;
  std::function<std::string(std::uint64_t tid)> threadName;
  // Null where nothing runs, as in recorded memory.
  std::function<std::unique_ptr<os::ThreadWatch>(std::uint64_t tid)> watchThread;
  // Null likewise.
  std::function<std::unique_ptr<os::ThreadHolder>()> holdThreads{};
  // Where asyncio publishes its offsets, once it does.
  std::function<std::optional<Address>()> asyncioTable{};
};

enum class TickState {
  kSampled,
  kNoThreads,  // no thread is there (yet, or any more)
  kLost,       // the runtime cannot be read
  kGone,       // the process is no more
};

// Takes samples of one runtime's threads, a tick at a time, into a recorder that others may share.
class TargetSampler {
 public:
  TargetSampler(ProcessMemory& memory, Runtime runtime, TargetOptions options, Recorder& recorder);
  TargetSampler(const TargetSampler&) = delete;

  // `time` in ns since the start of the recording.
  TickState tick(std::uint64_t time);

  // Ticks, samples, torn, failed, retries, reads and bytes; the rest is the loop's.
  Statistics statistics() const;

 private:
  struct Thread {
    ThreadFacts facts;
    std::uint32_t row = kNoRow;
    std::unique_ptr<StackWalker> walker;
    Activity activity;
    HandledItems handled;
    Address gil;
    WalkState state = WalkState::kTorn;  // of the walk in this tick
    std::uint64_t weight = 0;            // ns since the tick before
    bool isWalked = false;               // in this tick
    bool wasCounted = true;            // at the tick before; whether its stack is read along with all others
    std::vector<std::uint32_t> nodes;  // stack row of each frame of the last whole stack
    bool areNodesPlain = false;        // no synthetic frame among them
    std::uint64_t lastTime = 0;        // of the tick before
    std::uint32_t lastStack = kNoRow;  // of the last sample

    // To be called after each walk: rows of frames that are no more are forgotten.
    void keepNodes() {
      if (nodes.size() > walker->unchanged()) nodes.resize(walker->unchanged());
    }
  };

  // The circumstances of a sample.
  struct Sampling {
    std::uint64_t time, weight;
    std::uint32_t status = 0;
  };

  bool relist(std::uint64_t time);
  Thread makeThread(const ThreadFacts& facts, std::uint64_t time);
  TickState readAll(std::uint64_t time);
  bool isListCurrent() const;
  bool seesAllThreads() const { return options_.view.allThreads || tasks_ != nullptr; }
  void giveThreadsToTasks();
  bool relistReading(std::uint64_t time);
  TickState readHeld(std::uint64_t time);
  bool holdMoving();
  bool canMove(const Thread& thread) const;
  WalkContext contextOf(Address interpreter, std::uint64_t time);
  void walkThread(Thread& thread, std::uint64_t time);
  WalkState walkExactly(Thread& thread, WalkContext& context, bool isRead);
  void recordThread(Thread& thread, std::uint64_t time);
  void recordAll(std::uint64_t time);
  void noteRefusal(std::uint64_t time);
  std::size_t addSample(WalkContext& context, Thread& thread, std::uint32_t stack, const Sampling& sampling);
  void lookAhead(std::uint64_t time);
  std::uint32_t statusOf(Thread& thread, std::uint64_t time);
  bool holdsGil(const Thread& thread) const;
  bool isLeftOut(Thread& thread, std::uint64_t time);
  std::uint32_t stackOf(Thread& thread, WalkContext& context);
  std::uint32_t nativeAbove(Thread& thread, std::size_t index, std::size_t leaf, std::uint32_t node);
  Address frameBelowFinalizer(const Thread& thread) const;
  bool isAloneRunning(const Thread& thread) const;
  bool isCollecting(const Thread& thread, Address& frame) const;
  const std::uint8_t* interpreterWords(Address interpreter) const;
  std::uint32_t bytecodeGeneration(Address interpreter) const;
  bool isFinalizing();

  ProcessMemory& memory_;
  Runtime runtime_;
  TargetOptions options_;
  InstructionSet instructions_;
  ThreadStatus status_;
  Freezer freezer_;
  CodeCache codes_;
  KnownEdges edges_;
  FunctionCodes functions_;
  Recorder& recorder_;
  CodeRows rows_;
  NativeCalls nativeCalls_;
  NativeName unnamed_{"<native>"};
  ThreadList list_;
  std::vector<Thread> threads_;
  std::vector<ReadRange> ranges_;
  std::vector<std::uint8_t> runtimeWords_, interpreterWords_;
  std::vector<std::uint32_t> bytecodeGenerations_;  // by interpreter (Feature::kThreadLocalBytecode)
  std::size_t interpreterFirst_ = 0,
              interpreterBytes_ = 0;    // the span of words that is read of each interpreter
  std::uint64_t runtimeWordsTime_ = 0;  // when they were read
  std::unique_ptr<TaskSampler> tasks_;  // when stacks are those of tasks
  bool isRefusalNoted_ = false;
  bool isListStale_ = true;
  bool isRead_ = false;  // in this tick, all that was guessed
  std::uint64_t previousTick_ = 0;
  Statistics statistics_;
};

}  // namespace tachyon
