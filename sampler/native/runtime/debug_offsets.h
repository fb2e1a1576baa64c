#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "../base/result.h"
#include "layout.h"

namespace tachyon {

// The table that a runtime of 3.13 or newer begins with: a cookie, then 64-bit words. The words come in the
// same groups in every version, and a version appends words to some groups.
inline constexpr std::string_view kDebugOffsetsCookie = "xdebugpy";
inline constexpr std::size_t kDebugOffsetsCookieBytes = kDebugOffsetsCookie.size();
inline constexpr std::size_t kDebugOffsetsMaxWords = 128;

// How the table begins, in every version.
struct DebugOffsetsHead {
  char cookie[kDebugOffsetsCookieBytes];
  std::uint64_t versionHex;
  std::uint64_t freeThreaded;

  bool hasCookie() const { return std::string_view(cookie, kDebugOffsetsCookieBytes) == kDebugOffsetsCookie; }
};

// How many words each group of a version's table has, in the table's order.
struct DebugOffsetsShape {
  std::size_t runtimeState, interpreterState, threadState, errorStackItem, interpreterFrame, codeObject,
      pyObject, typeObject, heapTypeObject, tupleObject, listObject, setObject, dictObject, floatObject,
      longObject, bytesObject, unicodeObject, gc, generatorObject, listNode, debuggerSupport;
  bool mainThread;      // interpreter: threads_main follows threads_head; codeGeneration at its end
  bool baseFrame;       // thread: three words follow current_frame; holds_gil and more at its end
  bool stackPointer;    // frame: stackpointer follows owner
  bool generatorFrame;  // the generator group has the frame's offset
  bool gcFrame;         // the gc group has the frame's offset
  // In free-threaded builds: interpreter: tlbc_generation at its end; frame: tlbc_index follows stackpointer;
  // code: co_tlbc at its end.
  bool threadLocalBytecode;

  std::size_t words() const;
};

// Reads a version's table of `shape.words()` words (after the cookie) into a layout and checks every offset
// that will be used: inside its struct, aligned, of a plausible size. `what` names the runtime in errors.
Result<RuntimeLayout> parseDebugOffsets(std::span<const std::uint64_t> words, const DebugOffsetsShape& shape,
                                        const char* what);

}  // namespace tachyon
