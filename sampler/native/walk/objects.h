#pragma once

#include <optional>
#include <string>
#include <vector>

#include "../memory/process_memory.h"
#include "../runtime/layout.h"

namespace tachyon {

// Reads a str object as UTF-8, at most limits::kNameCharacters of it. False when it is none or cannot be
// read.
bool readText(ProcessMemory& memory, const RuntimeLayout& layout, Address object, std::string& into);

// Reads a bytes object of at most `limit` bytes. False when it is longer or cannot be read.
bool readBytes(ProcessMemory& memory, const RuntimeLayout& layout, Address object, std::size_t limit,
               std::vector<std::uint8_t>& into);

// The value of an int that is not negative and has at most two digits (of 30 bits); `shift` leads from its
// size word to the count of its digits.
std::optional<std::uint64_t> readInteger(ProcessMemory& memory, const RuntimeLayout& layout, Address object,
                                         unsigned shift);

// Reads text that ends in a zero byte. False when it is longer than limits::kNameCharacters or cannot be
// read.
bool readCString(ProcessMemory& memory, Address address, std::string& into);

// The name of a type; empty when it cannot be read.
std::string readTypeName(ProcessMemory& memory, const RuntimeLayout& layout, Address type);

}  // namespace tachyon
