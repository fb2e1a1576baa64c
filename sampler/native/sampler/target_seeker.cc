#include "target_seeker.h"

#include <algorithm>
#include <utility>

#include "../os/os.h"
#include "../walk/thread_list.h"

namespace tachyon {
namespace {

constexpr std::uint64_t kFirstPauseNs = 200'000;
constexpr std::uint64_t kLastPauseNs = 100'000'000;        // between looks whether it runs another program
constexpr std::uint64_t kLastOpenPauseNs = 1'000'000'000;  // between attempts to find a runtime in one
constexpr std::uint64_t kLoadPatienceNs = 20'000'000;
constexpr std::uint64_t kForkPatienceNs = 500'000'000;

// `share`: which part of its age a program may go unwatched.
std::uint64_t pause(std::uint64_t age, std::uint64_t share, std::uint64_t last) {
  return std::clamp(age / share, kFirstPauseNs, last);
}

}  // namespace

TargetSeeker::State TargetSeeker::look(std::uint64_t now) {
  if (now < due_) return State::kSeeking;
  if (os::processState(pid_) == os::ProcessState::kEnded)
    return std::exchange(isDoubtful_, false) ? State::kRefused : State::kEnded;
  if (std::string program = os::programIdentity(pid_); since_ == 0 || program != program_)
    beginAnew(now, std::move(program));
  due_ = now + pause(now - since_, 8, kLastPauseNs);
  if (!target_ && now >= openDue_ && !open(now)) return State::kRefused;
  return target_ && isReady(now) ? State::kFound : State::kSeeking;
}

void TargetSeeker::beginAnew(std::uint64_t now, std::string program) {
  program_ = std::move(program);
  since_ = now;
  openDue_ = now;
  isRefused_ = isDoubtful_ = false;
  target_.reset();
}

// False when it has found a reason that will last as long as the program. While libraries are being loaded,
// what lies where a runtime will be may look like one that cannot be sampled.
bool TargetSeeker::open(std::uint64_t now) {
  openDue_ = isRefused_ ? UINT64_MAX : now + pause(now - since_, 2, kLastOpenPauseNs);
  if (isRefused_) return true;
  auto target = openTarget(pid_);
  if (target.ok()) {
    target_ = std::move(target.value());
    return true;
  }
  refusal_ = target.error();
  isDoubtful_ = refusal_.code == ErrorCode::kUnsupportedVersion || refusal_.code == ErrorCode::kPermission;
  isRefused_ = isDoubtful_ && now - since_ > kLoadPatienceNs;
  if (isRefused_) isDoubtful_ = false;
  return !isRefused_;
}

// Between fork and exec a process has its parent's runtime, or even shares it (vfork), and runs no Python.
// Once it does, the runtime knows the id that its thread has now.
bool TargetSeeker::isReady(std::uint64_t now) {
  if (os::programIdentity(pid_) != target_->program) {
    target_.reset();  // it executed another program while its runtime was looked for
    return false;
  }
  const std::uint32_t ownId = os::ownProcessId(pid_);
  ThreadList list;
  if (!listThreads(*target_->memory, target_->runtime, ownId, list) || list.threads.empty()) return false;
  if (!os::isForkOnly(pid_) || now - since_ > kForkPatienceNs) return true;
  return std::any_of(list.threads.begin(), list.threads.end(),
                     [&](const ThreadFacts& thread) { return thread.nativeId == ownId; });
}

}  // namespace tachyon
