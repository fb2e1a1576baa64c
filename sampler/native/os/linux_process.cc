#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "linux_proc.h"
#include "os.h"

namespace tachyon::os {
namespace {

std::string readLink(const std::string& path) {
  char target[4096];
  const ssize_t size = readlink(path.c_str(), target, sizeof target);
  return size < 0 ? std::string() : std::string(target, static_cast<std::size_t>(size));
}

std::string trimmedLine(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\0')) text.pop_back();
  return text;
}

class FileImage final : public ImageBytes {
 public:
  explicit FileImage(int file) : file_(file) {}
  ~FileImage() override { close(file_); }
  bool read(std::uint64_t offset, void* into, std::size_t size) override {
    const ssize_t got = pread(file_, into, size, static_cast<off_t>(offset));
    return got >= 0 && static_cast<std::size_t>(got) == size;
  }

 private:
  int file_;
};

// The system's id of the thread that calls itself `tid` in its own pid namespace.
std::string outerThreadId(std::uint32_t pid, std::uint64_t tid) {
  std::string found = std::to_string(tid);
  if (ownProcessId(pid) == pid) return found;
  DIR* folder = opendir(procPath(pid, "task").c_str());
  if (folder == nullptr) return found;
  while (const dirent* entry = readdir(folder)) {
    const std::string status = readText(procPath(pid, std::string("task/") + entry->d_name + "/status"));
    if (lastNumber(statusValue(status, "NSpid")) == tid) found = entry->d_name;
  }
  closedir(folder);
  return found;
}

bool parseMapping(const char* line, Mapping& mapping) {
  unsigned long long start = 0, end = 0, offset = 0;
  int path = 0;
  if (std::sscanf(line, "%llx-%llx %*s %llx %*s %*s %n", &start, &end, &offset, &path) < 3 ||
      line[path] != '/')
    return false;
  mapping = {Address{start}, Address{end}, offset, line + path};
  return true;
}

}  // namespace

// A process whose first thread has ended is a zombie to look at, and goes on with the others.
ProcessState processState(std::uint32_t pid) {
  return livingThread(pid) == 0 ? ProcessState::kEnded : ProcessState::kRunning;
}

bool isForkOnly(std::uint32_t pid) {
  constexpr int kFlagsField = 9;
  constexpr std::uint64_t kForkedNotExecuted = 0x40;  // the kernel's PF_FORKNOEXEC
  return (statField(readText(procPath(pid, "stat")), kFlagsField) & kForkedNotExecuted) != 0;
}

std::vector<std::string> commandLine(std::uint32_t pid) {
  const std::string text = readText(procPath(pid, "cmdline"));
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    words.push_back(text.c_str() + at);
    at += words.back().size() + 1;
  }
  return words;
}

std::string executablePath(std::uint32_t pid) { return readLink(procPath(pid, "exe")); }

// The same file may be executed again; its stack then begins elsewhere.
std::string programIdentity(std::uint32_t pid) {
  constexpr int kStackStartField = 28;
  struct stat facts;
  if (stat(procPath(pid, "exe").c_str(), &facts) != 0) return {};
  return std::to_string(facts.st_dev) + ":" + std::to_string(facts.st_ino) + ":" +
         std::to_string(statField(readText(procPath(pid, "stat")), kStackStartField));
}

std::vector<Mapping> listMappings(std::uint32_t pid) {
  const std::string text = readText(procPath(pid, "maps"));
  std::vector<Mapping> mappings;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    Mapping mapping;
    if (parseMapping(text.substr(at, end - at).c_str(), mapping)) mappings.push_back(std::move(mapping));
    at = end + 1;
  }
  return mappings;
}

std::unique_ptr<ImageBytes> openImage(std::uint32_t pid, const Mapping& mapping) {
  char range[64];
  std::snprintf(range, sizeof range, "map_files/%llx-%llx",
                static_cast<unsigned long long>(mapping.start.value),
                static_cast<unsigned long long>(mapping.end.value));
  // map_files is the very file, but needs privileges; the executable is always reachable. A path counts
  // within the target's own root only, and " (deleted)" behind it keeps another file that took its place from
  // being read.
  const bool isExecutable = mapping.path == executablePath(pid);
  for (const std::string& path :
       {isExecutable ? procPath(pid, "exe") : procPath(pid, range), procPath(pid, "root" + mapping.path)}) {
    const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file >= 0) return std::make_unique<FileImage>(file);
  }
  return nullptr;
}

std::uint32_t ownProcessId(std::uint32_t pid) {
  const std::string ids = statusValue(readText(procPath(pid, "status")), "NSpid");
  return ids.empty() ? pid : static_cast<std::uint32_t>(lastNumber(ids));
}

std::string threadFolder(std::uint32_t pid, std::uint64_t tid) {
  return procPath(pid, "task/" + outerThreadId(pid, tid));
}

std::string threadName(std::uint32_t pid, std::uint64_t tid) {
  const std::string name = trimmedLine(readText(threadFolder(pid, tid) + "/comm"));
  return name == trimmedLine(readText(procPath(pid, "comm"))) ? std::string() : name;
}

std::string explainForbidden(std::uint32_t pid) {
  const std::string subject = "Process " + std::to_string(pid);
  const std::string owner = statusValue(readText(procPath(pid, "status")), "Uid");
  const std::string sudo = "Run the sampler as root (sudo), or with the capability CAP_SYS_PTRACE.";
  if (!owner.empty() && std::strtoul(owner.c_str(), nullptr, 10) != getuid())
    return subject + " belongs to another user (uid " + owner.substr(0, owner.find('\t')) +
           "), whose memory the system keeps private. " + sudo;
  const std::string scope = trimmedLine(readText("/proc/sys/kernel/yama/ptrace_scope"));
  if (scope == "1")
    return subject +
           " may be read only by its own ancestors (Yama's ptrace_scope is 1). Start the program from here "
           "instead of "
           "attaching, or allow attaching until the next boot with 'sudo sysctl kernel.yama.ptrace_scope=0'.";
  if (scope == "2" || scope == "3")
    return subject + " may not be read: Yama's ptrace_scope is " + scope + ". " +
           (scope == "2" ? sudo : "It can be lowered only by booting with another setting.");
  return subject +
         " may not be read: it has more rights than this process, or a container or sandbox forbids it. In a "
         "container, "
         "add the capability SYS_PTRACE (docker run --cap-add=SYS_PTRACE). Elsewhere: " +
         sudo;
}

}  // namespace tachyon::os
