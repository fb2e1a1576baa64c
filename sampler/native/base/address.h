#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>

namespace tachyon {

// A place in the target's memory. Never a pointer of ours.
struct Address {
  std::uint64_t value = 0;

  constexpr explicit operator bool() const { return value != 0; }
  constexpr auto operator<=>(const Address&) const = default;
  constexpr Address operator+(std::uint64_t bytes) const { return {value + bytes}; }
  constexpr Address operator-(std::uint64_t bytes) const { return {value - bytes}; }
  constexpr std::uint64_t operator-(Address other) const { return value - other.value; }
  constexpr bool aligned() const { return value % 8 == 0; }
};

}  // namespace tachyon
