#include "task_name.h"

#include <algorithm>
#include <array>

#include "objects.h"

namespace tachyon {
namespace {

constexpr std::size_t kNumberBytes = 12;         // of an int of one digit, behind its head
constexpr std::size_t kComparedCharacters = 96;  // of a text
constexpr unsigned kSizeShift = 3;               // of an int, in all versions that number their tasks

}  // namespace

std::size_t taskNameBytes(ProcessMemory& memory, const RuntimeLayout& layout, ObjectKinds& kinds,
                          Address object) {
  const ObjectKind kind = kinds.of(memory, object);
  if (kind == ObjectKind::kInteger) return layout.object.size + kNumberBytes;
  std::uint64_t length = 0;
  if (kind != ObjectKind::kText || !memory.readValue(object + layout.text.length, length)) return 0;
  return layout.text.asciiData + std::min<std::uint64_t>(length, kComparedCharacters);
}

bool readTaskName(ProcessMemory& memory, const RuntimeLayout& layout, ObjectKinds& kinds, Address object,
                  std::string& into) {
  const ObjectKind kind = kinds.of(memory, object);
  if (kind == ObjectKind::kText) return readText(memory, layout, object, into);
  const auto number =
      kind == ObjectKind::kInteger ? readInteger(memory, layout, object, kSizeShift) : std::nullopt;
  if (!number) return false;
  into = "Task-" + std::to_string(*number);
  return true;
}

}  // namespace tachyon
