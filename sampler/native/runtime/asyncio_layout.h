#pragma once

#include <cstddef>
#include <cstdint>

namespace tachyon {

// How a version keeps the attributes of instances of Python classes.
enum class InstanceAttributes : std::uint8_t {
  kDictionary,  // a dictionary where the type says; its values may lie in an array of their own
  kPointer,     // a pointer to the values in front of the object, or else to a dictionary
  kTagged,      // one pointer in front of the object to either, told apart by its lowest bit
  kInline,      // the values inside the object while they are valid, else a pointer to a dictionary in front
};

// Where asyncio keeps its tasks and what they hang on: byte offsets, as one version has them; what is not
// published is that of builds with a GIL (see `withHeads`).
struct AsyncioLayout {
  // Whether asyncio publishes a table with the offsets of `task`, `interpreter` and `thread`, lists its tasks
  // and notes who awaits whom. Otherwise tasks stand in a set, and who awaits is found by what a task calls
  // when it is done.
  bool isPublished = false;
  const char* taskSet = nullptr;  // the name of that set in asyncio.tasks
  struct Task {
    std::size_t size, coroutine, name;
    std::size_t loop = 16, callback = 24, callbacks = 40;   // not published
    std::size_t waiter = 0;                                 // the future that it awaits; not published
    std::size_t awaitedBy = 0, awaitedBySet = 0, node = 0;  // published
  } task{};
  struct Interpreter {
    std::size_t tasks = 0;  // published: of threads that are over
  } interpreter{};
  struct Thread {
    std::size_t size = 0, loop = 0, task = 0, tasks = 0;  // published
    std::size_t ident = 0;                                // as the threading module has it
  } thread{};
  // What a generator's state may be. A version without `awaiting` tells by the instruction that follows.
  struct Generator {
    std::int8_t created, suspended, awaiting, executing;
    std::size_t state = 0;        // 0: as the runtime's own table has it
    std::size_t awaitedSlot = 1;  // words from the end of its stack down to what it awaits
    // With frames on the heap: of a frame, a pointer to the end of its stack (null unless it is suspended),
    // or else how deep that is.
    std::size_t stackTop = 0, stackDepth = 0;
  } generator{};
  InstanceAttributes attributes{};
  std::size_t cachedKeys = 0;       // of a type: the names of its instances' attributes
  std::size_t closure = 0;          // of a function
  unsigned numberShift = 0;         // of an int: from its size word to the count of its digits
  bool hasLogarithmicKeys = false;  // a dictionary's size is stored as its logarithm

  // The same for objects that begin with `bytes` bytes. A published table needs no such change.
  AsyncioLayout withHeads(std::size_t bytes) const;
};

}  // namespace tachyon
