#include "attributes.h"

#include <array>
#include <cstring>

#include "../base/bytes.h"
#include "../base/limits.h"

namespace tachyon {
namespace {

// Offsets behind what every object begins with. PyDictObject, the same in every version:
constexpr std::size_t kKeys = 16, kValues = 24;
// A module.
constexpr std::size_t kModuleDictionary = 0;
// A type, the same in every version.
constexpr std::size_t kBasicSize = 16, kFlags = 152, kDictionaryOffset = 272;
constexpr std::uint64_t kInlineValues = 1u << 2, kManagedDictionary = 1u << 4;
// In front of an object with one of those; the collector's two words come in between where it has them there.
constexpr std::size_t kWordsInFront = 16, kCollectorBytes = 16;
constexpr std::size_t kInlineHeadBytes = 8, kInlineValidByte = 3;
constexpr std::size_t kNone = ~std::size_t{0};

// How the keys of a dictionary lie.
struct KeysShape {
  std::uint64_t entries, firstEntry, entryBytes;
  bool hasHashes;
};

// PyDictKeysObject: reference count, size, look-up function, usable, used; then indices, then entries.
KeysShape wideKeys(const std::uint8_t* head) {
  const auto size = loadAs<std::uint64_t>(head + 8);
  const std::uint64_t indexBytes = size <= 0xff ? 1 : size <= 0xffff ? 2 : 4;
  return {loadAs<std::uint64_t>(head + 32), 40 + size * indexBytes, 24, true};
}

// Since 3.11: reference count, logarithms of size and of bytes of indices, kind, version, usable, used.
KeysShape logarithmicKeys(const std::uint8_t* head) {
  const bool isGeneral = head[10] == 0;
  const unsigned indexBits = head[9] & 31u;
  return {loadAs<std::uint64_t>(head + 24), 32 + (1ull << indexBits), isGeneral ? 24u : 16u, isGeneral};
}

}  // namespace

bool Attributes::readKeys(ProcessMemory& memory, Address keys) {
  std::array<std::uint8_t, 40> head;
  entries_.clear();
  if (!keys || !memory.read(keys, head.data(), head.size())) return false;
  const KeysShape shape = asyncio_.hasLogarithmicKeys ? logarithmicKeys(head.data()) : wideKeys(head.data());
  if (shape.entries > limits::kDictionaryBytes / shape.entryBytes ||
      shape.firstEntry > limits::kDictionaryBytes)
    return false;
  bytes_.resize(shape.entries * shape.entryBytes);
  if (shape.entries > 0 && !memory.read(keys + shape.firstEntry, bytes_.data(), bytes_.size())) return false;
  for (std::size_t i = 0; i < shape.entries; ++i) {
    const std::uint8_t* entry = bytes_.data() + i * shape.entryBytes + (shape.hasHashes ? 8 : 0);
    entries_.push_back({loadAs<Address>(entry), loadAs<Address>(entry + 8)});
  }
  return true;
}

bool Attributes::hasText(ProcessMemory& memory, Address text, std::string_view expected) const {
  std::array<char, 64> data;
  std::uint64_t length = 0;
  return text && expected.size() <= data.size() && memory.readValue(text + layout_.text.length, length) &&
         length == expected.size() &&
         memory.read(text + layout_.text.asciiData, data.data(), expected.size()) &&
         std::memcmp(data.data(), expected.data(), expected.size()) == 0;
}

std::size_t Attributes::indexOf(ProcessMemory& memory, std::string_view key) const {
  for (std::size_t i = 0; i < entries_.size(); ++i)
    if (hasText(memory, entries_[i].key, key)) return i;
  return kNone;
}

Address Attributes::item(ProcessMemory& memory, Address dictionary, std::string_view key) {
  std::array<Address, 2> words;  // keys, values
  if (!dictionary || !memory.readValue(dictionary + head() + kKeys, words) || !readKeys(memory, words[0]))
    return {};
  const std::size_t index = indexOf(memory, key);
  if (index == kNone) return {};
  Address value = entries_[index].value;
  static_assert(kValues == kKeys + 8);
  if (!words[1]) return value;
  const std::size_t first = asyncio_.attributes == InstanceAttributes::kInline ? kInlineHeadBytes : 0;
  return memory.readValue(words[1] + first + index * 8, value) ? value : Address{};
}

bool Attributes::values(ProcessMemory& memory, Address dictionary, std::vector<Address>& into) {
  Address keys;
  into.clear();
  if (!dictionary || !memory.readValue(dictionary + head() + kKeys, keys) || !readKeys(memory, keys))
    return false;
  for (const Entry& entry : entries_)
    if (entry.value) into.push_back(entry.value);
  return true;
}

Address Attributes::ofModule(ProcessMemory& memory, Address module, std::string_view name) {
  Address dictionary;
  return module && memory.readValue(module + head() + kModuleDictionary, dictionary)
             ? item(memory, dictionary, name)
             : Address{};
}

Address Attributes::cachedValue(ProcessMemory& memory, Address type, Address values, std::string_view name) {
  Address keys, value;
  if (!memory.readValue(type + asyncio_.cachedKeys, keys) || !readKeys(memory, keys)) return {};
  const std::size_t index = indexOf(memory, name);
  return index != kNone && memory.readValue(values + index * 8, value) ? value : Address{};
}

Address Attributes::dictionaryOf(ProcessMemory& memory, Address object, Address type) {
  std::uint64_t offset = 0;
  Address dictionary;
  const bool isThere = memory.readValue(type + head() + kDictionaryOffset, offset) && offset > 0 &&
                       offset < limits::kStructBytes && memory.readValue(object + offset, dictionary);
  return isThere ? dictionary : Address{};
}

Address Attributes::inlineValue(ProcessMemory& memory, Address object, Address type, std::string_view name) {
  std::uint64_t size = 0;
  std::array<std::uint8_t, kInlineHeadBytes> valuesHead{};
  const bool areValid = memory.readValue(type + head() + kBasicSize, size) && size < limits::kStructBytes &&
                        memory.readValue(object + size, valuesHead) && valuesHead[kInlineValidByte] != 0;
  return areValid ? cachedValue(memory, type, object + size + kInlineHeadBytes, name) : Address{};
}

Address Attributes::ofInstance(ProcessMemory& memory, Address object, std::string_view name) {
  std::uint64_t flags = 0;
  Address type;
  if (!object || !object.aligned() || !memory.readValue(object + layout_.object.type, type) || !type ||
      !memory.readValue(type + head() + kFlags, flags))
    return {};
  if (asyncio_.attributes == InstanceAttributes::kDictionary || (flags & kManagedDictionary) == 0)
    return item(memory, dictionaryOf(memory, object, type), name);
  const bool hasCollectorWords = !layout_.features.has(Feature::kParallelThreads);
  const std::size_t bytesInFront = kWordsInFront + (hasCollectorWords ? kCollectorBytes : 0);
  std::array<Address, 2> inFront;  // values (where they have a word of their own), dictionary
  if (!memory.readValue(object - bytesInFront, inFront)) return {};
  const auto [values, dictionary] = inFront;
  if (asyncio_.attributes == InstanceAttributes::kPointer && values)
    return cachedValue(memory, type, values, name);
  if (asyncio_.attributes == InstanceAttributes::kTagged && (dictionary.value & 1) != 0)
    return cachedValue(memory, type, dictionary + 1, name);
  if (asyncio_.attributes == InstanceAttributes::kInline && (flags & kInlineValues) != 0)
    if (const Address value = inlineValue(memory, object, type, name)) return value;
  return item(memory, dictionary, name);
}

}  // namespace tachyon
