#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <utility>
#include <vector>

#include "../base/limits.h"
#include "linux_proc.h"
#include "os.h"

namespace tachyon::os {
namespace {

// A running thread stops within some microseconds; one that is off its processor may need longer.
constexpr std::uint64_t kSpinNs = 100'000, kPatienceNs = 20'000'000, kPauseNs = 50'000;

// Node watches its children by SIGCHLD and asks for all of them then: it must not be told of each stop, which
// it would take for an end.
void silenceStops() {
  struct sigaction action;
  if (sigaction(SIGCHLD, nullptr, &action) != 0 || (action.sa_flags & SA_NOCLDSTOP) != 0) return;
  action.sa_flags |= SA_NOCLDSTOP;
  sigaction(SIGCHLD, &action, nullptr);
}

// By ptrace: seized, interrupted, read, detached. Nothing is written into the thread, and the kernel detaches
// by itself when we end.
class LinuxHolder final : public ThreadHolder {
 public:
  explicit LinuxHolder(std::uint32_t pid)
      : pid_(pid),
        isOurChild_(statField(readText(procPath(pid, "stat")), 4) == static_cast<std::uint64_t>(getpid())) {}
  ~LinuxHolder() override { release(); }

  Hold hold(std::uint64_t tid) override {
    const auto id = static_cast<pid_t>(systemIdOf(tid));
    for (const Held& held : held_)
      if (held.id == id) return held.isStopped ? Hold::kHeld : Hold::kBusy;
    silenceStops();
    if (ptrace(PTRACE_SEIZE, id, nullptr, nullptr) != 0) return errno == EPERM ? Hold::kRefused : Hold::kBusy;
    ptrace(PTRACE_INTERRUPT, id, nullptr, nullptr);
    Held held{id};
    awaitStop(held);
    held_.push_back(held);
    return held.isStopped ? Hold::kHeld : Hold::kBusy;
  }

  void release() override {
    for (std::size_t i = held_.size(); i-- > 0;) {
      Held& held = held_[i];
      if (held.isStopped || hasStopped(held))
        ptrace(PTRACE_DETACH, held.id, nullptr, held.signal);
      else if (!hasEnded(held))
        continue;
      held_.erase(held_.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }

 private:
  struct Held {
    pid_t id;
    bool isStopped = false;
    long signal = 0;  // that it was about to receive
  };

  static bool hasStopped(Held& held) {
    siginfo_t info{};
    if (waitid(P_PID, static_cast<id_t>(held.id), &info, WSTOPPED | WNOHANG | __WALL) != 0 ||
        info.si_pid == 0)
      return false;
    held.isStopped = true;
    // A stop that we did not ask for is the delivery of a signal.
    if (info.si_status >> 8 == 0) held.signal = info.si_status & 0x7f;
    return true;
  }

  // A thread that ends while it is traced stays until that was noted. The end of a process that we have
  // launched is for Node to note.
  bool hasEnded(const Held& held) const {
    siginfo_t info{};
    const auto id = static_cast<id_t>(held.id);
    if (waitid(P_PID, id, &info, WEXITED | WNOHANG | WNOWAIT | __WALL) != 0) return true;
    if (info.si_pid == 0) return false;
    const bool isProcess = held.id == static_cast<pid_t>(pid_);
    if (!isProcess || !isOurChild_) waitid(P_PID, id, &info, WEXITED | WNOHANG | __WALL);
    return true;
  }

  static void awaitStop(Held& held) {
    const std::uint64_t start = now();
    while (!hasStopped(held)) {
      const std::uint64_t time = now();
      if (time - start > kPatienceNs) return;
      if (time - start > kSpinNs) sleepUntil(time + kPauseNs);
    }
  }

  std::uint64_t systemIdOf(std::uint64_t tid) {
    for (const auto& [own, id] : ids_)
      if (own == tid) return id;
    if (ids_.size() >= limits::kThreads) ids_.clear();
    const std::string folder = threadFolder(pid_, tid);
    ids_.emplace_back(tid, std::strtoull(folder.c_str() + folder.rfind('/') + 1, nullptr, 10));
    return ids_.back().second;
  }

  std::uint32_t pid_;
  bool isOurChild_;
  std::vector<Held> held_;
  std::vector<std::pair<std::uint64_t, std::uint64_t>>
      ids_;  // of threads, as the process and the system see them
};

}  // namespace

std::unique_ptr<ThreadHolder> holdThreads(std::uint32_t pid) { return std::make_unique<LinuxHolder>(pid); }

}  // namespace tachyon::os
