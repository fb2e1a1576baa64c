#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "../base/result.h"
#include "../record/rows.h"
#include "options.h"
#include "schedule.h"
#include "target.h"
#include "target_sampler.h"

namespace tachyon {

struct SamplerOptions {
  std::uint32_t pid = 0;
  std::uint64_t intervalNs = 0;
  ViewOptions view;
  bool waitForRuntime = false;  // the process was just started: look for its runtime until it appears
};

struct SamplerEnd {
  enum class Kind { kStopped, kExited, kError } kind;
  Error error{ErrorCode::kGone, ""};  // kError
};

// One process being sampled by a thread of its own.
class Sampler {
 public:
  explicit Sampler(const SamplerOptions& options) : options_(options) {}
  ~Sampler() { stop(); }

  // Without `waitForRuntime` it says here why the process cannot be sampled.
  Result<bool> start();
  void stop();
  // All rows since the last time as a framed batch; empty when there are none.
  std::vector<std::uint8_t> drain();
  std::optional<SamplerEnd> ended();

 private:
  void run();
  bool awaitTarget();
  bool awaitFirstThread();
  void sample();
  bool canGoOn(TickState state);
  bool pauseUntil(std::uint64_t due);
  void publish(bool isLast);
  void end(SamplerEnd::Kind kind, Error error = {ErrorCode::kGone, ""});
  void endAsLost();
  std::uint64_t elapsed() const;

  const SamplerOptions options_;
  Recorder recorder_;
  std::optional<Target> target_;
  std::unique_ptr<TargetSampler> sampler_;
  std::unique_ptr<Schedule> schedule_;
  std::string identity_;  // of the executable when sampling began
  std::uint64_t startTime_ = 0;
  std::uint64_t cpuTime_ = 0, lastCpuTimeRead_ = 0;
  std::uint64_t lostSince_ = 0;
  std::thread thread_;
  std::atomic<bool> isStopping_ = false;
  std::mutex mutex_;  // guards what follows
  std::optional<SamplerEnd> end_;
  Rows drained_;  // only `drain` uses it
  std::uint64_t drainedTime_ = 0;
};

}  // namespace tachyon
