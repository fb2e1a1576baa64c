#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "../images/elf.h"
#include "../memory/process_memory.h"
#include "../os/os.h"

namespace tachyon {

// What a process has loaded of a file, in place of the file: it was deleted, and the rights do not reach to
// it.
class MappedImage final : public ImageBytes {
 public:
  // `first` is one of `mappings` and holds the beginning of the file; the others of the same load follow it.
  MappedImage(ProcessMemory& memory, const std::vector<os::Mapping>& mappings, const os::Mapping& first)
      : memory_(memory) {
    for (const os::Mapping& mapping : mappings)
      if (mapping.path == first.path && mapping.start >= first.start) pieces_.push_back(mapping);
  }

  bool read(std::uint64_t offset, void* into, std::size_t size) override {
    const auto holds = [&](const os::Mapping& piece) {
      const std::uint64_t bytes = piece.end - piece.start;
      return offset >= piece.fileOffset && size <= bytes && offset - piece.fileOffset <= bytes - size;
    };
    const auto piece = std::find_if(pieces_.begin(), pieces_.end(), holds);
    return piece != pieces_.end() && memory_.read(piece->start + (offset - piece->fileOffset), into, size);
  }

 private:
  ProcessMemory& memory_;
  std::vector<os::Mapping> pieces_;
};

}  // namespace tachyon
