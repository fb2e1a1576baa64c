#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "../os/os.h"
#include "target_seeker.h"

namespace tachyon {

// What was found out about a process.
struct Finding {
  std::uint32_t pid = 0, parent = 0;
  TargetSeeker::State state = TargetSeeker::State::kSeeking;
  std::optional<Target> target;         // kFound
  Error refusal{ErrorCode::kGone, ""};  // kRefused
};

// Finds runtimes on a thread of its own, so that sampling waits for nothing: those of the processes that it
// is told to seek, and of all descendants of one process.
class ProcessFinder {
 public:
  ProcessFinder() = default;
  ~ProcessFinder();
  ProcessFinder(const ProcessFinder&) = delete;

  // Seeks all descendants of a process from now on.
  void followChildren(std::uint32_t pid);
  void seek(std::uint32_t pid, std::uint32_t parent = 0);

  bool hasFindings() const { return hasFindings_; }
  std::vector<Finding> take();
  // Waits until there are findings, but no longer than until `deadline` (of `os::now`).
  void awaitFindings(std::uint64_t deadline);

 private:
  struct Sought {
    std::uint32_t parent;
    TargetSeeker seeker;
  };

  void ensureThread();
  void run();
  bool pause();
  void lookForChildren(std::uint64_t now);
  bool look(Sought& sought, std::uint64_t now);

  std::thread thread_;
  std::mutex mutex_;  // guards what follows
  std::condition_variable wake_, found_;
  bool isStopping_ = false;
  std::uint32_t childrenOf_ = 0;
  std::vector<Sought> asked_;
  std::vector<Finding> findings_;
  std::atomic<bool> hasFindings_ = false;
  // Only the thread uses what follows.
  std::unique_ptr<os::Children> children_;
  std::vector<os::Child> added_;
  std::vector<Sought> sought_;
};

}  // namespace tachyon
