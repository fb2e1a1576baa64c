#pragma once

#include <cstddef>
#include <cstdint>

// Everything read from the target is bounded by one of these, whatever the target's memory says.
namespace tachyon::limits {

inline constexpr std::size_t kStackDepth = 16'384;      // frames; a deeper stack is counted failed
inline constexpr std::size_t kInterpreters = 256;       // in one process
inline constexpr std::size_t kThreads = 4'096;          // in one interpreter
inline constexpr std::size_t kDataStackChunks = 4'096;  // of one thread
inline constexpr std::size_t kDataStackChunkBytes = 16u << 20;
inline constexpr std::size_t kHandledExceptions = 1'024;  // items in one thread's chain of exceptions
inline constexpr std::size_t kTasks = 16'384;             // of asyncio, that are looked at in one tick
inline constexpr std::size_t kTaskSetSlots = 1u << 18;    // of the set of all tasks, used or not
inline constexpr std::size_t kAwaitDepth = 16'384;        // awaitables that one task waits in
inline constexpr std::size_t kAwaitedBytes = 64u << 10;   // of a suspended frame
inline constexpr std::size_t kAwaiters = 1'024;           // of one task; more are not followed
inline constexpr std::size_t kAwaiterDepth = 256;         // tasks that await each other
inline constexpr std::size_t kTaskPaths = 64;             // from one task up to those that nobody awaits
inline constexpr std::size_t kTaskReadAttempts = 6;       // of one task in one tick before it counts as torn
inline constexpr std::size_t kBaseTypes = 32;             // of one type
inline constexpr std::size_t kDictionaryBytes = 1u << 20;
inline constexpr std::size_t kClosureCells = 64;          // of one function
inline constexpr std::size_t kNameCharacters = 1'024;     // of a function or file name; the rest is cut off
inline constexpr std::size_t kLineTableBytes = 4u << 20;  // of one code object; beyond it: no lines
inline constexpr std::size_t kBytecodeUnits = 4u << 20;   // of one code object; beyond it: refused
inline constexpr std::size_t kBytecodeCopies = 1u << 16;  // of one code object, one for each thread
inline constexpr std::size_t kProcesses = 1'000;          // sampled at once; further ones are left out
inline constexpr std::uint32_t kFreshProcessIds = 64;     // given out between two looks; more: list all
inline constexpr std::size_t kReadAttempts = 16;          // of one stack in one tick before it counts as torn
inline constexpr std::size_t kRangesPerRead = 1'024;      // the system's IOV_MAX
inline constexpr std::uint64_t kStructBytes = 1u << 20;   // plausible size of any runtime struct
inline constexpr std::size_t kImageSections = 4'096;
inline constexpr std::size_t kImageSymbols = 1u << 20;
inline constexpr std::size_t kImageVariableBytes = 64u << 20;  // searched for a runtime, in one image
inline constexpr std::size_t kImageTableBytes = 64u << 20;     // of a symbol or string table
inline constexpr std::size_t kRecordedBytes = 256u << 20;      // of a recorded memory

}  // namespace tachyon::limits
