#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "../base/result.h"
#include "../record/recorder.h"
#include "options.h"
#include "process_group.h"
#include "schedule.h"

namespace tachyon {

struct SamplerOptions {
  std::uint32_t pid = 0;
  std::uint64_t intervalNs = 0;
  ViewOptions view;
  bool subprocesses = false;    // sample its descendants as well
  bool waitForRuntime = false;  // the process was just started: look for its runtime until it appears
};

// One process, with its descendants if asked for, being sampled by a thread of its own.
class Sampler {
 public:
  explicit Sampler(const SamplerOptions& options)
      : options_(options),
        group_(recorder_, options.pid, options.subprocesses, options.view),
        schedule_(0, options.intervalNs) {}
  ~Sampler() { stop(); }

  // Without `waitForRuntime` it says here why the process cannot be sampled.
  Result<bool> start();
  void stop();
  // All rows since the last time as a framed batch; empty when there are none.
  std::vector<std::uint8_t> drain();
  std::optional<SamplerEnd> ended();

 private:
  void run();
  bool awaitProcess();
  bool goesOn();
  void sample();
  bool pauseUntil(std::uint64_t due);
  void publish(bool isLast);
  void end(SamplerEnd end);
  std::uint64_t elapsed() const;

  const SamplerOptions options_;
  Recorder recorder_;
  ProcessGroup group_;
  Schedule schedule_;
  std::uint64_t startTime_ = 0;
  std::uint64_t cpuTime_ = 0, lastCpuTimeRead_ = 0;
  std::thread thread_;
  std::atomic<bool> isStopping_ = false;
  std::mutex mutex_;  // guards what follows
  std::optional<SamplerEnd> end_;
  Rows drained_;  // only `drain` uses it
  std::uint64_t drainedTime_ = 0;
};

}  // namespace tachyon
