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
#include "../walk/thread_list.h"
#include "../walk/thread_status.h"
#include "freezer.h"
#include "options.h"
#include "runtime_words.h"
#include "sampled_thread.h"
#include "stack_rows.h"
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
  using Thread = SampledThread;

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
  RuntimeWords words_;
  StackRows stacks_;
  ThreadList list_;
  std::vector<Thread> threads_;
  std::vector<ReadRange> ranges_;
  std::unique_ptr<TaskSampler> tasks_;  // when stacks are those of tasks
  bool isRefusalNoted_ = false;
  bool isListStale_ = true;
  bool isRead_ = false;  // in this tick, all that was guessed
  std::uint64_t previousTick_ = 0;
  Statistics statistics_;
};

}  // namespace tachyon
