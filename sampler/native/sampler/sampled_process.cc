#include "sampled_process.h"

#include <utility>

#include "../os/os.h"
#include "../runtime/find_asyncio.h"

namespace tachyon {
namespace {

constexpr std::uint64_t kLostPatienceNs =
    500'000'000;  // a dying process is unreadable for a while before it is gone
// Between looks what the process runs: while there is nothing to sample, and while there is.
constexpr std::uint64_t kCheckNs = 1'000'000, kUsualCheckNs = 200'000'000;

TargetOptions optionsFor(std::uint32_t pid, const ViewOptions& view) {
  return {pid,
          os::ownProcessId(pid),
          view,
          [pid](std::uint64_t tid) { return os::threadName(pid, tid); },
          [pid](std::uint64_t tid) { return os::watchThread(pid, tid); },
          [pid] { return os::holdThreads(pid); },
          [pid] { return findAsyncioTable(pid); }};
}

}  // namespace

SampledProcess::SampledProcess(Target target, const ViewOptions& view, Recorder& recorder, std::uint64_t time)
    : target_(std::move(target)),
      sampler_(*target_.memory, target_.runtime, optionsFor(target_.pid, view), recorder),
      readableAt_(time),
      checkedAt_(time) {}

SampledProcess::State SampledProcess::tick(std::uint64_t time) {
  const TickState state = sampler_.tick(time);
  const bool isUsual = state == TickState::kSampled;
  if (isUsual || state == TickState::kNoThreads) readableAt_ = time;
  const std::uint64_t due = checkedAt_ + (isUsual ? kUsualCheckNs : kCheckNs);
  if (time >= due || state == TickState::kGone) return check(time);
  return readableAt_ == time ? State::kSampled : State::kUnreadable;
}

// Without threads, a runtime may be starting or ending; one that cannot be read belongs to a process that
// ends, or that runs another program now. That may be the same one at the same place.
SampledProcess::State SampledProcess::check(std::uint64_t time) {
  checkedAt_ = time;
  if (os::processState(target_.pid) == os::ProcessState::kEnded) return State::kEnded;
  // Empty while it ends, or between two programs.
  const std::string program = os::programIdentity(target_.pid);
  if (!program.empty() && program != target_.program) return State::kExecuted;
  if (readableAt_ == time) return State::kSampled;
  return time - readableAt_ > kLostPatienceNs ? State::kLost : State::kUnreadable;
}

}  // namespace tachyon
