#pragma once

#include <cstdint>
#include <vector>

#include "../memory/process_memory.h"
#include "../runtime/runtime.h"

namespace tachyon {

// A thread state as the runtime lists it.
struct ThreadFacts {
  Address thread{};
  Address interpreter{};
  Address next{};
  std::uint64_t interpreterId = 0;
  std::uint64_t word = 0;      // by which the thread state names its thread
  std::uint64_t nativeId = 0;  // the system's id, as the process itself sees it
  bool isMain = false;         // its interpreter's main thread
};

// An interpreter and the words that tell when its threads are others.
struct InterpreterFacts {
  Address interpreter{};
  Address next{};
  Address threadsHead{};
  std::uint64_t id = 0;
};

struct ThreadList {
  Address interpretersHead;
  std::vector<InterpreterFacts> interpreters;
  std::vector<ThreadFacts> threads;
  // A thread state was left out because no system thread runs it yet; its words will not tell when one does.
  bool isUnsettled = false;
};

// Walks all interpreters and their threads. `processId` is the process's id as it sees it itself. False when
// the chains cannot be read or do not end: they are changing, or this is no running interpreter.
bool listThreads(ProcessMemory& memory, const Runtime& runtime, std::uint64_t processId, ThreadList& into);

}  // namespace tachyon
