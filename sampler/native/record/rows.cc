#include "rows.h"

namespace tachyon {
namespace {

template <class... Column>
void clearAll(Column&... columns) {
  (columns.clear(), ...);
}

}  // namespace

void Rows::clear() {
  clearAll(strings.value);
  clearAll(functions.name, functions.file, functions.firstLine, functions.kind);
  clearAll(opcodes.name, opcodes.base, opcodes.adaptive);
  clearAll(frames.function, frames.line, frames.endLine, frames.column, frames.endColumn, frames.offset,
           frames.opcode);
  clearAll(stacks.parent, stacks.frame);
  clearAll(threads.process, threads.tid, threads.interpreter, threads.main, threads.name);
  clearAll(runs.thread, runs.stack, runs.status, runs.start, runs.count, runs.weight);
  clearAll(properties.key, properties.value);
  clearAll(events.time, events.kind, events.code, events.text);
}

}  // namespace tachyon
