#pragma once

#include <cstdint>
#include <span>

#include "../base/address.h"
#include "../runtime/asyncio_layout.h"
#include "../runtime/layout.h"

namespace tachyon {

enum class GeneratorState : std::uint8_t {
  kCreated,    // has not begun
  kSuspended,  // at a yield, or (where a state does not tell) at an await
  kAwaiting,   // what it awaits lies in `awaitedSlot`
  kExecuting,
  kFinished,
};

// The frame inside a generator or coroutine, as a copy of that object has it.
struct SuspendedFrame {
  GeneratorState state = GeneratorState::kFinished;
  Address frame;
  Address code;
  Address instruction;  // as stored
  Address awaitedSlot;
};

// Reads frames of generators. `SuspendedFrames` of one runtime.
class SuspendedFrames {
 public:
  SuspendedFrames(const RuntimeLayout& layout, const AsyncioLayout& asyncio);

  // Bytes of a generator that `decode` needs.
  std::size_t headBytes() const { return layout_.generator.frame + layout_.frame.locals; }
  // The range within those that changes with every step that the generator takes.
  std::size_t stampOffset() const { return state_; }
  std::size_t stampBytes() const { return layout_.generator.frame + layout_.frame.stackPointer + 8 - state_; }

  // Whether a state does not tell an await from a yield.
  bool isAwaitHidden() const { return asyncio_.generator.awaiting == asyncio_.generator.suspended; }

  SuspendedFrame decode(Address generator, std::span<const std::uint8_t> bytes) const;

 private:
  const RuntimeLayout& layout_;
  const AsyncioLayout& asyncio_;
  std::size_t state_;
};

}  // namespace tachyon
