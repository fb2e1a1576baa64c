#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "../base/flat_map.h"
#include "../memory/paged_reading.h"
#include "awaiters.h"
#include "task_copy.h"

namespace tachyon {

// The tasks and awaited futures of a process by address, each read at most once a tick.
class TaskGraph {
 public:
  struct Node {
    explicit Node(Address address) : copy(address) {}

    TaskCopy copy;
    TaskState state = TaskState::kNone;
    Address frame;  // of its coroutine, when it was read last
    Awaiters awaiters;
    std::uint64_t readTick = 0, usedTick = 0;
    bool isPrefetched = false;
    std::size_t firstPiece = 0, firstAgain = 0;  // of the common reading
  };

  // Begins a tick: reads `ranges` (which come first) and everything that the tick before looked at, in one
  // call. How much of it could be read.
  ReadOutcome beginTick(const TaskReading& reading, std::vector<ReadRange>& ranges);

  // The number of the task or future at an address, which is read when this tick has not read it yet.
  std::uint32_t look(const TaskReading& reading, Address address);
  Node& operator[](std::uint32_t number) { return *nodes_[number]; }
  // The task of which a frame is the outermost one, read in this tick; FlatMap::kNone if there is none.
  std::uint32_t findByFrame(const TaskReading& reading, Address frame);
  std::uint64_t torn() const { return torn_; }

 private:
  void resolve(const TaskReading& reading, Node& node);
  void guessAll(const TaskReading& reading);
  bool takePieces(const Node& node, std::size_t endPiece, std::size_t endAgain) const;
  void forgetUnused();

  std::vector<std::unique_ptr<Node>> nodes_;  // by number; null where one was forgotten
  std::vector<std::uint32_t> free_;
  FlatMap byAddress_, byFrame_;
  PagedReading pages_;
  std::vector<ReadRange> pieces_, again_;
  std::uint64_t tick_ = 0, torn_ = 0;
};

}  // namespace tachyon
