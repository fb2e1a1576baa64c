#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "../base/flat_map.h"
#include "../walk/line_table.h"
#include "rows.h"
#include "wire_schema.h"

namespace tachyon {

// A thread as its row has it.
struct ThreadRow {
  std::uint32_t process;
  std::uint64_t tid, interpreter;
  bool isMain;
  std::string name;
};

// Gives every distinct string, function, frame and stack a row, whichever process it was seen in, and folds
// samples into runs. The sampling thread adds, another one takes what was added; row numbers go on counting.
// After warm-up adding a sample allocates nothing. Nothing is kept of a thread whose rows were taken.
class Recorder {
 public:
  std::uint32_t internFunction(const std::string& name, const std::string& file, std::int32_t firstLine,
                               wire::FunctionKind kind);
  // An instruction as executed and the one that it was specialised from.
  std::uint32_t internOpcode(const std::string& name, const std::string& base, bool isAdaptive);
  // A frame. `offset` in bytes, -1 for none; `opcode` may be kNoRow.
  std::uint32_t internLocation(std::uint32_t function, const Location& location, std::int32_t offset,
                               std::uint32_t opcode);
  // `parent` is kNoRow for a root.
  std::uint32_t internStack(std::uint32_t parent, std::uint32_t frame);
  // The frame that marks a running garbage collection.
  std::uint32_t gcFrame();
  // The frame that marks C code, by the name of what was called or "<native>".
  std::uint32_t nativeFrame(const std::string& name);
  // The frame that marks an asyncio task.
  std::uint32_t taskFrame(const std::string& name);
  // What a stack row was made of.
  std::uint32_t stackParent(std::uint32_t stack) const {
    return static_cast<std::uint32_t>(stackRows_[stack] >> 32);
  }
  std::uint32_t stackFrame(std::uint32_t stack) const {
    return static_cast<std::uint32_t>(stackRows_[stack]);
  }

  std::uint32_t addThread(const ThreadRow& thread);
  // `stack` is kNoRow for none; times in ns since the start of the recording. Counts from the next `commit`
  // on. Samples of one thread that belong to different `lane`s are not consecutive, but at the same time.
  void addSample(std::uint32_t thread, std::uint32_t stack, std::uint32_t status, std::uint64_t time,
                 std::uint64_t weight, std::uint32_t lane = 0) {
    samples_.push_back({thread, stack, status, lane, time, weight});
  }
  // Facts about the recording and what happened to it, for people.
  void addProperty(const std::string& key, const std::string& value);
  void addNote(std::uint64_t time, const std::string& text);
  // Ends a tick: its samples and the figures that include them appear together.
  void commit(const Statistics& statistics);

  // Hands all rows since the last time over, and continues with the empty `rows`; returns the figures of the
  // last tick.
  Statistics take(Rows& rows);

 private:
  struct Sample {
    std::uint32_t thread, stack, status, lane;
    std::uint64_t time, weight;
  };

  void append(const Sample& sample);
  std::uint32_t internString(const std::string& value);

  std::vector<Sample> samples_;  // of the tick that is being taken
  std::mutex mutex_;             // guards what follows
  Rows rows_;
  FlatMap openRuns_;  // of the rows, by lane and thread
  Statistics statistics_;
  // Only the sampling thread uses what follows.
  std::unordered_map<std::string, std::uint32_t> strings_, functions_, opcodes_, locations_;
  FlatMap stacks_;
  std::vector<std::uint64_t> stackRows_;  // parent and frame
  std::uint32_t threadRows_ = 0;
  std::uint32_t gcFrame_ = kNoRow;
};

}  // namespace tachyon
