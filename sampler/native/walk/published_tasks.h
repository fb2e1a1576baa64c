#pragma once

#include <functional>

#include "task_source.h"

namespace tachyon {

// The tasks of a process whose asyncio publishes where it keeps them: a list for each thread, and one of each
// interpreter for threads that are over.
class PublishedTasks final : public TaskSource {
 public:
  // `find` completes the layout once asyncio is there.
  PublishedTasks(AsyncioLayout& layout, std::function<bool(AsyncioLayout&)> find)
      : layout_(layout), find_(std::move(find)) {}

  bool open(const TaskReading& reading, std::span<const TaskThread> threads) override;
  void appendRanges(std::span<const TaskThread> threads, std::vector<ReadRange>& ranges) override;
  void list(const TaskReading& reading, TaskGraph& graph, std::span<const TaskThread> threads, bool isRead,
            bool all, std::vector<ListedTask>& into) override;
  bool runsLoop(std::size_t thread) const override;

 private:
  Address wordOf(std::size_t thread, std::size_t offset) const;
  void listChain(const TaskReading& reading, TaskGraph& graph, Address head, Address first,
                 std::uint32_t thread, std::vector<ListedTask>& into) const;

  AsyncioLayout& layout_;
  std::function<bool(AsyncioLayout&)> find_;
  bool isOpen_ = false;
  std::uint64_t nextLook_ = 0;         // ns
  std::size_t first_ = 0, bytes_ = 0;  // the span of words that is read of each thread
  std::vector<std::uint8_t> words_;
  std::vector<Address> interpreters_, orphans_;  // and the first task of each
};

}  // namespace tachyon
