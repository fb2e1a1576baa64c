#pragma once

#include <string_view>
#include <vector>

#include "../memory/process_memory.h"
#include "../runtime/asyncio_layout.h"
#include "../runtime/layout.h"

namespace tachyon {

// Looks things up by name where Python code would. Slow; for what is asked rarely.
class Attributes {
 public:
  Attributes(const RuntimeLayout& layout, const AsyncioLayout& asyncio)
      : layout_(layout), asyncio_(asyncio) {}

  // The value of a dictionary's key; null when it is not there or cannot be read.
  Address item(ProcessMemory& memory, Address dictionary, std::string_view key);
  // All values of a dictionary, in order.
  bool values(ProcessMemory& memory, Address dictionary, std::vector<Address>& into);
  Address ofModule(ProcessMemory& memory, Address module, std::string_view name);
  // Of an instance of a class written in Python; not those of the class.
  Address ofInstance(ProcessMemory& memory, Address object, std::string_view name);

 private:
  struct Entry {
    Address key, value;
  };

  bool readKeys(ProcessMemory& memory, Address keys);
  bool hasText(ProcessMemory& memory, Address text, std::string_view expected) const;
  std::size_t indexOf(ProcessMemory& memory, std::string_view key) const;
  Address cachedValue(ProcessMemory& memory, Address type, Address values, std::string_view name);

  Address dictionaryOf(ProcessMemory& memory, Address object, Address type);
  Address inlineValue(ProcessMemory& memory, Address object, Address type, std::string_view name);

  std::size_t head() const { return layout_.object.size; }

  const RuntimeLayout& layout_;
  const AsyncioLayout& asyncio_;
  std::vector<Entry> entries_;
  std::vector<std::uint8_t> bytes_;
};

}  // namespace tachyon
