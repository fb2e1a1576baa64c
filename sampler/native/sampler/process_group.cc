#include "process_group.h"

#include <algorithm>
#include <utility>

#include "../base/json.h"
#include "../base/limits.h"
#include "../os/os.h"
#include "../versions/version.h"

namespace tachyon {
namespace {

std::string subjectOf(std::uint32_t pid) { return "Process " + std::to_string(pid); }

void addTo(Statistics& sum, const Statistics& part) {
  sum.samples += part.samples;
  sum.torn += part.torn;
  sum.failed += part.failed;
  sum.retries += part.retries;
  sum.reads += part.reads;
  sum.bytesRead += part.bytesRead;
  sum.stops += part.stops;
  sum.stopped += part.stopped;
}

}  // namespace

void ProcessGroup::begin(std::optional<Target> target, std::uint64_t time) {
  if (target)
    add(std::move(*target), 0, time);
  else
    finder_.seek(root_);
  if (follows_) finder_.followChildren(root_);
}

void ProcessGroup::admit(std::uint64_t time) {
  if (!finder_.hasFindings()) return;
  for (Finding& finding : finder_.take()) {
    if (finding.state == TargetSeeker::State::kFound) add(std::move(*finding.target), finding.parent, time);
    if (finding.state == TargetSeeker::State::kRefused) refuse(finding, time);
    if (finding.state == TargetSeeker::State::kEnded && finding.pid == root_) endRoot();
  }
}

void ProcessGroup::add(Target target, std::uint32_t parent, std::uint64_t time) {
  if (processes_.size() >= limits::kProcesses) {
    if (!std::exchange(isFullNoted_, true))
      recorder_.addNote(time, "More than " + std::to_string(limits::kProcesses) +
                                  " processes run at once; those beyond are left out.");
    return;
  }
  noteProcess(target, parent);
  if (target.pid == root_ && std::exchange(wasRootSampled_, true))
    recorder_.addNote(
        time, subjectOf(root_) + " runs CPython " + versionText(target.runtime) + " now; sampling goes on.");
  wasSampled_ = true;
  processes_.push_back(std::make_unique<SampledProcess>(std::move(target), view_, recorder_, time));
}

void ProcessGroup::noteProcess(const Target& target, std::uint32_t parent) {
  const std::string prefix = "process." + std::to_string(target.pid) + ".";
  recorder_.addProperty(prefix + "command", jsonArray(os::commandLine(target.pid)));
  recorder_.addProperty(prefix + "python", versionText(target.runtime));
  if (parent != 0) recorder_.addProperty(prefix + "parent", std::to_string(parent));
}

// The process that all began with must be readable unless it was before, or others may be.
void ProcessGroup::refuse(const Finding& finding, std::uint64_t time) {
  if (finding.pid == root_ && !wasRootSampled_ && !follows_)
    end_ = SamplerEnd{SamplerEnd::Kind::kError, finding.refusal};
  else
    recorder_.addNote(time, finding.refusal.message);
}

void ProcessGroup::endRoot() {
  if (end_) return;
  end_ = wasSampled_ ? SamplerEnd{SamplerEnd::Kind::kExited}
                     : SamplerEnd{SamplerEnd::Kind::kError,
                                  {ErrorCode::kNotPython,
                                   subjectOf(root_) + " ended without ever running Python. Does the command "
                                                      "start a Python interpreter?"}};
}

void ProcessGroup::tick(std::uint64_t time) {
  admit(time);
  bool isSampled = false;
  std::erase_if(processes_, [&](const std::unique_ptr<SampledProcess>& process) {
    const SampledProcess::State state = process->tick(time);
    isSampled = isSampled || state == SampledProcess::State::kSampled;
    return settle(*process, state, time);
  });
  if (isSampled) ++ticks_;
}

// Whether the process is to be sampled no more.
bool ProcessGroup::settle(SampledProcess& process, SampledProcess::State state, std::uint64_t time) {
  using State = SampledProcess::State;
  if (state == State::kSampled || state == State::kUnreadable) return false;
  addTo(past_, process.statistics());
  if (state != State::kEnded) finder_.seek(process.pid());
  if (process.pid() != root_) return true;
  if (state == State::kEnded) endRoot();
  if (state == State::kExecuted)
    recorder_.addNote(time, subjectOf(root_) + " started another program in its place (" +
                                os::executablePath(root_) + ").");
  if (state == State::kLost)
    recorder_.addNote(time, subjectOf(root_) + " has no Python runtime any more where it had one.");
  return true;
}

Statistics ProcessGroup::statistics() const {
  Statistics sum = past_;
  for (const auto& process : processes_) addTo(sum, process->statistics());
  sum.ticks = ticks_;
  return sum;
}

}  // namespace tachyon
