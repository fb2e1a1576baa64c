#pragma once

#include <array>

#include "task_source.h"

namespace tachyon {

// The tasks of a process whose asyncio keeps them in a WeakSet, and those that run in a dictionary by loop;
// both are found through sys.modules of the first interpreter that has them.
class TaskSets final : public TaskSource {
 public:
  explicit TaskSets(const AsyncioLayout& layout) : layout_(layout) {}

  bool open(const TaskReading& reading, std::span<const TaskThread> threads) override;
  void appendRanges(std::span<const TaskThread> threads, std::vector<ReadRange>& ranges) override;
  void list(const TaskReading& reading, TaskGraph& graph, std::span<const TaskThread> threads, bool isRead,
            bool all, std::vector<ListedTask>& into) override;
  bool runsLoop(std::size_t thread) const override;
  void noteRunning(const TaskReading& reading, const TaskCopy& task, const TaskThread& thread) override;

 private:
  struct Entry {
    Address key;
    std::uint64_t hash;
  };
  struct Loop {
    Address loop, thread;
  };

  void lookIn(const TaskReading& reading, Address interpreter);
  void listAll(const TaskReading& reading, TaskGraph& graph, std::span<const TaskThread> threads, bool isRead,
               std::vector<ListedTask>& into);
  bool readTable(const TaskReading& reading, bool isRead);
  std::uint32_t taskOf(const TaskReading& reading, TaskGraph& graph, const Entry& entry) const;
  std::uint32_t threadOf(const TaskReading& reading, std::span<const TaskThread> threads,
                         const TaskCopy& task);
  Address threadByIdent(const TaskReading& reading, std::span<const TaskThread> threads, Address loop) const;

  const AsyncioLayout& layout_;
  Address maskAddress_;  // of the set of all tasks; the table's address follows
  Address current_;
  std::uint64_t nextLook_ = 0;            // ns
  std::array<std::uint64_t, 2> words_{};  // of the set: mask, table
  std::vector<Entry> table_;
  Address tableAddress_;
  std::vector<Address> running_;
  std::vector<Loop> loops_;
  std::vector<bool> runsLoop_;
};

}  // namespace tachyon
