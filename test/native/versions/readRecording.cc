// Prints the stacks in a recorded memory as plainly as can be: a line a thread, leaf first.
#include <fstream>
#include <iostream>
#include <iterator>
#include <vector>

#include "memory/recorded_memory.h"
#include "versions/open_runtime.h"
#include "versions/version.h"
#include "walk/objects.h"
#include "walk/thread_list.h"

using namespace tachyon;

static std::string nameOf(ProcessMemory& memory, const RuntimeLayout& layout, Address frame) {
  Address code, name;
  std::string text;
  if (!memory.readValue(frame + layout.frame.executable, code)) return "?";
  code = Address{code.value & layout.pointerMask};
  const bool isNamed =
      memory.readValue(code + layout.code.qualifiedName, name) && readText(memory, layout, name, text);
  return isNamed ? text : "-";
}

int main(int, char** arguments) {
  std::ifstream file(arguments[1], std::ios::binary);
  const std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(file), {}};
  Result<RecordedMemory> memory = RecordedMemory::parse(bytes);
  if (!memory.ok()) return 2;
  const RecordedFacts& facts = memory.value().facts();
  const Result<Runtime> runtime =
      openRuntime(memory.value(), {facts.runtime, facts.version, {}}, "The recording");
  if (!runtime.ok()) {
    std::cout << runtime.error().message << "\n";
    return 1;
  }
  ThreadList list;
  if (!listThreads(memory.value(), runtime.value(), facts.pid, list)) return 3;
  const RuntimeLayout& layout = runtime.value().layout;
  for (const ThreadFacts& thread : list.threads) {
    std::cout << thread.nativeId;
    Address frame;
    memory.value().readValue(thread.thread + layout.thread.currentFrame, frame);
    for (std::size_t depth = 0; frame && depth < 100; ++depth) {
      std::cout << " " << nameOf(memory.value(), layout, frame);
      if (!memory.value().readValue(frame + layout.frame.previous, frame)) frame = {};
    }
    std::cout << "\n";
  }
}
