#include "task_stacks.h"

#include <algorithm>

#include "../base/limits.h"

namespace tachyon {

void TaskStacks::note(std::vector<std::uint64_t>& ticks, std::uint32_t task) {
  if (task >= ticks.size()) ticks.resize(task + 1);
  ticks[task] = tick_;
}

std::span<const std::uint32_t> TaskStacks::of(const TaskReading& reading, std::uint32_t task) {
  return pathsOf(reading, task, 0).stacks;
}

std::span<const std::uint32_t> TaskStacks::markersOf(const TaskReading& reading, std::uint32_t task) {
  return pathsOf(reading, task, 0).markers;
}

void TaskStacks::see(const TaskReading& reading, std::uint32_t task) { pathsOf(reading, task, 0); }

std::uint32_t TaskStacks::marker(std::uint32_t task) {
  Paths& paths = *paths_[task];
  const TaskCopy& copy = graph_[task].copy;
  if (paths.marker != kNoRow && paths.nameStamp == copy.nameStamp()) return paths.marker;
  paths.nameStamp = copy.nameStamp();
  paths.marker = recorder_.taskFrame(copy.name());
  return paths.marker;
}

TaskStacks::Paths& TaskStacks::pathsOf(const TaskReading& reading, std::uint32_t task, std::size_t depth) {
  if (task >= paths_.size()) paths_.resize(task + 1);
  if (!paths_[task]) paths_[task] = std::make_unique<Paths>();
  Paths& paths = *paths_[task];
  if (paths.tick == tick_) return paths;
  paths.tick = tick_;
  note(seenTicks_, task);
  paths.isOpen = true;
  paths.markers.clear();
  paths.stacks.clear();
  paths.looked = 0;
  addBases(reading, task, depth, paths);
  if (paths.markers.empty()) paths.markers.push_back(kNoRow);
  for (std::uint32_t& row : paths.markers) {
    row = recorder_.internStack(row, marker(task));
    paths.stacks.push_back(addFrames(row, graph_[task].copy));
  }
  paths.isOpen = false;
  return paths;
}

// Whoever awaits a task that is being looked at already closes a circle, which is cut there.
void TaskStacks::addBases(const TaskReading& reading, std::uint32_t awaited, std::size_t depth, Paths& into) {
  if (depth >= limits::kAwaiterDepth || into.looked++ >= limits::kAwaiters) return static_cast<void>(++cut_);
  const std::vector<Address>& awaiters = graph_[awaited].awaiters.of(reading, graph_[awaited].copy);
  for (const Address awaiter : awaiters) {
    const std::uint32_t number = graph_.look(reading, awaiter);
    const TaskState state = graph_[number].state;
    if (state == TaskState::kFuture) addBases(reading, number, depth + 1, into);
    if (state != TaskState::kWaiting && state != TaskState::kExecuting) continue;
    const Paths& paths = pathsOf(reading, number, depth + 1);
    if (paths.isOpen) continue;
    note(awaiterTicks_, number);
    const std::size_t room = limits::kTaskPaths - into.markers.size();
    const std::size_t count = std::min(room, paths.stacks.size());
    into.markers.insert(into.markers.end(), paths.stacks.begin(),
                        paths.stacks.begin() + static_cast<std::ptrdiff_t>(count));
    cut_ += paths.stacks.size() - count;
  }
}

std::uint32_t TaskStacks::addFrames(std::uint32_t row, const TaskCopy& copy) {
  for (const AwaitLink& link : copy.links()) {
    if (link.place.code == nullptr || link.frame.state == GeneratorState::kExecuting) continue;
    const std::uint16_t opcode =
        opcodes_ ? link.place.code->bytecode.units[link.place.unit] & 0xff : CodeRows::kNoOpcode;
    row = recorder_.internStack(row, rows_.internFrame(*link.place.code, link.place.unit, opcode));
  }
  return row;
}

}  // namespace tachyon
