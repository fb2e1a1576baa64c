#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "../base/address.h"

namespace tachyon {

// A file's bytes, read as needed; where they come from is not this folder's business.
class ImageBytes {
 public:
  virtual ~ImageBytes() = default;
  virtual bool read(std::uint64_t offset, void* into, std::size_t size) = 0;
};

// What an ELF file says about a Python runtime inside it. Addresses are as linked; add the load bias.
struct ElfRuntime {
  std::optional<std::uint64_t> runtimeSection;  // .PyRuntime
  std::optional<std::uint64_t> runtimeSymbol;   // _PyRuntime
  std::optional<std::uint64_t> versionSymbol;   // Py_Version (3.11 and newer)
  std::uint64_t firstLoadAddress = 0;           // page-aligned address of the first loaded segment
  std::uint64_t firstLoadOffset = 0;            // and its page-aligned place in the file
};

// Sections are cheap to find and symbols are not, so symbols are looked up only when asked for.
enum class ElfDetail { kSections, kSymbols };

// Nothing when it is no 64-bit little-endian ELF file or one that contradicts itself.
std::optional<ElfRuntime> parseElfRuntime(ImageBytes& image, ElfDetail detail);

}  // namespace tachyon
