#pragma once

#include <cstdint>
#include <span>

#include "../record/code_rows.h"
#include "../record/recorder.h"
#include "../runtime/runtime.h"
#include "../walk/native_call.h"
#include "options.h"
#include "runtime_words.h"
#include "sampled_thread.h"

namespace tachyon {

// Turns walked stacks into rows of the recording, with the frames that stand for what is not Python: `<GC>`
// for a collection of garbage, and C code between Python frames or called by the last one.
class StackRows {
 public:
  // All outlive it.
  StackRows(ProcessMemory& memory, const Runtime& runtime, const InstructionSet& instructions,
            const ViewOptions& view, const RuntimeWords& words, Recorder& recorder, CodeRows& rows);

  // What is needed of a tick: all threads, and whether their words were read.
  struct Tick {
    WalkContext& context;
    std::span<const SampledThread> threads;
    bool isRead;
  };

  // The row of the thread's whole stack; kNoRow for an empty one.
  std::uint32_t rowOf(SampledThread& thread, const Tick& tick);

 private:
  std::uint32_t nativeAbove(const SampledThread& thread, std::size_t index, std::size_t leaf,
                            std::uint32_t node);
  bool isCollecting(const SampledThread& thread, const Tick& tick, Address& frame) const;
  bool isAloneRunning(const SampledThread& thread, const Tick& tick) const;
  bool holdsGil(const SampledThread& thread) const;

  ProcessMemory& memory_;
  const RuntimeLayout& layout_;
  const ViewOptions& view_;
  const RuntimeWords& words_;
  Recorder& recorder_;
  CodeRows& rows_;
  ThreadStatus status_;
  NativeCalls nativeCalls_;
  NativeName unnamed_{"<native>"};
};

}  // namespace tachyon
