#pragma once

#include <vector>

#include "task_copy.h"

namespace tachyon {

// Who awaits a task or a future: tasks, or futures that are awaited in their turn.
class Awaiters {
 public:
  // Finds them anew when there is a sign that they are others.
  const std::vector<Address>& of(const TaskReading& reading, const TaskCopy& copy);

 private:
  void readPublished(const TaskReading& reading, const TaskCopy& copy);
  void readCallbacks(const TaskReading& reading, const TaskCopy& copy);
  void addCallback(const TaskReading& reading, Address awaited, Address callback);
  void addWakeup(const TaskReading& reading, Address awaited, Address task);
  void addFutures(const TaskReading& reading, Address awaited, Address tuple, bool isClosure);
  void add(Address awaiter);

  std::vector<Address> awaiters_;
  Address callback_, callbacks_;  // when they were found
  std::uint64_t foundTick_ = 0;
};

}  // namespace tachyon
