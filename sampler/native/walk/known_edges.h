#pragma once

#include <cstdint>
#include <vector>

#include "../base/flat_map.h"
#include "code_cache.h"

namespace tachyon {

// Which code may stand directly on top of which instruction, as far as was seen.
//
// A link is known when the call site says so itself, or when it makes up a fair share of what was seen on
// that instruction: in stacks that held still while they were read, or in moving ones where the callee's
// function was found where the caller keeps what it calls. What is mixed up from two calls within nanoseconds
// can look like either, but only at times. (Generators come and go at the same address, so that finding one
// where the caller keeps it says nothing about which one it is.)
class KnownEdges {
 public:
  struct Edge {
    std::uint32_t site = 0, callee = 0;
    bool isConfirmed = false;  // the callee's function was found where the caller keeps what it calls
    bool isExact = false;      // and the call site is specialised for its code
  };

  // `caller` is null for the first frame of a stack.
  Edge edge(const Code* caller, std::uint32_t unit, const Code& callee, bool isConfirmed, bool isExact) {
    const std::uint64_t key = caller == nullptr ? kRoot : (std::uint64_t{caller->serial} << 32) | unit;
    std::uint32_t site = sites_.find(key);
    if (site == FlatMap::kNone) {
      site = static_cast<std::uint32_t>(siteCount_++);
      sites_.set(key, site);
    }
    return {site, callee.serial, isConfirmed, isExact};
  }

  bool isKnown(Edge edge) const {
    return edge.isExact || still_.isFair(edge, kStillSightings) ||
           (edge.isConfirmed && moving_.isFair(edge, kMovingSightings));
  }

  void seeStill(Edge edge) { still_.add(edge); }

  void seeMoving(Edge edge) {
    if (edge.isConfirmed) moving_.add(edge);
  }

 private:
  static constexpr std::uint64_t kRoot = ~0ull;
  static constexpr std::uint32_t kStillSightings = 2;  // once may be chance
  static constexpr std::uint32_t kMovingSightings = 16;
  static constexpr std::uint64_t kFairShare = 4;  // one in so many
  static constexpr std::uint32_t kEnough = 1u << 30;

  class Sightings {
   public:
    void add(Edge edge) {
      if (edge.site >= totals_.size()) totals_.resize(edge.site + 1);
      const std::uint32_t count = countOf(edge);
      if (count == kEnough) return;
      counts_.set(keyOf(edge), count + 1);
      ++totals_[edge.site];
    }

    bool isFair(Edge edge, std::uint32_t least) const {
      const std::uint64_t count = countOf(edge);
      return count >= least && count * kFairShare >= totals_[edge.site];
    }

   private:
    static std::uint64_t keyOf(Edge edge) { return (std::uint64_t{edge.site} << 32) | edge.callee; }

    std::uint32_t countOf(Edge edge) const {
      const std::uint32_t count = counts_.find(keyOf(edge));
      return count == FlatMap::kNone ? 0 : count;
    }

    FlatMap counts_;
    std::vector<std::uint32_t> totals_;  // by site
  };

  FlatMap sites_;
  std::size_t siteCount_ = 0;
  Sightings still_, moving_;
};

}  // namespace tachyon
