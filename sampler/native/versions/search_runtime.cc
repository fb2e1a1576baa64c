#include "search_runtime.h"

#include <vector>

#include "../base/bytes.h"
#include "../base/limits.h"

namespace tachyon {
namespace {

constexpr std::size_t kAlignment = 8;

bool isMainInterpreter(ProcessMemory& memory, const RuntimeLayout& layout, Address interpreter) {
  Address thread, owner;
  std::uint64_t id = 0;
  return memory.readValue(interpreter + layout.interpreter.id, id) && id == 0 &&
         memory.readValue(interpreter + layout.interpreter.threadsHead, thread) && thread &&
         thread.aligned() && memory.readValue(thread + layout.thread.interpreter, owner) &&
         owner == interpreter;
}

// The main interpreter is the oldest, and so the last one of the list.
bool isLastFrom(ProcessMemory& memory, const RuntimeLayout& layout, Address head, Address main) {
  for (std::size_t count = 0; count < limits::kInterpreters && head && head.aligned(); ++count) {
    Address next;
    if (!memory.readValue(head + layout.interpreter.next, next)) return false;
    if (!next) return head == main;
    head = next;
  }
  return false;
}

}  // namespace

bool isRuntimeAt(ProcessMemory& memory, const RuntimeLayout& layout, Address address) {
  Address head, main;
  return memory.readValue(address + layout.runtime.interpretersHead, head) &&
         memory.readValue(address + layout.runtime.interpretersMain, main) && main && main.aligned() &&
         isLastFrom(memory, layout, head, main) && isMainInterpreter(memory, layout, main);
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
