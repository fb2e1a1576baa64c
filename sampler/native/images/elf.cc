#include "elf.h"

#include <cstring>
#include <vector>

#include "../base/limits.h"

namespace tachyon {
namespace {

// The structs and numbers of the System V ABI, written out so that every system can parse every image.
struct Header {
  std::uint8_t ident[16];
  std::uint16_t type, machine;
  std::uint32_t version;
  std::uint64_t entry, programOffset, sectionOffset;
  std::uint32_t flags;
  std::uint16_t headerSize, programSize, programCount, sectionSize, sectionCount, sectionNames;
};
struct Segment {
  std::uint32_t type, flags;
  std::uint64_t offset, address, physical, fileSize, memorySize, alignment;
};
struct Section {
  std::uint32_t name, type;
  std::uint64_t flags, address, offset, size;
  std::uint32_t link, info;
  std::uint64_t alignment, entrySize;
};
struct Symbol {
  std::uint32_t name;
  std::uint8_t info, other;
  std::uint16_t section;
  std::uint64_t value, size;
};

constexpr std::uint32_t kLoadSegment = 1;
constexpr std::uint32_t kWritable = 2;
constexpr std::uint32_t kSymbolTable = 2;
constexpr std::uint32_t kDynamicSymbols = 11;
constexpr std::uint64_t kPage = 4096;

template <class T>
bool readTable(ImageBytes& image, std::uint64_t offset, std::uint64_t count, std::vector<T>& into) {
  if (count * sizeof(T) > limits::kImageTableBytes) return false;
  into.resize(count);
  return count == 0 || image.read(offset, into.data(), count * sizeof(T));
}

std::string_view textAt(const std::vector<char>& texts, std::uint32_t offset) {
  if (offset >= texts.size()) return {};
  const char* first = texts.data() + offset;
  return {first, strnlen(first, texts.size() - offset)};
}

bool readHeader(ImageBytes& image, Header& header) {
  constexpr std::uint8_t kExpected[6] = {0x7f, 'E', 'L', 'F', 2 /* 64 bit */, 1 /* little-endian */};
  return image.read(0, &header, sizeof header) &&
         std::memcmp(header.ident, kExpected, sizeof kExpected) == 0 && header.programSize == sizeof(Segment);
}

bool readSegments(ImageBytes& image, const Header& header, ElfRuntime& found) {
  std::vector<Segment> segments;
  if (!readTable(image, header.programOffset, header.programCount, segments)) return false;
  bool isFirst = true;
  for (const Segment& segment : segments) {
    if (segment.type != kLoadSegment) continue;
    if (isFirst) {
      found.firstLoadAddress = segment.address & ~(kPage - 1);
      found.firstLoadOffset = segment.offset & ~(kPage - 1);
    }
    isFirst = false;
    if ((segment.flags & kWritable) != 0) found.variables.push_back({segment.address, segment.memorySize});
  }
  return !isFirst;
}

// None where there are none, or where only what was loaded can be read.
std::vector<Section> readSections(ImageBytes& image, const Header& header) {
  std::vector<Section> sections;
  if (header.sectionSize != sizeof(Section) || header.sectionCount > limits::kImageSections ||
      !readTable(image, header.sectionOffset, header.sectionCount, sections))
    return {};
  return sections;
}

void findSection(ImageBytes& image, const Header& header, const std::vector<Section>& sections,
                 ElfRuntime& found) {
  std::vector<char> names;
  if (header.sectionNames >= sections.size() ||
      !readTable(image, sections[header.sectionNames].offset, sections[header.sectionNames].size, names))
    return;
  for (const Section& section : sections) {
    if (textAt(names, section.name) == ".PyRuntime") found.runtimeSection = section.address;
    if (textAt(names, section.name) == ".AsyncioDebug") found.asyncioSection = section.address;
  }
}

void readSymbols(ImageBytes& image, const std::vector<Section>& sections, const Section& table,
                 ElfRuntime& found) {
  std::vector<Symbol> symbols;
  std::vector<char> names;
  if (table.link >= sections.size() || table.size / sizeof(Symbol) > limits::kImageSymbols) return;
  if (!readTable(image, table.offset, table.size / sizeof(Symbol), symbols)) return;
  if (!readTable(image, sections[table.link].offset, sections[table.link].size, names)) return;
  for (const Symbol& symbol : symbols) {
    if (symbol.section == 0) continue;
    const std::string_view name = textAt(names, symbol.name);
    if (name == "_PyRuntime") found.runtimeSymbol = symbol.value;
    if (name == "Py_Version") found.versionSymbol = symbol.value;
  }
}

}  // namespace

std::optional<ElfRuntime> parseElfRuntime(ImageBytes& image, ElfDetail detail) {
  Header header;
  ElfRuntime found;
  if (!readHeader(image, header) || !readSegments(image, header, found)) return {};
  const std::vector<Section> sections = readSections(image, header);
  findSection(image, header, sections, found);
  if (detail == ElfDetail::kSections) return found;
  // The table of dynamic symbols is small and always there; the full one is a fallback for static
  // executables.
  for (const std::uint32_t type : {kDynamicSymbols, kSymbolTable})
    for (const Section& section : sections)
      if (section.type == type && !found.runtimeSymbol) readSymbols(image, sections, section, found);
  return found;
}

}  // namespace tachyon
