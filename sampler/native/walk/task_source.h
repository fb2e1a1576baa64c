#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "task_graph.h"

namespace tachyon {

// A thread that may run an event loop.
struct TaskThread {
  Address thread, interpreter;
};

// A task of the graph, and the number of its thread.
struct ListedTask {
  std::uint32_t task;
  std::uint32_t thread;  // FlatMap::kNone: not known
};

// Where the tasks of a process are found.
class TaskSource {
 public:
  virtual ~TaskSource() = default;

  // False while there is no asyncio in the process.
  virtual bool open(const TaskReading& reading, std::span<const TaskThread> threads) = 0;
  // Appends what has to be read in each tick.
  virtual void appendRanges(std::span<const TaskThread> threads, std::vector<ReadRange>& ranges) = 0;
  // All tasks that are not over, or only those that run; `isRead`: the ranges were read.
  virtual void list(const TaskReading& reading, TaskGraph& graph, std::span<const TaskThread> threads,
                    bool isRead, bool all, std::vector<ListedTask>& into) = 0;
  // Whether a thread is known to run a loop.
  virtual bool runsLoop(std::size_t thread) const = 0;
  // Says that a task was seen running on a thread.
  virtual void noteRunning(const TaskReading&, const TaskCopy&, const TaskThread&) {}
};

}  // namespace tachyon
