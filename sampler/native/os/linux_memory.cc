#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "../base/limits.h"
#include "linux_proc.h"
#include "os.h"

namespace tachyon::os {
namespace {

ReadFailure failureOf(int error) {
  if (error == ESRCH) return ReadFailure::kGone;
  if (error == EPERM || error == EACCES) return ReadFailure::kForbidden;
  return ReadFailure::kUnreadable;
}

// Below the lowest address that can be mapped: reading it fails with EFAULT when reading is allowed at all.
constexpr std::uint64_t kUnmappedAddress = 8;

class LinuxMemory final : public ProcessMemory {
 public:
  explicit LinuxMemory(pid_t pid) : pid_(pid), thread_(pid) {}
  ~LinuxMemory() override {
    if (file_ >= 0) close(file_);
  }

  ReadOutcome readRanges(std::span<const ReadRange> ranges) override {
    ReadOutcome outcome;
    while (!ranges.empty() && outcome.ok()) {
      const auto part = ranges.first(std::min(ranges.size(), limits::kRangesPerRead));
      const ReadOutcome read = useFile_ ? readFile(part) : readVectors(part);
      outcome.bytes += read.bytes;
      outcome.failure = read.failure;
      ranges = ranges.subspan(part.size());
    }
    counters_.bytes += outcome.bytes;
    return outcome;
  }

 private:
  ReadOutcome readVectors(std::span<const ReadRange> ranges) {
    std::size_t wanted = 0;
    for (std::size_t i = 0; i < ranges.size(); ++i) {
      local_[i] = {ranges[i].into, ranges[i].size};
      remote_[i] = {reinterpret_cast<void*>(ranges[i].address.value), ranges[i].size};
      wanted += ranges[i].size;
    }
    ssize_t got = readLaidOut(ranges.size());
    if (got < 0 && errno == ESRCH && passToLivingThread()) got = readLaidOut(ranges.size());
    if (got < 0 && errno == ENOSYS) {
      useFile_ = true;
      return readFile(ranges);
    }
    if (got < 0) return {0, failureOf(errno)};
    const auto bytes = static_cast<std::size_t>(got);
    return {bytes, bytes == wanted ? ReadFailure::kNone : ReadFailure::kUnreadable};
  }

  ssize_t readLaidOut(std::size_t count) {
    ++counters_.calls;
    return process_vm_readv(thread_, local_.data(), count, remote_.data(), count, 0);
  }

  // Memory is reached through any thread that lives. The first one may end before the others.
  bool passToLivingThread() {
    const std::uint32_t thread = livingThread(static_cast<std::uint32_t>(pid_));
    if (thread != 0) thread_ = static_cast<pid_t>(thread);
    return thread != 0;
  }

  // Kernels without process_vm_readv, and sandboxes that filter it.
  ReadOutcome readFile(std::span<const ReadRange> ranges) {
    if (file_ < 0) file_ = open(("/proc/" + std::to_string(pid_) + "/mem").c_str(), O_RDONLY | O_CLOEXEC);
    if (file_ < 0) return {0, errno == ENOENT ? ReadFailure::kGone : failureOf(errno)};
    ReadOutcome outcome;
    for (const ReadRange& range : ranges) {
      ++counters_.calls;
      const ssize_t got = pread(file_, range.into, range.size, static_cast<off_t>(range.address.value));
      if (got == 0) return {outcome.bytes, ReadFailure::kGone};
      if (got < 0 || static_cast<std::size_t>(got) != range.size)
        return {outcome.bytes, got < 0 ? failureOf(errno) : ReadFailure::kUnreadable};
      outcome.bytes += range.size;
    }
    return outcome;
  }

  pid_t pid_, thread_;
  int file_ = -1;
  bool useFile_ = false;
  std::array<iovec, limits::kRangesPerRead> local_;
  std::array<iovec, limits::kRangesPerRead> remote_;
};

}  // namespace

Result<std::unique_ptr<ProcessMemory>> openMemory(std::uint32_t pid) {
  const std::string subject = "Process " + std::to_string(pid);
  if (pid == 0 || processState(pid) == ProcessState::kEnded)
    return Error{ErrorCode::kNotFound, subject + " does not exist. Check the process id."};
  auto memory = std::make_unique<LinuxMemory>(static_cast<pid_t>(pid));
  char byte = 0;
  const ReadRange probe{Address{kUnmappedAddress}, &byte, 1};
  const ReadFailure failure = memory->readRanges({&probe, 1}).failure;
  if (failure == ReadFailure::kForbidden) return Error{ErrorCode::kPermission, explainForbidden(pid)};
  if (failure == ReadFailure::kGone)
    return Error{ErrorCode::kNotFound, subject + " ended just now. Start the program again."};
  return std::unique_ptr<ProcessMemory>(std::move(memory));
}

}  // namespace tachyon::os
