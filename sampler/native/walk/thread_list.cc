#include "thread_list.h"

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
    if (facts.nativeId != 0) into.push_back(facts);  // 0: not bound to a system thread yet
    thread = facts.next;
  }
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
    if (into.interpreters.size() >= limits::kInterpreters || !interpreter.aligned() ||
        !memory.readValue(interpreter + layout.interpreter.id, facts.id) ||
        !memory.readValue(interpreter + layout.interpreter.next, facts.next) ||
        !memory.readValue(interpreter + layout.interpreter.threadsHead, facts.threadsHead) ||
        !listOf(memory, layout, facts, processId, into.threads))
      return false;
    into.interpreters.push_back(facts);
    interpreter = facts.next;
  }
  return true;
}

}  // namespace tachyon
