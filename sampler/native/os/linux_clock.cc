#include <sys/prctl.h>
#include <time.h>

#include "os.h"

namespace tachyon::os {
namespace {

constexpr std::uint64_t kNanoseconds = 1'000'000'000;

std::uint64_t readClock(clockid_t clock) {
  timespec time;
  clock_gettime(clock, &time);
  return static_cast<std::uint64_t>(time.tv_sec) * kNanoseconds + static_cast<std::uint64_t>(time.tv_nsec);
}

}  // namespace

std::uint64_t now() { return readClock(CLOCK_MONOTONIC); }

std::uint64_t threadCpuTime() { return readClock(CLOCK_THREAD_CPUTIME_ID); }

// The default timer slack of 50 us delays every wake-up by as much.
void prepareSamplingThread() { prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL); }

void sleepUntil(std::uint64_t deadline) {
  const timespec time{static_cast<time_t>(deadline / kNanoseconds),
                      static_cast<long>(deadline % kNanoseconds)};
  clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nullptr);
}

}  // namespace tachyon::os
