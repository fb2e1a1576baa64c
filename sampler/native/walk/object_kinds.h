#pragma once

#include <cstdint>

#include "../base/flat_map.h"
#include "../memory/process_memory.h"
#include "../runtime/layout.h"

namespace tachyon {

// What an object is, as far as following tasks goes.
enum class ObjectKind : std::uint8_t {
  kOther,
  kTask,       // of the C implementation, or of a class derived from it
  kFuture,     // likewise
  kGenerator,  // coroutines and asynchronous generators included
  kFrame,
  kAwaitWrapper,  // stands between an await and the generator that it names first
  kFunction,
  kMethod,
  kBuiltin,  // a function or method in C
  kWakeup,   // older versions: wakes a task up
  kPartial,  // functools.partial
  kText,
  kInteger,
};

// Tells objects apart by their types; each type is looked at once.
class ObjectKinds {
 public:
  explicit ObjectKinds(const RuntimeLayout& layout) : layout_(layout) {}

  ObjectKind ofType(ProcessMemory& memory, Address type);
  // kOther as well for what cannot be read.
  ObjectKind of(ProcessMemory& memory, Address object);

 private:
  ObjectKind classify(ProcessMemory& memory, Address type) const;

  const RuntimeLayout& layout_;
  FlatMap known_;
};

}  // namespace tachyon
