#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "../base/result.h"
#include "../record/recorder.h"
#include "options.h"
#include "process_finder.h"
#include "sampled_process.h"

namespace tachyon {

struct SamplerEnd {
  enum class Kind { kStopped, kExited, kError } kind;
  Error error{ErrorCode::kGone, ""};  // kError
};

// A process, and its descendants if asked for, sampled together into one recorder. It ends with the process
// that it began with, whatever that one runs in between.
class ProcessGroup {
 public:
  // `follows`: whether descendants belong to it.
  ProcessGroup(Recorder& recorder, std::uint32_t root, bool follows, const ViewOptions& view)
      : recorder_(recorder), root_(root), follows_(follows), view_(view) {}

  // Begins with a runtime that was found, or by looking for one. Times in ns since the start of the
  // recording.
  void begin(std::optional<Target> target, std::uint64_t time);

  // Whether nothing is there to be sampled now.
  bool isEmpty() const { return processes_.empty(); }
  // Waits for something to be found, but no longer than until `deadline` (of `os::now`).
  void await(std::uint64_t deadline) { finder_.awaitFindings(deadline); }
  // Takes in what was found. To be called between ticks.
  void admit(std::uint64_t time);
  // Samples all processes once.
  void tick(std::uint64_t time);

  // Set once the recording is over.
  const std::optional<SamplerEnd>& ended() const { return end_; }
  // Ticks, samples, torn, failed, retries, reads and bytes; the rest is the loop's.
  Statistics statistics() const;

 private:
  void add(Target target, std::uint32_t parent, std::uint64_t time);
  void noteProcess(const Target& target, std::uint32_t parent);
  void refuse(const Finding& finding, std::uint64_t time);
  bool settle(SampledProcess& process, SampledProcess::State state, std::uint64_t time);
  void endRoot();

  Recorder& recorder_;
  const std::uint32_t root_;
  const bool follows_;
  const ViewOptions view_;
  ProcessFinder finder_;
  std::vector<std::unique_ptr<SampledProcess>> processes_;
  Statistics past_;  // of processes that are no more
  std::uint64_t ticks_ = 0;
  bool wasSampled_ = false, wasRootSampled_ = false, isFullNoted_ = false;
  std::optional<SamplerEnd> end_;
};

}  // namespace tachyon
