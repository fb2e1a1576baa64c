#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "../base/address.h"

namespace tachyon {

// A file's bytes, read as needed; where they come from is not this folder's business.
class ImageBytes {
 public:
  virtual ~ImageBytes() = default;
  virtual bool read(std::uint64_t offset, void* into, std::size_t size) = 0;
};

// A piece of a loaded image.
struct ImageRange {
  std::uint64_t address = 0, size = 0;
};

// What an ELF file says about a Python runtime inside it. Addresses are as linked; add the load bias.
struct ElfRuntime {
  std::optional<std::uint64_t> runtimeSection;  // .PyRuntime
  std::optional<std::uint64_t> asyncioSection;  // .AsyncioDebug
  std::optional<std::uint64_t> runtimeSymbol;   // _PyRuntime
  std::optional<std::uint64_t> versionSymbol;   // Py_Version (3.11 and newer)
  std::vector<ImageRange> variables;            // writable memory, zero-initialised variables included
  std::uint64_t firstLoadAddress = 0;           // page-aligned address of the first loaded segment
  std::uint64_t firstLoadOffset = 0;            // and its page-aligned place in the file
};

// Sections are cheap to find and symbols are not, so symbols are looked up only when asked for.
enum class ElfDetail { kSections, kSymbols };

// Nothing when it is no 64-bit little-endian ELF file or has nothing to load. Sections and symbols may be
// missing: they are stripped, or this is a copy of what was loaded.
std::optional<ElfRuntime> parseElfRuntime(ImageBytes& image, ElfDetail detail);

}  // namespace tachyon
