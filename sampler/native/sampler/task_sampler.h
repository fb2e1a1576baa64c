#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "../runtime/runtime.h"
#include "../walk/task_source.h"
#include "options.h"
#include "task_stacks.h"

namespace tachyon {

// A thread's sample as it would be without tasks.
struct ThreadSample {
  std::size_t thread;  // its place among the threads
  std::uint32_t stack, status;
  std::uint64_t time, weight;
  std::span<const Frame> frames;         // root first
  std::span<const std::uint32_t> nodes;  // the stack row of each
};

// Turns samples of threads into samples of the tasks that they run, and takes samples of the tasks that wait.
class TaskSampler {
 public:
  struct Thread {
    TaskThread place;
    std::uint32_t row;
    bool isMain;
    bool isAlwaysSampled;  // also while it runs no loop
  };

  // `findTable` says where asyncio publishes its offsets, once it does.
  TaskSampler(ProcessMemory& memory, const Runtime& runtime, const InstructionSet& instructions,
              Recorder& recorder, CodeRows& rows, const ViewOptions& view,
              std::function<std::optional<Address>()> findTable);

  void setThreads(std::vector<Thread> threads);
  // Reads the tasks; before the threads of the tick.
  void beginTick(WalkContext& context);
  // Adds what a thread does; how many samples that made.
  std::size_t addThread(WalkContext& context, const ThreadSample& sample);
  // Adds the tasks that wait; how many samples that made.
  std::size_t endTick(WalkContext& context);

  std::uint64_t torn() const { return graph_.torn(); }

 private:
  struct Timing {
    std::uint64_t lastTime = 0;     // ns; accounted for until then
    std::uint64_t lastTick = 0;     // listed last
    std::uint64_t runningTick = 0;  // seen in a thread's stack last
  };

  TaskReading reading(WalkContext& context) {
    return {context, runtime_.layout, layout_, instructions_, frames_, kinds_, attributes_};
  }
  void note();
  Timing& timingOf(std::uint32_t task);
  std::uint32_t runningTask(const TaskReading& reading, const ThreadSample& sample, std::size_t& first);
  std::uint32_t graft(const TaskReading& reading, const ThreadSample& sample, std::size_t first,
                      std::uint32_t base);
  void addShared(std::span<const std::uint32_t> stacks, std::uint32_t task, std::uint32_t row,
                 std::uint32_t status, std::uint64_t time, std::uint64_t weight);
  std::uint32_t addMarker(const TaskReading& reading, Address frame, std::uint32_t base);
  std::size_t addWaiting(const TaskReading& reading, const ListedTask& listed);

  const Runtime& runtime_;
  AsyncioLayout layout_;
  const InstructionSet& instructions_;
  Recorder& recorder_;
  bool all_;
  SuspendedFrames frames_;
  ObjectKinds kinds_;
  Attributes attributes_;
  TaskGraph graph_;
  TaskStacks stacks_;
  std::unique_ptr<TaskSource> source_;
  std::vector<Thread> threads_;
  std::vector<TaskThread> places_;
  std::vector<ReadRange> ranges_;
  std::vector<ListedTask> listed_;
  std::vector<Timing> timings_;  // by task
  std::vector<std::uint32_t> grafted_, tail_;
  std::uint64_t tick_ = 0, time_ = 0, previousTime_ = 0;
  std::uint64_t firstTime_ = 0;
  bool isOpen_ = false, wereTasks_ = false, isIdleNoted_ = false, isCutNoted_ = false;
};

}  // namespace tachyon
