#include "published_tasks.h"

#include <algorithm>

#include "../base/bytes.h"
#include "../base/limits.h"

namespace tachyon {
namespace {

constexpr std::uint64_t kLookEveryNs = 50'000'000;  // for asyncio to be loaded

}  // namespace

bool PublishedTasks::open(const TaskReading& reading, std::span<const TaskThread>) {
  if (isOpen_ || reading.walk.time < nextLook_) return isOpen_;
  nextLook_ = reading.walk.time + kLookEveryNs;
  isOpen_ = find_(layout_);
  const AsyncioLayout::Thread& thread = layout_.thread;
  first_ = std::min({thread.loop, thread.task, thread.tasks});
  bytes_ = std::max({thread.loop, thread.task, thread.tasks}) + 8 - first_;
  return isOpen_;
}

void PublishedTasks::appendRanges(std::span<const TaskThread> threads, std::vector<ReadRange>& ranges) {
  words_.resize(threads.size() * bytes_);
  interpreters_.clear();
  for (std::size_t i = 0; i < threads.size(); ++i) {
    ranges.push_back({threads[i].thread + first_, words_.data() + i * bytes_, bytes_});
    if (std::find(interpreters_.begin(), interpreters_.end(), threads[i].interpreter) == interpreters_.end())
      interpreters_.push_back(threads[i].interpreter);
  }
  orphans_.resize(interpreters_.size());
  for (std::size_t i = 0; i < interpreters_.size(); ++i)
    ranges.push_back({interpreters_[i] + layout_.interpreter.tasks, &orphans_[i], sizeof orphans_[i]});
}

Address PublishedTasks::wordOf(std::size_t thread, std::size_t offset) const {
  return loadAs<Address>(words_.data() + thread * bytes_ + offset - first_);
}

bool PublishedTasks::runsLoop(std::size_t thread) const {
  return isOpen_ && (thread + 1) * bytes_ <= words_.size() && wordOf(thread, layout_.thread.loop);
}

void PublishedTasks::list(const TaskReading& reading, TaskGraph& graph, std::span<const TaskThread> threads,
                          bool isRead, bool all, std::vector<ListedTask>& into) {
  if (!isRead) return;
  for (std::uint32_t i = 0; i < threads.size(); ++i) {
    const Address running = wordOf(i, layout_.thread.task);
    if (all)
      listChain(reading, graph, threads[i].thread + layout_.thread.tasks, wordOf(i, layout_.thread.tasks), i,
                into);
    else if (running)
      into.push_back({graph.look(reading, running), i});
  }
  for (std::size_t i = 0; all && i < interpreters_.size(); ++i)
    listChain(reading, graph, interpreters_[i] + layout_.interpreter.tasks, orphans_[i], FlatMap::kNone,
              into);
}

// A list that changes while it is read ends early; the tasks left out are seen again at the next tick.
void PublishedTasks::listChain(const TaskReading& reading, TaskGraph& graph, Address head, Address first,
                               std::uint32_t thread, std::vector<ListedTask>& into) const {
  for (Address node = first; node && node != head && into.size() < limits::kTasks;) {
    if (!node.aligned()) return;
    const std::uint32_t number = graph.look(reading, node - layout_.task.node);
    const TaskState state = graph[number].state;
    if (state == TaskState::kNone || state == TaskState::kFuture) return;
    into.push_back({number, thread});
    node = graph[number].copy.word(layout_.task.node);
  }
}

}  // namespace tachyon
