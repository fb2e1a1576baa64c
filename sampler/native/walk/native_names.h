#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "../base/flat_map.h"
#include "../memory/process_memory.h"
#include "../runtime/layout.h"

namespace tachyon {

// A callable that is written in C, as people call it: "time.sleep", "list.append", "sorted".
struct NativeName {
  std::string text;
  std::uint32_t frame = FlatMap::kNone;  // row, once one was made
};

// Names of callables. What is no callable, or is written in Python, has none.
class NativeNames {
 public:
  explicit NativeNames(const RuntimeLayout& layout) : layout_(layout), head_(layout.object.type + 8) {}

  // Null for none. The result stays valid.
  NativeName* find(ProcessMemory& memory, Address callable);

 private:
  // How to name the objects of a type.
  enum class Kind : std::uint8_t {
    kNone,         // cannot be called, or is written in Python
    kFunction,     // of a module, or a method bound to its object
    kDescriptor,   // a method of a type
    kWrapper,      // a descriptor bound to its object
    kBoundMethod,  // of a function of any kind
    kClass,        // a type itself
    kOther,        // any other callable: by its type's name
  };
  struct Type {
    Kind kind = Kind::kNone;
    std::string name;
  };
  // The words of an object behind its head.
  using Words = std::array<Address, 4>;

  NativeName* findObject(ProcessMemory& memory, Address callable, bool mayBeBound);
  NativeName* findFunction(ProcessMemory& memory, const Words& words);
  NativeName* findDescriptor(ProcessMemory& memory, const Words& words);
  NativeName* findClass(ProcessMemory& memory, Address type);
  const Type* typeAt(ProcessMemory& memory, Address address);
  Type readType(ProcessMemory& memory, Address address) const;
  bool isWrittenInC(ProcessMemory& memory, Address type, std::string_view name) const;
  Address typeOf(ProcessMemory& memory, Address object) const;
  std::string textOf(ProcessMemory& memory, Address object) const;
  // The name that two addresses stand for; `makeText` is asked when they are new.
  template <class MakeText>
  NativeName* intern(Address first, Address second, MakeText makeText);

  const RuntimeLayout& layout_;
  std::size_t head_;
  FlatMap typesByAddress_;
  std::vector<Type> types_;
  struct Entry {
    Address first, second;
    NativeName name;
  };
  FlatMap entriesByKey_;
  std::vector<std::unique_ptr<Entry>> entries_;
};

}  // namespace tachyon
