#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "../memory/process_memory.h"
#include "../runtime/runtime.h"
#include "../walk/thread_list.h"

namespace tachyon {

// The words of the runtime and of its interpreters that are read along with the stacks: who holds the GIL,
// who collects garbage, whether the list of threads and the copies of code are still true.
class RuntimeWords {
 public:
  // `runtime` outlives it.
  explicit RuntimeWords(const Runtime& runtime);

  void setInterpreters(std::span<const InterpreterFacts> interpreters);

  // What is to be read at `time` (ns). It belongs behind everything else: the code generation vouches for
  // what was read before it.
  void appendRanges(std::uint64_t time, std::vector<ReadRange>& ranges);

  // Whether the interpreters, and with `allThreads` the first threads of each, are still those of the list.
  bool confirm(const ThreadList& list, bool allThreads) const;

  // The beginning of the runtime's state, as it was read last: some ms ago, unless the GIL is told by it.
  std::span<const std::uint8_t> runtime() const { return runtimeBytes_; }

  // 0 where the version has none, or the interpreter is not known.
  std::uint64_t codeGeneration(Address interpreter) const;
  std::uint32_t bytecodeGeneration(Address interpreter) const;

  // Whether garbage is collected in the interpreter.
  bool isCollecting(Address interpreter) const;
  // The frame on which that collection stands (Feature::kGcFrame); null when there is none.
  Address collectingFrame(Address interpreter) const;

 private:
  struct Words {
    Address interpreter;
    std::uint32_t bytecodeGeneration = 0;
    std::vector<std::uint8_t> bytes;
  };

  const Words* find(Address interpreter) const;
  template <typename T>
  T load(const Words& words, std::size_t offset) const;

  const Runtime& runtime_;
  std::size_t first_ = 0, size_ = 0;  // the span of words that is read of each interpreter
  std::vector<Words> interpreters_;
  std::vector<std::uint8_t> runtimeBytes_;
  std::uint64_t runtimeTime_ = 0;  // when they were read
};

}  // namespace tachyon
