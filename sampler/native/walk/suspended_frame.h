#pragma once

#include <cstdint>
#include <span>

#include "../base/address.h"
#include "../runtime/asyncio_layout.h"
#include "../runtime/layout.h"
#include "object_kinds.h"

namespace tachyon {

enum class GeneratorState : std::uint8_t {
  kCreated,    // has not begun
  kSuspended,  // at a yield
  kAwaiting,   // what it awaits lies in `awaitedSlot`
  kExecuting,
  kFinished,
};

// The frame of a generator or coroutine, as a copy of the object that holds it has it.
struct SuspendedFrame {
  GeneratorState state = GeneratorState::kFinished;
  Address frame;
  Address code;
  Address instruction;  // as stored
  Address awaitedSlot;
};

// Reads the frames of one runtime's generators. They lie inside of the generators, or in objects of their
// own.
class SuspendedFrames {
 public:
  SuspendedFrames(const RuntimeLayout& layout, const AsyncioLayout& asyncio);

  // Whether objects of a kind hold such frames.
  bool isHolder(ObjectKind kind) const {
    return kind == (isOnHeap_ ? ObjectKind::kFrame : ObjectKind::kGenerator);
  }
  // Whether objects of a kind lead to another one by a pointer.
  bool isWrapper(ObjectKind kind) const {
    return kind == ObjectKind::kAwaitWrapper || (isOnHeap_ && kind == ObjectKind::kGenerator);
  }

  // Bytes of a holder that `decode` needs.
  std::size_t headBytes() const { return first_ + layout_.frame.locals; }
  // The range within those that changes with every step that the generator takes.
  std::size_t stampOffset() const { return stamp_; }
  std::size_t stampBytes() const { return stampEnd_ - stamp_; }

  // Whether a state does not tell an await from a yield, and kAwaiting may be either.
  bool isAwaitHidden() const { return asyncio_.generator.awaiting == asyncio_.generator.suspended; }

  SuspendedFrame decode(Address holder, std::span<const std::uint8_t> bytes) const;

 private:
  GeneratorState stateOf(std::int8_t state) const;
  Address stackEnd(Address frame, const std::uint8_t* bytes) const;

  const RuntimeLayout& layout_;
  const AsyncioLayout& asyncio_;
  bool isOnHeap_;
  std::size_t first_;  // of the frame within its holder
  std::size_t state_, stamp_, stampEnd_;
};

}  // namespace tachyon
