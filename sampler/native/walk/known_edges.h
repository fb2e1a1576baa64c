#pragma once

#include <cstdint>
#include <vector>

#include "../base/flat_map.h"
#include "code_cache.h"

namespace tachyon {

// Which code may stand directly on top of which instruction, as far as was seen in stacks that several
// readings showed alike. Readings of a program that does nothing but call can agree by chance, though hardly
// ever: a link is known when it makes up a fair share of what was seen on its instruction.
class KnownEdges {
 public:
  struct Edge {
    std::uint32_t site = 0, callee = 0;
    std::uint64_t key() const { return (std::uint64_t{site} << 32) | callee; }
  };

  // `caller` is null for the first frame of a stack.
  Edge edge(const Code* caller, std::uint32_t unit, const Code& callee) {
    const std::uint64_t key = caller == nullptr ? kRoot : (std::uint64_t{caller->serial} << 32) | unit;
    std::uint32_t site = sites_.find(key);
    if (site == FlatMap::kNone) {
      site = static_cast<std::uint32_t>(totals_.size());
      sites_.set(key, site);
      totals_.push_back(0);
      askings_.push_back(0);
    }
    return {site, callee.serial};
  }

  bool isKnown(Edge edge) const {
    const std::uint64_t count = countOf(edge);
    return count >= kSightings && count * kFairShare >= totals_[edge.site];
  }

  // Whether the edge's instruction was seen to call something else, or nothing could be seen in many askings.
  bool isFamiliar(Edge edge) {
    return totals_[edge.site] > countOf(edge) || ++askings_[edge.site] > kPatience;
  }

  void see(Edge edge) {
    const std::uint32_t count = countOf(edge);
    if (count == kEnough) return;
    counts_.set(edge.key(), count + 1);
    ++totals_[edge.site];
  }

 private:
  static constexpr std::uint64_t kRoot = ~0ull;
  static constexpr std::uint32_t kSightings = 2;   // once may be chance
  static constexpr std::uint64_t kFairShare = 64;  // one in so many
  static constexpr std::uint32_t kEnough = 1u << 30;
  static constexpr std::uint32_t kPatience = 64;  // of askings

  std::uint32_t countOf(Edge edge) const {
    const std::uint32_t count = counts_.find(edge.key());
    return count == FlatMap::kNone ? 0 : count;
  }

  FlatMap sites_, counts_;
  std::vector<std::uint32_t> totals_, askings_;  // by site
};

}  // namespace tachyon
