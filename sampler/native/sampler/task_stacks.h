#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "../record/code_rows.h"
#include "../walk/task_graph.h"

namespace tachyon {

// Stack rows of tasks: from each task that nobody awaits, through all that await, to the task. Every way
// there is has a row of its own.
class TaskStacks {
 public:
  TaskStacks(TaskGraph& graph, Recorder& recorder, CodeRows& rows, bool opcodes)
      : graph_(graph), recorder_(recorder), rows_(rows), opcodes_(opcodes) {}

  void beginTick() { ++tick_; }

  // Rows that end with the frames in which a task waits; only with its marker while it executes.
  std::span<const std::uint32_t> of(const TaskReading& reading, std::uint32_t task);
  // Rows that end with a task's marker.
  std::span<const std::uint32_t> markersOf(const TaskReading& reading, std::uint32_t task);
  // The frame that marks a task.
  std::uint32_t marker(std::uint32_t task);
  // Whether a row of this tick goes through a task to another one.
  bool isAwaiter(std::uint32_t task) const { return isThisTick(awaiterTicks_, task); }
  bool isSeen(std::uint32_t task) const { return isThisTick(seenTicks_, task); }
  // Notes who awaits a task.
  void see(const TaskReading& reading, std::uint32_t task);

  // Ways that were left out.
  std::uint64_t cut() const { return cut_; }

 private:
  struct Paths {
    std::vector<std::uint32_t> markers, stacks;
    std::uint64_t tick = 0;
    std::size_t looked = 0;  // at the awaiters of so many
    bool isOpen = false;     // being made: whoever leads back here closes a circle
    std::uint32_t marker = kNoRow, nameStamp = 0;
    Address name;
  };

  bool isThisTick(const std::vector<std::uint64_t>& ticks, std::uint32_t task) const {
    return task < ticks.size() && ticks[task] == tick_;
  }
  void note(std::vector<std::uint64_t>& ticks, std::uint32_t task);
  Paths& pathsOf(const TaskReading& reading, std::uint32_t task, std::size_t depth);
  void addBases(const TaskReading& reading, std::uint32_t awaited, std::size_t depth, Paths& into);
  std::uint32_t addFrames(std::uint32_t row, const TaskCopy& copy);

  TaskGraph& graph_;
  Recorder& recorder_;
  CodeRows& rows_;
  bool opcodes_;
  std::uint64_t tick_ = 0, cut_ = 0;
  std::vector<std::unique_ptr<Paths>> paths_;  // by task
  std::vector<std::uint64_t> awaiterTicks_, seenTicks_;
};

}  // namespace tachyon
