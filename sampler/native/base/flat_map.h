#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace tachyon {

// Open addressing from a 64-bit key to a 32-bit value. Grows by doubling; once warm it allocates nothing.
class FlatMap {
 public:
  static constexpr std::uint32_t kNone = 0xffffffff;

  std::uint32_t find(std::uint64_t key) const {
    if (slots_.empty()) return kNone;
    for (std::size_t at = hash(key);; ++at) {
      const Slot& slot = slots_[at & mask()];
      if (slot.value == kNone || slot.key == key) return slot.value;
    }
  }

  void set(std::uint64_t key, std::uint32_t value) {
    if ((used_ + 1) * 2 > slots_.size()) grow();
    place(key, value);
  }

  // Keeps its memory.
  void clear() {
    if (used_ > 0) std::fill(slots_.begin(), slots_.end(), Slot{});
    used_ = 0;
  }

  std::size_t size() const { return used_; }

 private:
  struct Slot {
    std::uint64_t key = 0;
    std::uint32_t value = kNone;
  };

  std::size_t mask() const { return slots_.size() - 1; }

  // The finaliser of MurmurHash3: neighbouring keys must not crowd.
  static std::size_t hash(std::uint64_t key) {
    key ^= key >> 33;
    key *= 0xff51afd7ed558ccdull;
    key ^= key >> 33;
    return key;
  }

  void place(std::uint64_t key, std::uint32_t value) {
    for (std::size_t at = hash(key);; ++at) {
      Slot& slot = slots_[at & mask()];
      if (slot.value != kNone && slot.key != key) continue;
      if (slot.value == kNone) ++used_;
      slot = {key, value};
      return;
    }
  }

  void grow() {
    std::vector<Slot> old(slots_.empty() ? 64 : slots_.size() * 2);
    old.swap(slots_);
    used_ = 0;
    for (const Slot& slot : old)
      if (slot.value != kNone) place(slot.key, slot.value);
  }

  std::vector<Slot> slots_;
  std::size_t used_ = 0;
};

}  // namespace tachyon
