#pragma once

#include <cstdint>

namespace tachyon {

// Which threads count at a tick.
enum class Mode : std::uint8_t {
  kWall,       // all
  kCpu,        // those that run on a processor
  kGil,        // those that hold the GIL
  kException,  // those that handle an exception
};

// Whether stacks are those of the tasks of event loops.
enum class AsyncMode : std::uint8_t {
  kOff,
  kRunning,  // of the tasks that run, with all that await them
  kAll,      // of all tasks
};

// Whether a thread may be stopped, so that what is read of it is true.
enum class Stopping : std::uint8_t {
  kNever,
  kExact,     // one that can move, while its own stack is read
  kBlocking,  // all threads, for each tick
};

// What to see at each tick.
struct ViewOptions {
  bool allThreads = false;  // of all interpreters; otherwise the main thread of the main interpreter
  bool opcodes = false;     // of every frame, as executed
  bool native = false;      // frames for C between Python frames, and for the callable that a leaf is in
  bool gc = true;           // frames for running garbage collections
  Mode mode = Mode::kWall;
  AsyncMode async = AsyncMode::kOff;
  Stopping stopping = Stopping::kNever;
};

}  // namespace tachyon
