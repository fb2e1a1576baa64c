#pragma once

#include <cstdint>
#include <vector>

#include "../memory/process_memory.h"
#include "../runtime/layout.h"

namespace tachyon {

// Bytes of a frame as they were copied, with what is known of its locals and stack.
struct FrameBytes {
  const std::uint8_t* data = nullptr;
  std::size_t size = 0;
};

// One thread's data stack: the chunks of memory in which frames of functions lie one after another. A copy of
// its live part, which follows the live end as it moves.
class DataStack {
 public:
  void appendRanges(std::vector<ReadRange>& ranges);

  // Whether the copy still covers the chunks and the live end that a thread state names.
  bool isCurrent(Address newestChunk, Address top) const;
  // Follows the live end up and down.
  void fit(Address top);
  // Reads the chunks' heads anew. False when they make no sense, or change meanwhile.
  bool refresh(ProcessMemory& memory, Address newestChunk, Address top);
  void forget() { chunks_.clear(); }

  static constexpr std::size_t kNowhere = ~std::size_t{0};
  // Which chunk holds a frame of at least `size` bytes at this address: 0 is the newest.
  std::size_t chunkOf(Address frame, std::size_t size) const;
  FrameBytes bytesIn(std::size_t chunk, Address frame) const;

  // Whether nothing can lie below a frame at this address.
  bool isBottom(Address frame) const;

 private:
  struct Chunk {
    Address start;
    std::size_t size = 0;  // live bytes
    std::vector<std::uint8_t> bytes;
  };

  std::vector<Chunk> chunks_;  // newest first
};

}  // namespace tachyon
