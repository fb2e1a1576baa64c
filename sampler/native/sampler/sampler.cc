#include "sampler.h"

#include <algorithm>

#include "../os/os.h"
#include "../record/wire_writer.h"

namespace tachyon {
namespace {

constexpr std::uint64_t kFirstPollNs = 200'000, kLastPollNs = 20'000'000;  // looking for a runtime
constexpr std::uint64_t kSpinIntervalNs =
    50'000;  // waking up takes about as long: shorter intervals are spun away
constexpr std::uint64_t kStopCheckNs = 50'000'000;
constexpr std::uint64_t kCpuTimeEveryNs = 20'000'000;
constexpr std::uint64_t kLostPatienceNs =
    500'000'000;  // a dying process is unreadable for a while before it is gone

}  // namespace

Result<bool> Sampler::start() {
  startTime_ = os::now();
  if (!options_.waitForRuntime) {
    auto target = openTarget(options_.pid);
    if (!target.ok()) return target.error();
    target_ = std::move(target.value());
  } else if (os::processState(options_.pid) == os::ProcessState::kEnded) {
    return Error{ErrorCode::kNotFound,
                 "Process " + std::to_string(options_.pid) + " does not exist. Check the process id."};
  }
  thread_ = std::thread([this] { run(); });
  return true;
}

void Sampler::stop() {
  isStopping_ = true;
  if (thread_.joinable()) thread_.join();
}

std::uint64_t Sampler::elapsed() const { return os::now() - startTime_; }

void Sampler::end(SamplerEnd::Kind kind, Error error) {
  const std::lock_guard lock(mutex_);
  end_ = SamplerEnd{kind, std::move(error)};
}

void Sampler::run() {
  os::prepareSamplingThread();
  if (!awaitTarget()) return;
  identity_ = os::executableIdentity(options_.pid);
  TargetOptions options{options_.pid, os::ownProcessId(options_.pid), options_.view,
                        [pid = options_.pid](std::uint64_t tid) { return os::threadName(pid, tid); }};
  sampler_ =
      std::make_unique<TargetSampler>(*target_->memory, target_->runtime, std::move(options), recorder_);
  if (awaitFirstThread()) sample();
  publish(true);
}

// A process that was just started runs other programs before Python, or loads libpython, or is not Python at
// all.
bool Sampler::awaitTarget() {
  std::uint64_t poll = kFirstPollNs;
  while (!target_) {
    auto target = openTarget(options_.pid);
    if (target.ok()) {
      target_ = std::move(target.value());
      break;
    }
    const ErrorCode code = target.error().code;
    const bool isOver =
        code == ErrorCode::kNotFound || os::processState(options_.pid) == os::ProcessState::kEnded;
    const bool mayChange = code == ErrorCode::kNotPython || code == ErrorCode::kInvalidRuntime;
    if (isOver || !mayChange) {
      const Error neverPython{ErrorCode::kNotPython,
                              "Process " + std::to_string(options_.pid) +
                                  " ended without ever running Python. Does the command start "
                                  "a Python interpreter?"};
      end(SamplerEnd::Kind::kError, isOver ? neverPython : target.error());
      return false;
    }
    if (!pauseUntil(os::now() + poll)) return false;
    poll = std::min(poll * 2, kLastPollNs);
  }
  return true;
}

bool Sampler::awaitFirstThread() {
  std::uint64_t poll = kFirstPollNs;
  while (options_.waitForRuntime) {
    ThreadList list;
    if (listThreads(*target_->memory, target_->runtime, options_.pid, list) && !list.threads.empty())
      return true;
    if (os::processState(options_.pid) == os::ProcessState::kEnded) {
      end(SamplerEnd::Kind::kExited);
      return false;
    }
    if (!pauseUntil(os::now() + poll)) return false;
    poll = std::min(poll * 2, kLastPollNs);
  }
  return true;
}

// False when sampling shall stop.
bool Sampler::pauseUntil(std::uint64_t due) {
  for (std::uint64_t now = os::now(); now < due && !isStopping_; now = os::now()) {
    if (options_.intervalNs < kSpinIntervalNs && due - now < kSpinIntervalNs) continue;
    os::sleepUntil(std::min(due, now + kStopCheckNs));
  }
  if (!isStopping_) return true;
  end(SamplerEnd::Kind::kStopped);
  return false;
}

void Sampler::sample() {
  schedule_ = std::make_unique<Schedule>(os::now(), options_.intervalNs);
  while (pauseUntil(schedule_->due())) {
    const std::uint64_t now = os::now();
    schedule_->begin(now);
    if (!canGoOn(sampler_->tick(now - startTime_))) return;
    schedule_->end();
    publish(false);
  }
}

// A runtime that cannot be read any more belongs to a process that ends, or that runs another program now.
bool Sampler::canGoOn(TickState state) {
  if (state == TickState::kSampled || state == TickState::kNoThreads) {
    lostSince_ = 0;
    return true;
  }
  const std::uint64_t now = os::now();
  if (lostSince_ == 0) lostSince_ = now;
  if (os::processState(options_.pid) == os::ProcessState::kEnded) {
    end(SamplerEnd::Kind::kExited);
    return false;
  }
  if (now - lostSince_ < kLostPatienceNs) return true;
  endAsLost();
  return false;
}

void Sampler::endAsLost() {
  const std::string subject = "Process " + std::to_string(options_.pid);
  if (os::executableIdentity(options_.pid) != identity_)
    return end(SamplerEnd::Kind::kError,
               {ErrorCode::kGone, subject + " started another program (" + os::executablePath(options_.pid) +
                                      ") in its place. Attach to it again to sample that."});
  end(SamplerEnd::Kind::kError,
      {ErrorCode::kInvalidRuntime,
       subject + " can no longer be read: its Python runtime is not where it was. It may "
                 "have started itself anew; attach to it again."});
}

void Sampler::publish(bool isLast) {
  Statistics statistics = sampler_->statistics();
  statistics.time = elapsed();
  if (schedule_) {
    statistics.late = schedule_->late();
    statistics.missed = schedule_->missed();
  }
  if (isLast || statistics.time - lastCpuTimeRead_ > kCpuTimeEveryNs) {
    cpuTime_ = os::threadCpuTime();
    lastCpuTimeRead_ = statistics.time;
  }
  statistics.cpu = cpuTime_;
  recorder_.commit(statistics);
}

std::vector<std::uint8_t> Sampler::drain() {
  const Statistics statistics = recorder_.take(drained_);
  const bool isNews = statistics.time != drainedTime_;
  drainedTime_ = statistics.time;
  return encodeBatch(drained_, isNews ? &statistics : nullptr);
}

std::optional<SamplerEnd> Sampler::ended() {
  const std::lock_guard lock(mutex_);
  return end_;
}

}  // namespace tachyon
