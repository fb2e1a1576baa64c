#pragma once

#include <bit>
#include <cstddef>
#include <cstring>

namespace tachyon {

static_assert(std::endian::native == std::endian::little, "targets and files are read in place");

// Reads a value that may be unaligned.
template <class T>
T loadAs(const void* bytes) {
  T value;
  std::memcpy(&value, bytes, sizeof value);
  return value;
}

}  // namespace tachyon
