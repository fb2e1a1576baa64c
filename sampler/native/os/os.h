#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "../base/result.h"
#include "../images/elf.h"
#include "../memory/process_memory.h"

// The contract with the operating system: linux_*.cc implement it, and no other file asks which system this
// is.
namespace tachyon::os {

// Part of a file mapped into a process.
struct Mapping {
  Address start;
  Address end;
  std::uint64_t fileOffset = 0;
  std::string path;  // as the system shows it; " (deleted)" may follow
};

enum class ProcessState { kRunning, kEnded };

// Opens a process for reading; says in words for people why it cannot be read.
Result<std::unique_ptr<ProcessMemory>> openMemory(std::uint32_t pid);

ProcessState processState(std::uint32_t pid);

// Changes when the process executes a program; empty while there is none to be seen.
std::string programIdentity(std::uint32_t pid);
// Whether the process has executed no program since it was forked.
bool isForkOnly(std::uint32_t pid);
std::vector<std::string> commandLine(std::uint32_t pid);
std::string executablePath(std::uint32_t pid);

// File mappings, one row for each mapped piece, in address order.
std::vector<Mapping> listMappings(std::uint32_t pid);

// The file behind a mapping as the target sees it, also when it was deleted (as far as rights go) or lies in
// another mount namespace; null when it cannot be had.
std::unique_ptr<ImageBytes> openImage(std::uint32_t pid, const Mapping& mapping);

// The process id as the process itself sees it (another one inside a container).
std::uint32_t ownProcessId(std::uint32_t pid);

// The name of a thread given by the id that the process itself sees; empty when it has only the process's
// name.
std::string threadName(std::uint32_t pid, std::uint64_t tid);

struct Child {
  std::uint32_t pid = 0, parent = 0;
};

// The descendants of a process as they appear. One whose parent has ended stays known, and so do its own
// children.
class Children {
 public:
  virtual ~Children() = default;
  // Adds those that have appeared since the last call. To be called often.
  virtual void look(std::uint64_t now, std::vector<Child>& added) = 0;
};

std::unique_ptr<Children> watchChildren(std::uint32_t pid);

// What a thread does as the system sees it.
struct ThreadActivity {
  bool isKnown = false;  // the system tells
  bool runs = false;     // is on a processor, or could be if one were free
  Address sleepsOn{};  // the word on which it waits for another thread; null when it waits for anything else
};

// Asks the system again and again what one thread does.
class ThreadWatch {
 public:
  virtual ~ThreadWatch() = default;
  // Allocates nothing.
  virtual ThreadActivity look() = 0;
};

// The thread is given by the id that the process itself sees.
std::unique_ptr<ThreadWatch> watchThread(std::uint32_t pid, std::uint64_t tid);

enum class Hold {
  kHeld,     // the thread does not run
  kBusy,     // it cannot be stopped just now, or has ended
  kRefused,  // another process traces it, or the system forbids it
};

// Holds single threads of a process for some microseconds. They go on when they are released, and when our
// process ends, however it does. All calls come from one thread.
class ThreadHolder {
 public:
  virtual ~ThreadHolder() = default;
  // The thread is given by the id that the process itself sees.
  virtual Hold hold(std::uint64_t tid) = 0;
  virtual void release() = 0;
};

std::unique_ptr<ThreadHolder> holdThreads(std::uint32_t pid);

// Why the system does not let us read the process, and what to do about it.
std::string explainForbidden(std::uint32_t pid);

// Monotonic time in ns.
std::uint64_t now();

// CPU time in ns that the calling thread has used.
std::uint64_t threadCpuTime();

// Makes waking up as exact as the system allows; once, on the sampling thread.
void prepareSamplingThread();

// Sleeps until `deadline` (of `now`).
void sleepUntil(std::uint64_t deadline);

}  // namespace tachyon::os
