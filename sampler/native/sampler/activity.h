#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <utility>

#include "../os/os.h"

namespace tachyon {

// What the system says about one thread. Asking takes about as long as reading a stack, so it is asked at
// most about every millisecond, and less and less often while nothing happens.
class Activity {
 public:
  Activity() = default;
  // Null: nothing is known of the thread.
  explicit Activity(std::unique_ptr<os::ThreadWatch> watch) : watch_(std::move(watch)) {}

  // Asks now. Times in ns.
  void look(std::uint64_t time) {
    if (!watch_) return;
    const bool didRest = known_.isKnown && !known_.runs;
    known_ = watch_->look();
    const bool rests = didRest && known_.isKnown && !known_.runs;
    ageNs_ = rests ? std::min(2 * ageNs_, kOldestNs) : kFreshNs;
    askedAt_ = time;
    wasAsked_ = true;
  }

  // Says that the thread did something.
  void stir() { ageNs_ = kFreshNs; }

  const os::ThreadActivity& at(std::uint64_t time) {
    if (!wasAsked_ || time - askedAt_ >= ageNs_) look(time);
    return known_;
  }

 private:
  static constexpr std::uint64_t kFreshNs = 900'000;  // so that each tick of a 1 kHz schedule asks
  static constexpr std::uint64_t kOldestNs = 16'000'000;

  std::unique_ptr<os::ThreadWatch> watch_;
  os::ThreadActivity known_;
  std::uint64_t askedAt_ = 0, ageNs_ = kFreshNs;
  bool wasAsked_ = false;
};

}  // namespace tachyon
