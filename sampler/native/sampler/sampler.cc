#include "sampler.h"

#include <algorithm>

#include "../os/os.h"
#include "../record/wire_writer.h"

namespace tachyon {
namespace {

constexpr std::uint64_t kSpinIntervalNs =
    50'000;  // waking up takes about as long: shorter intervals are spun away
constexpr std::uint64_t kStopCheckNs = 50'000'000;
constexpr std::uint64_t kCpuTimeEveryNs = 20'000'000;

}  // namespace

Result<bool> Sampler::start() {
  startTime_ = os::now();
  std::optional<Target> found;
  if (!options_.waitForRuntime) {
    auto target = openTarget(options_.pid);
    if (!target.ok()) return target.error();
    found = std::move(target.value());
  } else if (os::processState(options_.pid) == os::ProcessState::kEnded) {
    return Error{ErrorCode::kNotFound,
                 "Process " + std::to_string(options_.pid) + " does not exist. Check the process id."};
  }
  group_.begin(std::move(found), 0);
  thread_ = std::thread([this] { run(); });
  return true;
}

void Sampler::stop() {
  isStopping_ = true;
  if (thread_.joinable()) thread_.join();
}

std::uint64_t Sampler::elapsed() const { return os::now() - startTime_; }

void Sampler::end(SamplerEnd end) {
  const std::lock_guard lock(mutex_);
  end_ = std::move(end);
}

void Sampler::run() {
  os::prepareSamplingThread();
  while (awaitProcess()) sample();
  publish(true);
}

// Whether there is something to sample.
bool Sampler::awaitProcess() {
  while (group_.isEmpty() && goesOn()) {
    group_.await(os::now() + kStopCheckNs);
    group_.admit(elapsed());
  }
  return goesOn();
}

// Whether there is no reason yet to stop.
bool Sampler::goesOn() {
  if (group_.ended())
    end(*group_.ended());
  else if (isStopping_)
    end({SamplerEnd::Kind::kStopped});
  else
    return true;
  return false;
}

// False when sampling shall stop.
bool Sampler::pauseUntil(std::uint64_t due) {
  for (std::uint64_t now = os::now(); now < due && !isStopping_; now = os::now()) {
    if (options_.intervalNs < kSpinIntervalNs && due - now < kSpinIntervalNs) continue;
    os::sleepUntil(std::min(due, now + kStopCheckNs));
  }
  return !isStopping_;
}

// Until there is nothing left to sample.
void Sampler::sample() {
  schedule_.restart(os::now());
  while (pauseUntil(schedule_.due())) {
    const std::uint64_t now = os::now();
    schedule_.begin(now);
    group_.tick(now - startTime_);
    schedule_.end();
    publish(false);
    if (group_.ended() || group_.isEmpty()) return;
  }
}

void Sampler::publish(bool isLast) {
  Statistics statistics = group_.statistics();
  statistics.time = elapsed();
  statistics.late = schedule_.late();
  statistics.missed = schedule_.missed();
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
