#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "../base/result.h"
#include "target.h"

namespace tachyon {

// Looks into one process again and again until its runtime can be sampled: a process may run other programs
// before Python, load libpython late, or never be Python at all. The longer it has been the same program, the
// more rarely it is looked at.
class TargetSeeker {
 public:
  enum class State {
    kSeeking,
    kFound,
    kRefused,  // it is Python and cannot be sampled; said once, then sought on: it may execute another
    kEnded,
  };

  explicit TargetSeeker(std::uint32_t pid) : pid_(pid) {}

  std::uint32_t pid() const { return pid_; }
  // Does nothing before its time has come. Times in ns, of `os::now`.
  State look(std::uint64_t now);
  std::uint64_t due() const { return due_; }
  // To be called once after kFound.
  Target take() { return std::move(*target_); }
  // After kRefused.
  const Error& refusal() const { return refusal_; }

 private:
  void beginAnew(std::uint64_t now, std::string program);
  bool open(std::uint64_t now);
  bool isReady(std::uint64_t now);

  std::uint32_t pid_;
  std::string program_;  // identity of what it runs
  std::uint64_t since_ = 0, due_ = 0, openDue_ = 0;
  bool isRefused_ = false;
  bool isDoubtful_ = false;  // refused, but too young for that to be the last word
  std::optional<Target> target_;
  Error refusal_{ErrorCode::kGone, ""};
};

}  // namespace tachyon
