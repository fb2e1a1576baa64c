// What no sampler on this machine can go below.
//   floor read PID SECONDS < ranges   ranges are lines "address length"; reads all of them again and again, as few calls as
//                                     there can be, and prints the nanoseconds that one pass takes
//   floor wake PID SECONDS HZ         wakes up so often by absolute deadlines, and prints the CPU nanoseconds of one wake-up
//   floor visit PID SECONDS HZ < ranges   the same with one pass at each wake-up: the caches have cooled since the last
#define _GNU_SOURCE
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/uio.h>
#include <time.h>

enum { kMostRanges = 4096, kBufferBytes = 4 << 20 };

static struct iovec remote[kMostRanges];
static char buffer[kBufferBytes];

static uint64_t now(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static unsigned long readRanges(size_t* bytes) {
  unsigned long count = 0;
  uint64_t address, length;
  while (count < kMostRanges && scanf("%" SCNu64 " %" SCNu64, &address, &length) == 2) {
    remote[count++] = (struct iovec){(void*)(uintptr_t)address, length};
    *bytes += length;
  }
  return count;
}

static int pass(pid_t pid, unsigned long count) {
  char* into = buffer;
  for (unsigned long first = 0; first < count; first += IOV_MAX) {
    unsigned long some = count - first < IOV_MAX ? count - first : IOV_MAX;
    struct iovec local = {into, 0};
    for (unsigned long i = first; i < first + some; ++i) local.iov_len += remote[i].iov_len;
    if (process_vm_readv(pid, &local, 1, remote + first, some, 0) != (ssize_t)local.iov_len) return 0;
    into += local.iov_len;
  }
  return 1;
}

static int measureReads(pid_t pid, unsigned long count, size_t bytes, double seconds) {
  uint64_t passes = 0, start = now(CLOCK_MONOTONIC), end = start + (uint64_t)(seconds * 1e9), time = start;
  for (; time < end; time = now(CLOCK_MONOTONIC), ++passes)
    if (!pass(pid, count)) return perror("floor: process_vm_readv"), 1;
  printf("%.1f %lu %zu\n", (double)(time - start) / (double)passes, count, bytes);
  return 0;
}

// Reads nothing at its wake-ups where `count` is 0.
static int measureWakes(pid_t pid, unsigned long count, double hz, double seconds) {
  prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL);
  uint64_t start = now(CLOCK_MONOTONIC), cpu = now(CLOCK_THREAD_CPUTIME_ID), wakes = (uint64_t)(hz * seconds);
  for (uint64_t i = 1; i <= wakes; ++i) {
    uint64_t due = start + (uint64_t)((double)i * 1e9 / hz);
    struct timespec time = {(time_t)(due / 1000000000u), (long)(due % 1000000000u)};
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL);
    if (count > 0 && !pass(pid, count)) return perror("floor: process_vm_readv"), 1;
  }
  printf("%.1f\n", (double)(now(CLOCK_THREAD_CPUTIME_ID) - cpu) / (double)wakes);
  return 0;
}

int main(int count, char** arguments) {
  const char* usage = "floor read PID SECONDS | floor wake PID SECONDS HZ | floor visit PID SECONDS HZ\n";
  if (count < 4) return fputs(usage, stderr), 2;
  pid_t pid = atoi(arguments[2]);
  double seconds = atof(arguments[3]), hz = count > 4 ? atof(arguments[4]) : 0;
  if (strcmp(arguments[1], "wake") == 0) return measureWakes(pid, 0, hz, seconds);
  size_t bytes = 0;
  unsigned long ranges = readRanges(&bytes);
  if (ranges == 0 || bytes > kBufferBytes) return fprintf(stderr, "floor: %lu ranges, %zu bytes\n", ranges, bytes), 1;
  if (strcmp(arguments[1], "visit") == 0) return measureWakes(pid, ranges, hz, seconds);
  return measureReads(pid, ranges, bytes, seconds);
}
