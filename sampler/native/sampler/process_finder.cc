#include "process_finder.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

namespace tachyon {
namespace {

constexpr std::uint64_t kChildrenEveryNs = 2'000'000;

auto durationUntil(std::uint64_t time) {
  const std::uint64_t now = os::now();
  return std::chrono::nanoseconds(time > now ? time - now : 0);
}

}  // namespace

ProcessFinder::~ProcessFinder() {
  {
    const std::lock_guard lock(mutex_);
    isStopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void ProcessFinder::followChildren(std::uint32_t pid) {
  {
    const std::lock_guard lock(mutex_);
    childrenOf_ = pid;
  }
  ensureThread();
}

void ProcessFinder::seek(std::uint32_t pid, std::uint32_t parent) {
  {
    const std::lock_guard lock(mutex_);
    asked_.push_back({parent, TargetSeeker(pid)});
  }
  ensureThread();
}

void ProcessFinder::ensureThread() {
  wake_.notify_all();
  if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
}

std::vector<Finding> ProcessFinder::take() {
  const std::lock_guard lock(mutex_);
  hasFindings_ = false;
  return std::exchange(findings_, {});
}

void ProcessFinder::awaitFindings(std::uint64_t deadline) {
  std::unique_lock lock(mutex_);
  found_.wait_for(lock, durationUntil(deadline), [&] { return !findings_.empty(); });
}

void ProcessFinder::run() {
  os::prepareSamplingThread();
  while (pause()) {
    const std::uint64_t now = os::now();
    if (children_) lookForChildren(now);
    std::erase_if(sought_, [&](Sought& sought) { return look(sought, now); });
  }
}

// Until something is due; takes over what was asked for meanwhile. False when it is time to stop.
bool ProcessFinder::pause() {
  std::unique_lock lock(mutex_);
  const auto isCalled = [&] {
    return isStopping_ || !asked_.empty() || (childrenOf_ != 0 && children_ == nullptr);
  };
  std::uint64_t due = children_ ? os::now() + kChildrenEveryNs : UINT64_MAX;
  for (const Sought& sought : sought_) due = std::min(due, sought.seeker.due());
  if (due == UINT64_MAX)
    wake_.wait(lock, isCalled);
  else
    wake_.wait_for(lock, durationUntil(due), isCalled);
  if (childrenOf_ != 0 && children_ == nullptr) children_ = os::watchChildren(childrenOf_);
  std::move(asked_.begin(), asked_.end(), std::back_inserter(sought_));
  asked_.clear();
  return !isStopping_;
}

void ProcessFinder::lookForChildren(std::uint64_t now) {
  added_.clear();
  children_->look(now, added_);
  for (const os::Child& child : added_) sought_.push_back({child.parent, TargetSeeker(child.pid)});
}

// Whether there is no more to be found.
bool ProcessFinder::look(Sought& sought, std::uint64_t now) {
  TargetSeeker& seeker = sought.seeker;
  Finding finding{seeker.pid(), sought.parent, seeker.look(now), {}, {ErrorCode::kGone, ""}};
  if (finding.state == TargetSeeker::State::kSeeking) return false;
  if (finding.state == TargetSeeker::State::kFound) finding.target = seeker.take();
  if (finding.state == TargetSeeker::State::kRefused) finding.refusal = seeker.refusal();
  const bool isSettled = finding.state != TargetSeeker::State::kRefused;
  {
    const std::lock_guard lock(mutex_);
    findings_.push_back(std::move(finding));
    hasFindings_ = true;
  }
  found_.notify_all();
  return isSettled;
}

}  // namespace tachyon
