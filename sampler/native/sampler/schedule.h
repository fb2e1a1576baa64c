#pragma once

#include <cstdint>

namespace tachyon {

// When ticks are due: at fixed distances from the latest start, whatever happened to the ones before.
class Schedule {
 public:
  // Times in ns.
  Schedule(std::uint64_t start, std::uint64_t interval) : due_(start), interval_(interval) {}

  std::uint64_t due() const { return due_; }

  // To be called after a time without ticks: none of them was missed.
  void restart(std::uint64_t now) { due_ = now; }

  // Says that a tick begins: counts due times that have passed altogether as missed, and a tick that begins
  // more than half an interval after its time as late.
  void begin(std::uint64_t now) {
    if (now < due_) return;
    const std::uint64_t passed = (now - due_) / interval_;
    missed_ += passed;
    due_ += passed * interval_;
    if (now - due_ > interval_ / 2) ++late_;
  }

  // Says that it is over: the next one is due.
  void end() { due_ += interval_; }

  std::uint64_t late() const { return late_; }
  std::uint64_t missed() const { return missed_; }

 private:
  std::uint64_t due_, interval_;
  std::uint64_t late_ = 0, missed_ = 0;
};

}  // namespace tachyon
