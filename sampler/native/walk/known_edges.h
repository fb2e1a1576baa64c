#pragma once

#include <cstdint>

#include "../base/flat_map.h"
#include "code_cache.h"

namespace tachyon {

// Which code was seen directly on top of which instruction in stacks that held perfectly still while they
// were read.
class KnownEdges {
 public:
  struct Edge {
    std::uint32_t site = 0, callee = 0;
  };

  // `caller` is null for the first frame of a stack.
  Edge edge(const Code* caller, std::uint32_t unit, const Code& callee) {
    const std::uint64_t key = caller == nullptr ? kRoot : (std::uint64_t{caller->serial} << 32) | unit;
    std::uint32_t site = sites_.find(key);
    if (site == FlatMap::kNone) {
      site = static_cast<std::uint32_t>(sites_.size());
      sites_.set(key, site);
    }
    return {site, callee.serial};
  }

  bool isKnown(Edge edge) const {
    const std::uint32_t times = edges_.find(keyOf(edge));
    return times != FlatMap::kNone && times >= kEnough;
  }

  void see(Edge edge) {
    const std::uint32_t times = edges_.find(keyOf(edge));
    if (times == FlatMap::kNone || times < kEnough)
      edges_.set(keyOf(edge), times == FlatMap::kNone ? 1 : times + 1);
  }

 private:
  static constexpr std::uint64_t kRoot = ~0ull;
  static constexpr std::uint32_t kEnough = 2;  // once may be chance

  static std::uint64_t keyOf(Edge edge) { return (std::uint64_t{edge.site} << 32) | edge.callee; }

  FlatMap sites_, edges_;
};

}  // namespace tachyon
