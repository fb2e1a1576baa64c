// Generated from sampler/wire/wire.json by generate.ts. Do not edit.
#pragma once

#include <array>
#include <cstdint>

namespace tachyon::wire {

inline constexpr std::uint32_t kVersion = 1;
inline constexpr std::array<std::uint8_t, 8> kFileMagic = {0x89, 0x54, 0x41, 0x43, 0x48, 0x59, 0x4f, 0x4e};
inline constexpr std::array<std::uint8_t, 4> kBatchMagic = {0x54, 0x42, 0x43, 0x48};

// Sections stand in this order in a batch.
enum class TableId : std::uint8_t {
  Strings = 1,     // interned text: names, paths
  Functions = 2,   // a code object's identity: (file, qualified name, first line)
  Opcodes = 3,     // an instruction's name as executed, and the generic instruction it was specialised from
  Frames = 4,      // a location and opcode within a function
  Stacks = 5,      // a stack node; a stack is the index of its leaf's node
  Threads = 6,     // a Python thread of a process
  Runs = 7,        // consecutive samples of one thread that saw the same stack and status
  Statistics = 8,  // the sampler about itself, cumulative; the latest row counts
  Properties = 9,  // facts about the recording: a later row of the same key replaces the earlier
  Events = 10,     // what happened to the recording and its target
};

enum class FunctionKind : std::uint8_t {
  Python = 0,
  Gc = 1,
  Native = 2,
  Task = 3,
  Unreadable = 4,
};

enum class EventKind : std::uint8_t {
  Started = 0,
  FirstSample = 1,
  Stopped = 2,
  TargetExited = 3,
  TargetKilled = 4,
  DurationReached = 5,
  Error = 6,
  Note = 7,
};

// Bits; a status is any sum of them.
namespace ThreadStatus {
inline constexpr std::uint32_t kHasGil = 1;
inline constexpr std::uint32_t kOnCpu = 2;
inline constexpr std::uint32_t kUnknown = 4;
inline constexpr std::uint32_t kGilRequested = 8;
inline constexpr std::uint32_t kHasException = 16;
inline constexpr std::uint32_t kMainThread = 32;
inline constexpr std::uint32_t kTorn = 64;
inline constexpr std::uint32_t kFailed = 128;
}  // namespace ThreadStatus

// Columns of strings, in order:
//   value: text
inline constexpr int kStringsColumns = 1;

// Columns of functions, in order:
//   name: index strings
//   file: index strings
//   firstLine: int
//   kind: enum FunctionKind
inline constexpr int kFunctionsColumns = 4;

// Columns of opcodes, in order:
//   name: index strings
//   base: index strings
//   adaptive: uint
inline constexpr int kOpcodesColumns = 3;

// Columns of frames, in order:
//   function: index functions
//   line: int
//   endLine: int
//   column: int
//   endColumn: int
//   offset: int
//   opcode: optional opcodes
inline constexpr int kFramesColumns = 7;

// Columns of stacks, in order:
//   parent: optional stacks
//   frame: index frames
inline constexpr int kStacksColumns = 2;

// Columns of threads, in order:
//   process: uint
//   tid: uint
//   interpreter: uint
//   main: uint
//   name: text
inline constexpr int kThreadsColumns = 5;

// Columns of runs, in order:
//   thread: index threads
//   stack: optional stacks
//   status: flags ThreadStatus
//   start: delta
//   count: uint
//   weight: uint
inline constexpr int kRunsColumns = 6;

// Columns of statistics, in order:
//   time: uint
//   ticks: uint
//   samples: uint
//   torn: uint
//   failed: uint
//   retries: uint
//   late: uint
//   missed: uint
//   cpu: uint
//   reads: uint
//   bytesRead: uint
//   stops: uint
//   stopped: uint
inline constexpr int kStatisticsColumns = 13;

// Columns of properties, in order:
//   key: text
//   value: text
inline constexpr int kPropertiesColumns = 2;

// Columns of events, in order:
//   time: uint
//   kind: enum EventKind
//   code: int
//   text: text
inline constexpr int kEventsColumns = 4;

}  // namespace tachyon::wire
