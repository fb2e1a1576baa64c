#include "thread_list.h"

#include <algorithm>
#include <unordered_set>

#include "../base/limits.h"

namespace tachyon {
namespace {

bool listOf(ProcessMemory& memory, const RuntimeLayout& layout, const InterpreterFacts& interpreter,
            std::uint64_t processId, std::vector<ThreadFacts>& into) {
  Address main;
  if (layout.features.has(Feature::kMainThreadField) &&
      !memory.readValue(interpreter.interpreter + layout.interpreter.threadsMain, main))
    return false;
  std::size_t count = 0;
  for (Address thread = interpreter.threadsHead; thread;) {
    ThreadFacts facts{.thread = thread, .interpreterId = interpreter.id};
    if (++count > limits::kThreads || !thread.aligned() ||
        !memory.readValue(thread + layout.thread.next, facts.next) ||
        !memory.readValue(thread + layout.thread.interpreter, facts.interpreter) ||
        !memory.readValue(thread + layout.thread.nativeId, facts.nativeId) ||
        facts.interpreter != interpreter.interpreter)
      return false;
    facts.isMain = main ? thread == main : facts.nativeId == processId;
    into.push_back(facts);
    thread = facts.next;
  }
  return true;
}

// Leaves out states from `first` on that no system thread runs yet: they have no thread id, or still that of
// their creator, which has an older state and so stands behind them. Whether there were any.
bool dropUnbound(std::vector<ThreadFacts>& threads, std::size_t first) {
  std::unordered_set<std::uint64_t> seen{0};
  const auto isUnbound = [&](const ThreadFacts& facts) { return !seen.insert(facts.nativeId).second; };
  const auto begin = threads.begin() + static_cast<std::ptrdiff_t>(first);
  std::reverse(begin, threads.end());
  const auto bound = std::remove_if(begin, threads.end(), isUnbound);
  const bool wereAny = bound != threads.end();
  threads.erase(bound, threads.end());
  std::reverse(begin, threads.end());
  return wereAny;
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
        !listOf(memory, layout, facts, processId, into.threads))
      return false;
    into.isUnsettled = dropUnbound(into.threads, first) || into.isUnsettled;
    into.interpreters.push_back(facts);
    interpreter = facts.next;
  }
  return true;
}

}  // namespace tachyon
