#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "code_place.h"
#include "task_reading.h"

namespace tachyon {

// One of the objects that a task waits in: its coroutine, what that awaits, and so on.
struct AwaitLink {
  Address object;
  std::size_t size = 0;
  std::size_t at = 0;     // of its copy
  std::size_t again = 0;  // of the second one of what changes
  ObjectKind kind = ObjectKind::kOther;
  SuspendedFrame frame;  // of a generator
  CodePlace place;
};

enum class TaskState : std::uint8_t {
  kWaiting,    // suspended, or not begun
  kExecuting,  // its frames belong to a thread now
  kFinished,
  kFuture,  // no task, but awaited like one
  kMoved,   // it changed while it was read, or the guess of what to read was wrong
  kNone,    // neither a task nor a future
};

// One task with all that it waits in, as it was at one moment.
//
// What to read is guessed from the last time, and of each generator what changes with every step is read
// again after everything was read. When that is the same, nothing moved in between.
class TaskCopy {
 public:
  explicit TaskCopy(Address address) : address_(address) {}

  Address address() const { return address_; }

  // Appends the ranges of one reading, and those that have to be read after them. They stay valid until
  // `decode`.
  void appendRanges(const TaskReading& reading, std::vector<ReadRange>& ranges,
                    std::vector<ReadRange>& again);
  // Makes sense of a reading; guesses anew when that fails.
  TaskState decode(const TaskReading& reading);

  // The word at an offset into the task or future itself; null beyond what was read of it.
  Address word(std::size_t offset) const;
  bool flag(std::size_t offset) const { return offset < objectBytes_ && bytes_[offset] != 0; }
  // Outermost first.
  std::span<const AwaitLink> links() const { return links_; }
  // The frame of its coroutine; null when that is not known.
  Address frame() const;
  const std::string& name() const { return name_; }
  // Changes with the name.
  std::uint32_t nameStamp() const { return nameStamp_; }

 private:
  std::uint8_t* place(std::size_t size);
  bool isNameCurrent(const TaskReading& reading);
  TaskState decodeLinks(const TaskReading& reading);
  bool decodeGenerator(const TaskReading& reading, AwaitLink& link);
  Address awaitedBy(const TaskReading& reading, AwaitLink& link);
  void follow(const TaskReading& reading, std::size_t count, Address next);
  bool heldStill(const TaskReading& reading) const;

  Address address_;
  std::size_t objectBytes_ = 0;
  std::vector<std::uint8_t> bytes_;  // object, links, name, second copies
  std::size_t used_ = 0;
  Address nameObject_;
  std::size_t nameAt_ = 0, nameBytes_ = 0;
  std::vector<std::uint8_t> nameCopy_;
  std::string name_;
  std::uint32_t nameStamp_ = 0;
  std::vector<AwaitLink> links_;
};

}  // namespace tachyon
