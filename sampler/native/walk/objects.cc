#include "objects.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "../base/bytes.h"
#include "../base/limits.h"

namespace tachyon {
namespace {

constexpr std::size_t kPage = 4096;
constexpr std::size_t kObjectHeadBytes = 64;  // covers length and state of a str, length of a bytes

void appendUtf8(std::string& text, std::uint32_t character) {
  if (character >= 0xd800 && character < 0xe000) character = 0xfffd;  // a lone surrogate has no UTF-8
  if (character > 0x10ffff) character = 0xfffd;
  if (character < 0x80) {
    text += static_cast<char>(character);
  } else if (character < 0x800) {
    text += static_cast<char>(0xc0 | (character >> 6));
    text += static_cast<char>(0x80 | (character & 0x3f));
  } else if (character < 0x10000) {
    text += static_cast<char>(0xe0 | (character >> 12));
    text += static_cast<char>(0x80 | ((character >> 6) & 0x3f));
    text += static_cast<char>(0x80 | (character & 0x3f));
  } else {
    text += static_cast<char>(0xf0 | (character >> 18));
    text += static_cast<char>(0x80 | ((character >> 12) & 0x3f));
    text += static_cast<char>(0x80 | ((character >> 6) & 0x3f));
    text += static_cast<char>(0x80 | (character & 0x3f));
  }
}

std::uint32_t characterAt(const std::uint8_t* data, std::size_t kind, std::size_t index) {
  if (kind == 1) return data[index];
  return kind == 2 ? loadAs<std::uint16_t>(data + 2 * index) : loadAs<std::uint32_t>(data + 4 * index);
}

}  // namespace

bool readText(ProcessMemory& memory, const RuntimeLayout& layout, Address object, std::string& into) {
  std::array<std::uint8_t, kObjectHeadBytes> head;
  const std::size_t headBytes = std::max(layout.text.state + 4, layout.text.length + 8);
  if (!object || headBytes > head.size() || !memory.read(object, head.data(), headBytes)) return false;
  const auto length = loadAs<std::uint64_t>(head.data() + layout.text.length);
  const auto state = loadAs<std::uint32_t>(head.data() + layout.text.state);
  const std::uint32_t form = state >> layout.text.kindBit;  // three bits of kind, then compact, then ascii
  const std::size_t kind = form & 7;
  const bool compact = (form >> 3) & 1, ascii = (form >> 4) & 1;
  if (!compact || (kind != 1 && kind != 2 && kind != 4) || length > limits::kStructBytes) return false;
  const std::size_t characters = std::min<std::size_t>(length, limits::kNameCharacters);
  std::array<std::uint8_t, limits::kNameCharacters * 4> data;
  const std::size_t start = ascii ? layout.text.asciiData : layout.text.compactData;
  if (characters > 0 && !memory.read(object + start, data.data(), characters * kind)) return false;
  into.clear();
  for (std::size_t i = 0; i < characters; ++i) appendUtf8(into, characterAt(data.data(), kind, i));
  return true;
}

bool readBytes(ProcessMemory& memory, const RuntimeLayout& layout, Address object, std::size_t limit,
               std::vector<std::uint8_t>& into) {
  std::uint64_t length = 0;
  if (!object || !memory.readValue(object + layout.bytes.length, length) || length > limit) return false;
  into.resize(length);
  return length == 0 || memory.read(object + layout.bytes.data, into.data(), length);
}

bool readCString(ProcessMemory& memory, Address address, std::string& into) {
  into.clear();
  std::array<char, 64> piece;
  while (address && into.size() < limits::kNameCharacters) {
    // The rest of the page is there for certain, the next one need not be.
    const std::size_t size = std::min<std::size_t>(piece.size(), kPage - address.value % kPage);
    if (!memory.read(address, piece.data(), size)) return false;
    const std::size_t length = strnlen(piece.data(), size);
    into.append(piece.data(), length);
    if (length < size) return true;
    address = address + size;
  }
  return false;
}

std::optional<std::uint64_t> readInteger(ProcessMemory& memory, const RuntimeLayout& layout, Address object,
                                         unsigned shift) {
  constexpr std::size_t kDigitBits = 30;
  const std::size_t sizeAt = layout.object.size, digitsAt = sizeAt + 8;
  std::uint64_t size = 0;
  std::array<std::uint32_t, 2> digits{};
  if (!object || !memory.readValue(object + sizeAt, size) || !memory.readValue(object + digitsAt, digits[0]))
    return {};
  const std::uint64_t count = size >> shift;
  if (count > 2 || (count == 2 && !memory.readValue(object + digitsAt + 4, digits[1]))) return {};
  return digits[0] | (std::uint64_t{digits[1]} << kDigitBits);
}

std::string readTypeName(ProcessMemory& memory, const RuntimeLayout& layout, Address type) {
  Address text;
  std::string name;
  if (!type || !memory.readValue(type + layout.object.typeName, text) || !readCString(memory, text, name))
    return {};
  return name;
}

}  // namespace tachyon
