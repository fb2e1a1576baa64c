#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <string>
#include <unordered_set>

#include "../base/limits.h"
#include "linux_proc.h"
#include "os.h"

namespace tachyon::os {
namespace {

constexpr std::uint64_t kListEveryNs = 100'000'000;  // all processes, should the counter of ids not tell
constexpr std::uint64_t kUnbornNs = 20'000'000;  // an id is given out some time before its process appears
constexpr std::uint64_t kYoungNs = 50'000'000;   // what was forked to execute a program has done so by then

// Ids are given out in order, and the system says which was the last: looking at those since the look before
// is far cheaper than listing all processes. (/proc/PID/task/TID/children is slower, needs a kernel that was
// built with it, and may leave out children while others end.)
class LinuxChildren final : public Children {
 public:
  explicit LinuxChildren(std::uint32_t root)
      : root_(root), lastIdFile_(open("/proc/loadavg", O_RDONLY | O_CLOEXEC)) {
    takeIn(root, os::now());
  }
  ~LinuxChildren() override {
    if (lastIdFile_ >= 0) close(lastIdFile_);
  }

  void look(std::uint64_t now, std::vector<Child>& added) override {
    now_ = now;
    std::erase_if(young_, [&](const Timed& young) { return noteProgram(young.pid) || now > young.until; });
    const std::uint32_t lastId = readLastId();
    const std::uint32_t given = lastId - lastId_;
    if (given > limits::kFreshProcessIds || now >= listDue_) {
      listAll(added);
      listDue_ = now + kListEveryNs;
      noteProgram(root_);
    }
    // Also after listing: the newest ids may belong to processes that are still to appear.
    for (std::uint32_t left = std::min(given, limits::kFreshProcessIds); left > 0; --left)
      fresh_.push_back({lastId - left + 1, now + kUnbornNs});
    lastId_ = lastId;
    std::erase_if(fresh_, [&](const Timed& fresh) { return isKnown(fresh.pid, added) || now > fresh.until; });
  }

 private:
  struct Timed {
    std::uint32_t pid;
    std::uint64_t until;
  };

  std::uint32_t readLastId() const {
    char text[128];
    const ssize_t size = pread(lastIdFile_, text, sizeof text - 1, 0);
    return size <= 0 ? 0 : static_cast<std::uint32_t>(lastNumber({text, static_cast<std::size_t>(size)}));
  }

  // Whether it is certain what this id is; takes it in when it is a descendant.
  bool isKnown(std::uint32_t pid, std::vector<Child>& added) {
    if (family_.contains(pid)) return true;
    const std::string status = readText(procPath(pid, "status"));
    if (status.empty()) return false;
    const auto number = [&](const char* key) {
      return static_cast<std::uint32_t>(std::strtoul(statusValue(status, key).c_str(), nullptr, 10));
    };
    if (number("Tgid") != pid) return true;  // a thread
    const std::uint32_t parent = number("PPid");
    const bool isChild = family_.contains(parent);
    if (!isChild && !isOrphanOfFamily(pid, parent)) return false;
    takeIn(pid, now_);
    added.push_back({pid, isChild ? parent : 0});
    return true;
  }

  void takeIn(std::uint32_t pid, std::uint64_t now) {
    family_.insert(pid);
    if (!noteProgram(pid)) young_.push_back({pid, now + kYoungNs});
  }

  // Whether the program is the process's own, not the one it was forked from.
  bool noteProgram(std::uint32_t pid) {
    programs_.insert(programIdentity(pid));
    return !isForkOnly(pid);
  }

  // A parent may have ended before its child was seen, as when a program makes itself a daemon. What was
  // forked from one of ours looks like it, down to the random place of its stack; its new parent does not.
  bool isOrphanOfFamily(std::uint32_t pid, std::uint32_t parent) const {
    if (!isForkOnly(pid)) return false;
    const std::string program = programIdentity(pid);
    return !program.empty() && programs_.contains(program) && programIdentity(parent) != program;
  }

  // What was there before and had no parent in the family will not get one.
  void listAll(std::vector<Child>& added) {
    std::vector<std::uint32_t> all = listNumbers("/proc"), unknown;
    std::set_difference(all.begin(), all.end(), strangers_.begin(), strangers_.end(),
                        std::back_inserter(unknown));
    std::erase_if(family_,
                  [&](std::uint32_t pid) { return !std::binary_search(all.begin(), all.end(), pid); });
    // A parent's id may be the greater one, when ids have come round.
    while (std::erase_if(unknown, [&](std::uint32_t pid) { return isKnown(pid, added); }) > 0) continue;
    std::erase_if(all, [&](std::uint32_t pid) { return family_.contains(pid); });
    strangers_ = std::move(all);
  }

  std::uint32_t root_;
  int lastIdFile_;
  std::uint32_t lastId_ = 0;
  std::uint64_t listDue_ = 0;
  std::vector<Timed> fresh_;
  std::vector<Timed> young_;                  // of the family, have not executed a program of their own
  std::unordered_set<std::string> programs_;  // that members of the family ran
  std::uint64_t now_ = 0;
  std::unordered_set<std::uint32_t> family_;  // the root and all its descendants that live
  std::vector<std::uint32_t> strangers_;      // all others at the last listing, in order
};

}  // namespace

std::unique_ptr<Children> watchChildren(std::uint32_t pid) { return std::make_unique<LinuxChildren>(pid); }

}  // namespace tachyon::os
