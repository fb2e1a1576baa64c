#include "stack_depths.h"

#include <bit>
#include <cstddef>

namespace tachyon {
namespace {

// Follows paths until every unit that can be reached has its depth.
class DepthWalk {
 public:
  DepthWalk(std::span<const std::uint16_t> units, const InstructionSet& instructions,
            const StackEffects& effects)
      : units_(units), instructions_(instructions), effects_(effects), depths_(units.size(), kUnreached) {}

  void enter(std::size_t unit, std::int64_t depth) {
    if (unit < units_.size() && depth >= 0 && depth <= INT16_MAX)
      pending_.push_back({unit, static_cast<std::int16_t>(depth)});
  }

  std::vector<std::int16_t> finish() {
    while (!pending_.empty()) {
      const Place place = pending_.back();
      pending_.pop_back();
      follow(place);
    }
    return std::move(depths_);
  }

 private:
  struct Place {
    std::size_t unit;
    std::int16_t depth;
  };

  // Whether a path goes on from here: not where one of the same depth has been before.
  bool reach(Place place) {
    std::int16_t& depth = depths_[place.unit];
    if (depth == place.depth || depth == kAmbiguous) return false;
    depth = depth == kUnreached ? place.depth : kAmbiguous;
    return true;
  }

  void follow(Place place) {
    std::uint32_t argument = 0;
    while (place.unit < units_.size() && reach(place)) {
      const std::uint8_t number = units_[place.unit] & 0xff;
      argument = (argument << 8) | (units_[place.unit] >> 8);
      if (instructions_.isExtendedArgument(number)) {
        ++place.unit;
        continue;
      }
      const Opcode& opcode = instructions_.opcode(number);
      const StackEffect& effect = effects_[opcode.base];
      if (opcode.name == nullptr || !effect.isKnown) return;
      const std::size_t next = place.unit + 1 + opcode.caches;
      const std::int64_t change = changeBy(effect, argument);
      if (effect.jump != Jump::kNone)
        enter(targetOf(effect.jump, next, argument), place.depth + change - effect.constant + effect.jumping);
      const std::int64_t depth = place.depth + change;
      if (effect.ends || depth < 0 || depth > INT16_MAX) return;
      place = {next, static_cast<std::int16_t>(depth)};
      argument = 0;
    }
  }

  static std::int64_t changeBy(const StackEffect& effect, std::uint32_t argument) {
    const std::int64_t count = effect.isPair ? (argument & 0xff) + (argument >> 8) : argument;
    return effect.constant + effect.perArgument * count +
           effect.perBit * std::popcount(argument & effect.bits);
  }

  std::size_t targetOf(Jump jump, std::size_t next, std::uint32_t argument) const {
    const std::size_t distance = argument / effects_.jumpsPerUnit;
    if (jump == Jump::kAbsolute) return distance;
    return jump == Jump::kForward ? next + distance : next - distance;  // below 0: beyond the end
  }

  std::span<const std::uint16_t> units_;
  const InstructionSet& instructions_;
  const StackEffects& effects_;
  std::vector<std::int16_t> depths_;
  std::vector<Place> pending_;
};

// Numbers of an exception table: six bits a byte, most significant first, bit 6 on all but the last.
class HandlerTable {
 public:
  explicit HandlerTable(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  bool hasMore() const { return at_ < bytes_.size(); }

  std::uint32_t number() {
    std::uint32_t value = 0;
    while (hasMore()) {
      const std::uint8_t byte = bytes_[at_++];
      value = (value << 6) | (byte & 0x3f);
      if ((byte & 0x40) == 0) break;
    }
    return value;
  }

 private:
  std::span<const std::uint8_t> bytes_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<std::int16_t> computeStackDepths(std::span<const std::uint16_t> units,
                                             std::span<const std::uint8_t> handlers,
                                             const InstructionSet& instructions,
                                             const StackEffects& effects) {
  DepthWalk walk(units, instructions, effects);
  walk.enter(0, 0);
  HandlerTable table(handlers);
  while (table.hasMore()) {
    table.number();  // first unit of what is guarded
    table.number();  // length
    const std::uint32_t target = table.number(), depthAndPlace = table.number();
    // The exception comes on top, and below it the place where it happened if the handler wants that.
    walk.enter(target, (depthAndPlace >> 1) + (depthAndPlace & 1) + 1);
  }
  return walk.finish();
}

}  // namespace tachyon
