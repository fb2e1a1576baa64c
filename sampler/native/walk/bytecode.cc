#include "bytecode.h"

#include "../base/limits.h"

namespace tachyon {

bool Bytecode::refresh(ProcessMemory& memory, std::uint64_t time) {
  unitsTime = time;
  return memory.read(start, units.data(), units.size() * sizeof units[0]);
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
