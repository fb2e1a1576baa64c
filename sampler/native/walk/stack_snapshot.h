#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "../memory/process_memory.h"
#include "../runtime/layout.h"

namespace tachyon {

// One frame as it was copied. `bytes` holds the frame and what is known of its locals and stack, until the
// next read.
struct RawFrame {
  Address address;
  Address code;         // null or no code object for frames of the interpreter itself
  Address function;     // what it was called through
  Address instruction;  // as stored; see Feature::kPreviousInstruction
  std::uint8_t owner = 0;
  bool entry = false;  // called from C (Feature::kEntryFlag)
  const std::uint8_t* bytes = nullptr;
  std::size_t size = 0;
};

enum class SnapshotState {
  kWhole,       // all frames held still together
  kLoose,       // a complete chain of frames, but some of them changed while it was read
  kChanged,     // no chain: the stack changed, or the guess of what to read was wrong; read again
  kTooDeep,     // more than limits::kStackDepth frames
  kUnreadable,  // the data stack is not where the thread says
  kOtherThread  // the thread state is no longer that thread's
};

// One thread's stack, read with as few calls as possible.
//
// Everything is guessed from the last time: which part of the data stack is live, which frames lie outside of
// it (generators and coroutines live in their objects), where the C struct with the current frame is. One
// vectored call reads it all twice, in the order
//
//   thread state | windows | code of the last leaf | windows again | current frame again | code generation
//
// and the copies are compared after the fact. Let a word be read at t1 and again at t2, all first readings
// before all second ones. If every word that makes up the stack (link, code and function of each frame, the
// instruction of each caller, the current frame) was the same at both times and did not change and change
// back in between, then at each instant between the last first reading and the first second one all of them
// held at once: the stack is whole.
//
// Change and change back within a microsecond is possible in a program that does nothing but call, and such a
// program rarely holds still for so long. StackWalker therefore judges links between frames as well.
class StackSnapshot {
 public:
  StackSnapshot(const RuntimeLayout& layout, Address thread, Address interpreter, std::uint64_t nativeId);

  Address thread() const { return thread_; }

  // Appends the ranges of one reading. They stay valid until the next call of any other method but `ranges`.
  void appendRanges(std::vector<ReadRange>& ranges);

  // Appends only the thread's own words, for a thread whose stack is not looked at now.
  void appendThreadState(std::vector<ReadRange>& ranges);

  // Reads all ranges in a call of their own.
  bool readAll(ProcessMemory& memory, std::vector<ReadRange>& scratch);
  // Says how a reading of `rangeCount` ranges went. One that was interrupted for long proves nothing by equal
  // copies.
  void noteReading(const ReadOutcome& outcome, std::size_t rangeCount);
  bool wasInterrupted() const { return wasInterrupted_; }

  // To be called after each reading: kWhole when what was read can be walked.
  SnapshotState beginWalk(ProcessMemory& memory);
  // Turns one of the two copies (0, 1) into frames, leaf first; reads what the guess missed, to guess better
  // next time.
  SnapshotState walkCopy(ProcessMemory& memory, std::size_t copy);
  // The frame at a place in the data stack as the copy walked last has it, if its caller is `caller`; it may
  // be dead.
  std::optional<RawFrame> frameAbove(Address frame, Address caller, std::size_t copy);
  // To be called after the last walk of a reading: guesses what to read next time.
  void guessAnew();

  std::span<const RawFrame> frames() const { return frames_; }
  std::span<const std::uint8_t> threadState() const { return threadState_; }
  std::uint64_t codeGeneration() const { return codeGeneration_; }

  // Asks for these bytes along with the next readings; null address for none.
  void setExtra(Address address, std::size_t size);
  // They, if they were asked for; empty otherwise.
  std::span<const std::uint8_t> extraAt(Address address) const;
  void setGenerationAddress(Address address) { generationAddress_ = address; }

  // Drops every guess, after reading failed.
  void forgetGuesses();

 private:
  // A remote range and its two copies in the arena; the second one may leave out the beginning.
  struct Window {
    Address start;
    std::size_t size = 0;
    std::size_t first = 0, second = 0;  // arena offsets
    std::size_t skipped = 0;            // bytes at the beginning that the second copy leaves out
    bool used = false;
    bool confirmed = false;  // both copies were read
  };

  std::uint64_t threadWord(std::size_t offset) const;
  Window* findWindow(Address frame);
  Window* readOutside(ProcessMemory& memory, Address frame);
  SnapshotState refreshChunks(ProcessMemory& memory);
  bool chunksAreCurrent() const;
  bool newestChunkIsCovered() const;
  void fitNewestChunk();
  void layOut();
  bool agrees(const Window& window, Address frame, bool isLeaf) const;
  const std::uint8_t* bytesOf(const Window& window, Address frame, std::size_t copy) const;
  RawFrame decode(const Window& window, Address frame, std::size_t copy) const;
  bool isPlausible(const RawFrame& raw, bool isInDataStack) const;
  bool readCurrentFrame(std::size_t copy);
  SnapshotState walkFrames(ProcessMemory& memory, std::size_t copy);
  void dropUnusedWindows();
  bool cFrameIsThreads() const;
  bool endsAtRoot() const;
  bool isInOrder(const Window& window, Address frame, std::size_t copy);

  const RuntimeLayout& layout_;
  Address thread_, interpreter_;
  std::uint64_t nativeId_;
  std::vector<std::uint8_t> threadState_;
  bool wasInterrupted_ = false;
  Address cFrame_, cFrameAfter_;                 // guess, and what it was at the end of the reading
  std::array<std::uint64_t, 2> currentFrame_{};  // both readings
  std::vector<Window> windows_;  // chunks of the data stack, newest first, then frames outside
  std::size_t chunkCount_ = 0;
  std::size_t newestChunkBytes_ = 0;
  std::size_t nextOutside_ = 0;  // where the walk expects the next frame outside
  std::vector<std::uint8_t> arena_;
  std::vector<RawFrame> frames_;
  std::vector<std::uint8_t> extra_;
  Address extraAddress_;
  Address generationAddress_;
  std::uint64_t codeGeneration_ = 0;
  std::size_t lastChunk_ = 0;
  Address lastInChunk_;
};

}  // namespace tachyon
