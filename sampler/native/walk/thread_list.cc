#include "thread_list.h"

#include <algorithm>
#include <unordered_set>

#include "../base/limits.h"
#include "posix_threads.h"

namespace tachyon {
namespace {

bool listOf(ProcessMemory& memory, const RuntimeLayout& layout, const InterpreterFacts& interpreter,
            std::vector<ThreadFacts>& into) {
  std::size_t count = 0;
  for (Address thread = interpreter.threadsHead; thread;) {
    ThreadFacts facts{.thread = thread, .interpreterId = interpreter.id};
    if (++count > limits::kThreads || !thread.aligned() ||
        !memory.readValue(thread + layout.thread.next, facts.next) ||
        !memory.readValue(thread + layout.thread.interpreter, facts.interpreter) ||
        !memory.readValue(thread + layout.thread.nativeId, facts.word) ||
        facts.interpreter != interpreter.interpreter)
      return false;
    facts.nativeId = facts.word;
    into.push_back(facts);
    thread = facts.next;
  }
  return true;
}

// Leaves out states from `first` on that no system thread runs yet: they have no thread id, or still that of
// their creator, which has an older state and so stands behind them. Whether there were any.
bool dropUnbound(std::vector<ThreadFacts>& threads, std::size_t first) {
  std::unordered_set<std::uint64_t> seen{0};
  const auto isUnbound = [&](const ThreadFacts& facts) { return !seen.insert(facts.word).second; };
  const auto begin = threads.begin() + static_cast<std::ptrdiff_t>(first);
  std::reverse(begin, threads.end());
  const auto bound = std::remove_if(begin, threads.end(), isUnbound);
  const bool wereAny = bound != threads.end();
  threads.erase(bound, threads.end());
  std::reverse(begin, threads.end());
  return wereAny;
}

// Puts the system's ids in place of the C library's, and leaves out threads that are over. Whether there were
// any.
bool resolveIds(ProcessMemory& memory, const Runtime& runtime, std::uint64_t processId,
                std::vector<ThreadFacts>& threads) {
  Address main;
  if (!memory.readValue(runtime.address + runtime.layout.runtime.mainThread, main)) return false;
  const std::size_t offset = findNativeIdOffset(memory, main, processId);
  return std::erase_if(threads, [&](ThreadFacts& facts) {
           const auto id = readNativeId(memory, Address{facts.word}, offset);
           facts.nativeId = id.value_or(0);
           return !id;
         }) > 0;
}

// The main thread of an interpreter is the one that it names, or the one that the process began with. In a
// program that starts Python elsewhere it is the first one that Python knew, which stands last.
bool markMain(ProcessMemory& memory, const RuntimeLayout& layout, const InterpreterFacts& interpreter,
              std::uint64_t processId, std::vector<ThreadFacts>& threads) {
  Address main;
  if (layout.features.has(Feature::kMainThreadField) &&
      !memory.readValue(interpreter.interpreter + layout.interpreter.threadsMain, main))
    return false;
  ThreadFacts* oldest = nullptr;
  bool isMarked = false;
  for (ThreadFacts& facts : threads) {
    if (facts.interpreter != interpreter.interpreter) continue;
    facts.isMain = main ? facts.thread == main : facts.nativeId == processId;
    isMarked = isMarked || facts.isMain;
    oldest = &facts;
  }
  if (!isMarked && oldest != nullptr && interpreter.id == 0) oldest->isMain = true;
  return true;
}

}  // namespace

bool listThreads(ProcessMemory& memory, const Runtime& runtime, std::uint64_t processId, ThreadList& into) {
  const RuntimeLayout& layout = runtime.layout;
  into = {};
  if (!memory.readValue(runtime.address + layout.runtime.interpretersHead, into.interpretersHead))
    return false;
  for (Address interpreter = into.interpretersHead; interpreter;) {
    InterpreterFacts facts{.interpreter = interpreter};
    const std::size_t first = into.threads.size();
    if (into.interpreters.size() >= limits::kInterpreters || !interpreter.aligned() ||
        !memory.readValue(interpreter + layout.interpreter.id, facts.id) ||
        !memory.readValue(interpreter + layout.interpreter.next, facts.next) ||
        !memory.readValue(interpreter + layout.interpreter.threadsHead, facts.threadsHead) ||
        !listOf(memory, layout, facts, into.threads))
      return false;
    into.isUnsettled = dropUnbound(into.threads, first) || into.isUnsettled;
    into.interpreters.push_back(facts);
    interpreter = facts.next;
  }
  if (layout.features.has(Feature::kPosixThreadId))
    into.isUnsettled = resolveIds(memory, runtime, processId, into.threads) || into.isUnsettled;
  return std::all_of(into.interpreters.begin(), into.interpreters.end(), [&](const InterpreterFacts& facts) {
    return markMain(memory, layout, facts, processId, into.threads);
  });
}

}  // namespace tachyon
