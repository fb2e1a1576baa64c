#include "posix_threads.h"

namespace tachyon {
namespace {

// struct pthread's `tid` on x86-64: glibc, musl 1.2, musl 1.1.
constexpr std::size_t kUsualOffsets[] = {720, 48, 56};
constexpr std::size_t kSearchedBytes = 2048;

bool isAt(ProcessMemory& memory, Address thread, std::size_t offset, std::uint64_t nativeId) {
  std::uint32_t value = 0;
  return memory.readValue(thread + offset, value) && value == nativeId;
}

}  // namespace

std::size_t findNativeIdOffset(ProcessMemory& memory, Address thread, std::uint64_t nativeId) {
  for (const std::size_t offset : kUsualOffsets)
    if (isAt(memory, thread, offset, nativeId)) return offset;
  for (std::size_t offset = 0; offset < kSearchedBytes; offset += sizeof(std::uint32_t))
    if (isAt(memory, thread, offset, nativeId)) return offset;
  return kUsualOffsets[0];
}

std::optional<std::uint64_t> readNativeId(ProcessMemory& memory, Address thread, std::size_t offset) {
  std::uint32_t value = 0;
  if (!thread || !thread.aligned() || !memory.readValue(thread + offset, value) || value == 0) return {};
  return value;
}

}  // namespace tachyon
