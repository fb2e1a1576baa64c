#include "task_sets.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "../base/limits.h"
#include "objects.h"

namespace tachyon {
namespace {

constexpr std::uint64_t kLookEveryNs = 20'000'000;  // for asyncio to be loaded
// The same in every version: a set's mask and table, behind its head; how an address becomes a hash.
constexpr std::size_t kSetMask = 16;
constexpr int kHashRotation = 4;
constexpr std::size_t kLoops = 1'024;

}  // namespace

bool TaskSets::open(const TaskReading& reading, std::span<const TaskThread> threads) {
  if (maskAddress_ || reading.walk.time < nextLook_) return static_cast<bool>(maskAddress_);
  nextLook_ = reading.walk.time + kLookEveryNs;
  Address last;
  for (const TaskThread& thread : threads)
    if (!maskAddress_ && thread.interpreter != std::exchange(last, thread.interpreter))
      lookIn(reading, thread.interpreter);
  return static_cast<bool>(maskAddress_);
}

void TaskSets::lookIn(const TaskReading& reading, Address interpreter) {
  ProcessMemory& memory = reading.walk.memory;
  Attributes& attributes = reading.attributes;
  Address modules;
  if (!memory.readValue(interpreter + reading.layout.interpreter.modules, modules)) return;
  const Address tasks = attributes.item(memory, modules, "asyncio.tasks");
  current_ = attributes.ofModule(memory, tasks, "_current_tasks");
  const Address set =
      attributes.ofInstance(memory, attributes.ofModule(memory, tasks, layout_.taskSet), "data");
  if (set) maskAddress_ = set + reading.layout.object.size + kSetMask;
}

void TaskSets::appendRanges(std::span<const TaskThread> threads, std::vector<ReadRange>& ranges) {
  runsLoop_.assign(threads.size(), false);
  for (std::size_t i = 0; i < threads.size(); ++i)
    runsLoop_[i] = std::any_of(loops_.begin(), loops_.end(),
                               [&](const Loop& loop) { return loop.thread == threads[i].thread; });
  ranges.push_back({maskAddress_, words_.data(), sizeof words_});
  if (!table_.empty()) ranges.push_back({tableAddress_, table_.data(), table_.size() * sizeof(Entry)});
}

bool TaskSets::runsLoop(std::size_t thread) const { return thread < runsLoop_.size() && runsLoop_[thread]; }

void TaskSets::list(const TaskReading& reading, TaskGraph& graph, std::span<const TaskThread> threads,
                    bool isRead, bool all, std::vector<ListedTask>& into) {
  if (all) return listAll(reading, graph, threads, isRead, into);
  if (!reading.attributes.values(reading.walk.memory, current_, running_)) return;
  for (const Address task : running_) {
    const std::uint32_t number = graph.look(reading, task);
    if (graph[number].state != TaskState::kNone) into.push_back({number, FlatMap::kNone});
  }
}

bool TaskSets::readTable(const TaskReading& reading, bool isRead) {
  ProcessMemory& memory = reading.walk.memory;
  if (!isRead && !memory.readValue(maskAddress_, words_)) return false;
  const auto [mask, table] = words_;
  if (isRead && Address{table} == tableAddress_ && mask + 1 == table_.size()) return true;
  table_.clear();
  if (mask >= limits::kTaskSetSlots) return false;
  table_.resize(mask + 1);
  tableAddress_ = {table};
  return memory.read(tableAddress_, table_.data(), table_.size() * sizeof(Entry));
}

void TaskSets::listAll(const TaskReading& reading, TaskGraph& graph, std::span<const TaskThread> threads,
                       bool isRead, std::vector<ListedTask>& into) {
  if (!readTable(reading, isRead)) return;
  for (const Entry& entry : table_) {
    if (!entry.key || entry.hash == ~0ull || into.size() >= limits::kTasks) continue;
    const std::uint32_t number = taskOf(reading, graph, entry);
    const TaskState state = graph[number].state;
    if (state == TaskState::kWaiting || state == TaskState::kExecuting || state == TaskState::kMoved)
      into.push_back({number, threadOf(reading, threads, graph[number].copy)});
  }
}

// The hash of a weak reference is that of its object, and a task's hash is its address, turned by some bits.
// A class of tasks may have another hash.
std::uint32_t TaskSets::taskOf(const TaskReading& reading, TaskGraph& graph, const Entry& entry) const {
  const std::uint32_t number = graph.look(reading, Address{std::rotl(entry.hash, kHashRotation)});
  if (graph[number].state != TaskState::kNone) return number;
  Address task;
  return reading.walk.memory.readValue(entry.key + reading.layout.object.size, task)
             ? graph.look(reading, task)
             : number;
}

std::uint32_t TaskSets::threadOf(const TaskReading& reading, std::span<const TaskThread> threads,
                                 const TaskCopy& task) {
  const Address loop = task.word(layout_.task.loop);
  auto known = std::find_if(loops_.begin(), loops_.end(), [&](const Loop& l) { return l.loop == loop; });
  if (known == loops_.end()) {
    const Address thread = threadByIdent(reading, threads, loop);
    if (!thread || loops_.size() >= kLoops) return FlatMap::kNone;
    known = loops_.insert(loops_.end(), {loop, thread});
  }
  for (std::uint32_t i = 0; i < threads.size(); ++i)
    if (threads[i].thread == known->thread) return i;
  loops_.erase(known);  // the thread is over
  return FlatMap::kNone;
}

// asyncio's own loops note the thread that runs them.
Address TaskSets::threadByIdent(const TaskReading& reading, std::span<const TaskThread> threads,
                                Address loop) const {
  ProcessMemory& memory = reading.walk.memory;
  const Address number = reading.attributes.ofInstance(memory, loop, "_thread_id");
  const auto ident = readInteger(memory, reading.layout, number, layout_.numberShift);
  if (!ident) return {};
  for (const TaskThread& thread : threads) {
    std::uint64_t own = 0;
    if (memory.readValue(thread.thread + layout_.thread.ident, own) && own == *ident) return thread.thread;
  }
  return {};
}

void TaskSets::noteRunning(const TaskReading&, const TaskCopy& task, const TaskThread& thread) {
  const Address loop = task.word(layout_.task.loop);
  const auto known =
      std::find_if(loops_.begin(), loops_.end(), [&](const Loop& l) { return l.loop == loop; });
  if (known != loops_.end())
    known->thread = thread.thread;
  else if (loop && loops_.size() < kLoops)
    loops_.push_back({loop, thread.thread});
}

}  // namespace tachyon
