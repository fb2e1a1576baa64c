#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "../memory/process_memory.h"
#include "../runtime/runtime.h"

namespace tachyon {

// The items of the exceptions being handled as one thread had them last, to read them all at once next time.
struct HandledItems {
  std::vector<Address> addresses;
  std::vector<std::uint8_t> bytes;
  std::vector<ReadRange> ranges;
  Address exception;  // the last one that was looked at and is not None
};

// What a runtime's memory says about its threads. `state` is a copy of the beginning of the thread's state,
// at least `bytes` of it.
class ThreadStatus {
 public:
  explicit ThreadStatus(const RuntimeLayout& layout) : layout_(layout) {}

  // How much of a thread's state has to be copied.
  static std::size_t bytes(const RuntimeLayout& layout);

  // `runtime` is a copy of the beginning of the runtime's state.
  bool holdsGil(Address thread, std::span<const std::uint8_t> state,
                std::span<const std::uint8_t> runtime) const;
  // Whether it waits for the GIL; false where only the system can tell (see `gilOf`).
  bool wantsGil(std::span<const std::uint8_t> state) const;
  // Whether an exception is on its way up, or being handled in any frame of the thread's stack.
  bool hasException(ProcessMemory& memory, Address thread, std::span<const std::uint8_t> state,
                    HandledItems& items);

  // Where the GIL of an interpreter lies: a thread that sleeps on a word inside waits for it. Null when it
  // cannot be read.
  Address gilOf(ProcessMemory& memory, Address runtime, Address interpreter) const;
  bool isInGil(Address word, Address gil) const {
    return gil && word >= gil && word - gil < layout_.gilBytes;
  }

 private:
  const std::uint8_t* itemAt(ProcessMemory& memory, HandledItems& items, std::size_t index, Address address);
  bool isException(ProcessMemory& memory, Address value, HandledItems& items);

  const RuntimeLayout& layout_;
  Address none_;  // the object None, once it was met
};

}  // namespace tachyon
