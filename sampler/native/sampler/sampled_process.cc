#include "sampled_process.h"

#include <utility>

#include "../os/os.h"
#include "../runtime/find_asyncio.h"

namespace tachyon {
namespace {

constexpr std::uint64_t kLostPatienceNs =
    500'000'000;  // a dying process is unreadable for a while before it is gone
constexpr std::uint64_t kCheckEveryNs = 1'000'000;

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
      readableAt_(time) {}

SampledProcess::State SampledProcess::tick(std::uint64_t time) {
  const TickState state = sampler_.tick(time);
  if (state != TickState::kSampled) return explain(state, time);
  readableAt_ = time;
  return State::kSampled;
}

// Without threads, a runtime may be starting or ending; one that cannot be read belongs to a process that
// ends, or that runs another program now.
SampledProcess::State SampledProcess::explain(TickState state, std::uint64_t time) {
  const State usual = state == TickState::kNoThreads ? State::kSampled : State::kUnreadable;
  if (time < checkDue_ && state != TickState::kGone) return usual;
  checkDue_ = time + kCheckEveryNs;
  if (os::processState(target_.pid) == os::ProcessState::kEnded) return State::kEnded;
  // Empty while it ends, or between two programs.
  const std::string program = os::programIdentity(target_.pid);
  if (!program.empty() && program != target_.program) return State::kExecuted;
  if (state == TickState::kNoThreads) readableAt_ = time;
  return time - readableAt_ > kLostPatienceNs ? State::kLost : usual;
}

}  // namespace tachyon
