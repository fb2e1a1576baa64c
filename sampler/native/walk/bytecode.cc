#include "bytecode.h"

#include "../base/limits.h"

namespace tachyon {
namespace {

constexpr std::uint64_t kUnitsAgeNs = 5'000'000;  // how old a copy of instructions may be

}  // namespace

bool Bytecode::refresh(ProcessMemory& memory, std::uint64_t time) {
  unitsTime = time;
  return memory.read(start, units.data(), units.size() * sizeof units[0]);
}

std::uint8_t Bytecode::currentOpcode(ProcessMemory& memory, std::uint32_t unit, std::uint64_t time) {
  if (time - unitsTime > kUnitsAgeNs) refresh(memory, time);
  return static_cast<std::uint8_t>(units[unit]);
}

// The array begins with the number of its entries; the first entry is the code object's own bytecode.
Address findBytecodeCopy(ProcessMemory& memory, Address copies, std::uint32_t index) {
  Address array, copy;
  std::uint64_t count = 0;
  if (!memory.readValue(copies, array) || !array || !array.aligned() || !memory.readValue(array, count) ||
      count > limits::kBytecodeCopies || index >= count ||
      !memory.readValue(array + 8 + std::uint64_t{index} * 8, copy))
    return {};
  return copy.value % sizeof(std::uint16_t) == 0 ? copy : Address{};
}

}  // namespace tachyon
