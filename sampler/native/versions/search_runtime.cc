#include "search_runtime.h"

#include <vector>

#include "../base/bytes.h"

namespace tachyon {
namespace {

constexpr std::size_t kAlignment = 8;

}  // namespace

bool isRuntimeAt(ProcessMemory& memory, const RuntimeLayout& layout, Address address) {
  Address main, thread, owner;
  std::uint64_t id = 0;
  return memory.readValue(address + layout.runtime.interpretersMain, main) && main.aligned() &&
         memory.readValue(main + layout.interpreter.id, id) && id == 0 &&
         memory.readValue(main + layout.interpreter.threadsHead, thread) && thread && thread.aligned() &&
         memory.readValue(thread + layout.thread.interpreter, owner) && owner == main;
}

Address searchRuntime(ProcessMemory& memory, const RuntimeLayout& layout,
                      std::span<const RuntimeLocation::Piece> pieces) {
  std::vector<std::uint8_t> bytes;
  const std::size_t headAt = layout.runtime.interpretersHead, mainAt = layout.runtime.interpretersMain;
  for (const RuntimeLocation::Piece& piece : pieces) {
    bytes.resize(piece.size);
    if (!memory.read(piece.start, bytes.data(), bytes.size())) continue;
    for (std::size_t at = 0; at + mainAt + kAlignment <= bytes.size(); at += kAlignment) {
      // Two pointers to the heap, as a rule the same one; the system calls come after.
      const auto head = loadAs<Address>(bytes.data() + at + headAt);
      const auto main = loadAs<Address>(bytes.data() + at + mainAt);
      if (head && main && head.aligned() && main.aligned() && isRuntimeAt(memory, layout, piece.start + at))
        return piece.start + at;
    }
  }
  return {};
}

}  // namespace tachyon
