#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "../os/os.h"

namespace tachyon {

// Holds threads while they are read, and counts what that costs them.
class Freezer {
 public:
  // Null: nothing can be held, as in recorded memory.
  explicit Freezer(std::unique_ptr<os::ThreadHolder> holder) : holder_(std::move(holder)) {}

  // Whether the thread is held now.
  bool hold(std::uint64_t tid) {
    if (holds(tid)) return true;
    if (!holder_ || isRefused_) return false;
    if (held_.empty()) since_ = os::now();
    const os::Hold result = holder_->hold(tid);
    isRefused_ = result == os::Hold::kRefused;
    if (result != os::Hold::kHeld) return false;
    held_.push_back(tid);
    ++stops_;
    return true;
  }

  bool holds(std::uint64_t tid) const {
    for (const std::uint64_t held : held_)
      if (held == tid) return true;
    return false;
  }

  void release() {
    if (!holder_) return;
    holder_->release();
    if (!held_.empty()) stoppedNs_ += os::now() - since_;
    held_.clear();
  }

  // Whether the system has forbidden it; it is not asked again.
  bool isRefused() const { return isRefused_; }
  std::uint64_t stops() const { return stops_; }
  std::uint64_t stoppedNs() const { return stoppedNs_; }

 private:
  std::unique_ptr<os::ThreadHolder> holder_;
  std::vector<std::uint64_t> held_;
  std::uint64_t since_ = 0, stops_ = 0, stoppedNs_ = 0;
  bool isRefused_ = false;
};

}  // namespace tachyon
