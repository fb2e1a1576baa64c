#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "../record/recorder.h"
#include "target.h"
#include "target_sampler.h"

namespace tachyon {

// A process that is being sampled, as long as it has the runtime that was found in it.
class SampledProcess {
 public:
  enum class State {
    kSampled,
    kUnreadable,  // for the moment
    kExecuted,    // another program has taken its place
    kLost,        // the runtime is no longer where it was
    kEnded,
  };

  // `time` as in `tick`.
  SampledProcess(Target target, const ViewOptions& view, Recorder& recorder, std::uint64_t time);

  std::uint32_t pid() const { return target_.pid; }
  // `time` in ns since the start of the recording.
  State tick(std::uint64_t time);
  Statistics statistics() const { return sampler_.statistics(); }

 private:
  State check(std::uint64_t time);

  Target target_;
  TargetSampler sampler_;
  // Times of ticks.
  std::uint64_t readableAt_;
  std::uint64_t checkedAt_;
};

}  // namespace tachyon
