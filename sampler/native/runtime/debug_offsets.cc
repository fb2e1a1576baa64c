#include "debug_offsets.h"

#include <string>

#include "../base/limits.h"

namespace tachyon {
namespace {

// Walks the table group by group. `offset` takes the next word and checks it against the group's struct size.
class Table {
 public:
  explicit Table(std::span<const std::uint64_t> words) : words_(words) {}

  void beginGroup(std::size_t length) {
    at_ = end_;
    end_ += length;
    size_ = 0;
  }

  std::uint64_t word() { return at_ < end_ && at_ < words_.size() ? words_[at_++] : fail(); }

  void skip(std::size_t count = 1) { at_ += count; }

  std::size_t size(std::size_t minimum) {
    size_ = word();
    if (size_ < minimum || size_ > limits::kStructBytes) fail();
    return size_;
  }

  // The offset of a field of `bytes` bytes (aligned to as many) in the group's struct.
  std::size_t offset(std::size_t bytes = 8) {
    const std::uint64_t value = word();
    if (value % bytes != 0 || value > size_ || bytes > size_ - value) fail();
    return value;
  }

  // The place of a word that stands `bytes` before another one.
  std::size_t before(std::size_t offset, std::size_t bytes) {
    return offset < bytes ? fail() : offset - bytes;
  }

  // The offset of a field of 4 bytes that is not the struct's first.
  std::size_t laterOffset() {
    const std::size_t value = offset(4);
    if (value == 0) fail();
    return value;
  }

  bool isFreeThreaded() const { return words_[1] != 0; }
  bool ok() const { return ok_; }

 private:
  std::uint64_t fail() {
    ok_ = false;
    return 0;
  }

  std::span<const std::uint64_t> words_;
  std::size_t at_ = 0, end_ = 0;
  std::uint64_t size_ = 0;
  bool ok_ = true;
};

// What a table has for free-threaded builds only; zero in others.
std::size_t parseBytecodeOffset(Table& table, const DebugOffsetsShape& shape) {
  if (!shape.threadLocalBytecode) return 0;
  return table.isFreeThreaded() ? table.laterOffset() : 0;
}

void parseRuntimeState(Table& table, const DebugOffsetsShape& shape, RuntimeLayout& layout) {
  table.beginGroup(2);  // version, free_threaded: checked by the caller
  table.beginGroup(shape.runtimeState);
  table.size(64);
  layout.runtime.finalizing = table.offset();
  layout.runtime.interpretersHead = table.offset();
}

// The offset of the garbage collector's state, to which its own group is relative.
std::size_t parseInterpreterState(Table& table, const DebugOffsetsShape& shape, RuntimeLayout& layout) {
  table.beginGroup(shape.interpreterState);
  table.size(256);
  layout.interpreter.id = table.offset();
  layout.interpreter.next = table.offset();
  layout.interpreter.threadsHead = table.offset();
  if (shape.mainThread) layout.interpreter.threadsMain = table.offset();
  const std::size_t gc = table.offset();
  layout.interpreter.modules = table.offset();
  table.skip(2);  // sysdict, builtins
  layout.interpreter.gil = table.offset();
  table.skip(4);  // words of the GIL
  if (shape.mainThread) layout.interpreter.codeGeneration = table.offset();
  layout.interpreter.bytecodeGeneration = parseBytecodeOffset(table, shape);
  return gc;
}

void parseThreadState(Table& table, const DebugOffsetsShape& shape, RuntimeLayout& layout) {
  table.beginGroup(shape.threadState);
  layout.thread.size = table.size(128);
  table.offset();  // prev
  layout.thread.next = table.offset();
  layout.thread.interpreter = table.offset();
  layout.thread.currentFrame = table.offset();
  if (shape.baseFrame) table.skip(3);  // base_frame, last_profiled_frame, its sequence number
  const std::size_t threadId = table.offset();
  layout.thread.nativeId = table.offset();
  layout.thread.dataStackChunk = table.offset();
  layout.thread.dataStackTop = layout.thread.dataStackChunk + 8;  // follows it in every version
  layout.thread.status = table.offset(4);
  // In every version these stand in a row: exception, handled ones, dict, an int, async exception, thread_id.
  layout.thread.raised = table.before(threadId, 40);
  layout.thread.handled = table.before(threadId, 32);
  layout.thread.lastHandled = layout.thread.dataStackChunk + 24;  // behind the data stack's three words
  if (!shape.baseFrame) return;
  layout.thread.holdsGil = table.offset(4);
  layout.thread.wantsGil = table.offset(4);
  layout.thread.raised = table.offset();
  layout.thread.lastHandled = table.offset();
  layout.thread.handled = layout.thread.raised + 8;
}

void parseFrame(Table& table, const DebugOffsetsShape& shape, RuntimeLayout& layout) {
  table.beginGroup(shape.errorStackItem);
  table.beginGroup(shape.interpreterFrame);
  layout.frame.size = table.size(48);
  layout.frame.previous = table.offset();
  layout.frame.executable = table.offset();
  layout.frame.instruction = table.offset();
  layout.frame.locals = table.offset();
  layout.frame.owner = table.offset(1);
  // Not in every table, but next to what is: the function follows the link, the stack pointer the
  // instruction.
  layout.frame.function = layout.frame.previous + 8;
  layout.frame.stackPointer = shape.stackPointer ? table.offset() : layout.frame.instruction + 8;
  layout.frame.bytecodeIndex = parseBytecodeOffset(table, shape);
}

void parseCode(Table& table, const DebugOffsetsShape& shape, RuntimeLayout& layout) {
  table.beginGroup(shape.codeObject);
  table.size(128);
  layout.code.fileName = table.offset();
  table.offset();  // name
  layout.code.qualifiedName = table.offset();
  layout.code.lineTable = table.offset();
  layout.code.firstLine = table.offset(4);
  table.skip(3);  // argcount, localsplusnames, localspluskinds
  layout.code.bytecode = table.offset(2);
  layout.code.bytecodeCopies = parseBytecodeOffset(table, shape);
  // The ints from the first line on: line, locals and cells, frame size, locals, cells, free variables,
  // version.
  layout.code.frameWords = layout.code.firstLine + 8;
  layout.code.callStamp = layout.code.firstLine + 24;
}

void parseObjects(Table& table, const DebugOffsetsShape& shape, RuntimeLayout& layout) {
  table.beginGroup(shape.pyObject);
  layout.object.size = table.size(16);
  // A function's globals, builtins, name and qualified name come before its code, in every version.
  layout.function.code = layout.object.size + 4 * 8;
  layout.object.type = table.offset();
  table.beginGroup(shape.typeObject);
  table.size(64);
  layout.object.typeName = table.offset();
  for (const std::size_t length : {shape.heapTypeObject, shape.tupleObject, shape.listObject, shape.setObject,
                                   shape.dictObject, shape.floatObject, shape.longObject})
    table.beginGroup(length);
}

void parseTexts(Table& table, const DebugOffsetsShape& shape, RuntimeLayout& layout) {
  table.beginGroup(shape.bytesObject);
  table.size(32);
  layout.bytes.length = table.offset();
  layout.bytes.data = table.offset(1);
  layout.code.units = layout.bytes.length;  // both are objects of variable size
  table.beginGroup(shape.unicodeObject);
  table.size(40);
  layout.text.state = table.offset(4);
  layout.text.length = table.offset();
  layout.text.asciiData = table.offset();
  layout.text.compactData = layout.text.asciiData + 16;  // two more words: the UTF-8 form and its length
}

void parseCollector(Table& table, const DebugOffsetsShape& shape, std::size_t gc, RuntimeLayout& layout) {
  table.beginGroup(shape.gc);
  table.size(32);
  layout.interpreter.gcCollecting = gc + table.offset(4);
  if (shape.gcFrame) layout.interpreter.gcFrame = gc + table.offset();
  table.beginGroup(shape.generatorObject);
  if (!shape.generatorFrame) return;
  table.size(64);
  table.skip();  // gi_name
  layout.generator.frame = table.offset();
  layout.generator.state = table.offset(1);
}

}  // namespace

std::size_t DebugOffsetsShape::words() const {
  return 2 + runtimeState + interpreterState + threadState + errorStackItem + interpreterFrame + codeObject +
         pyObject + typeObject + heapTypeObject + tupleObject + listObject + setObject + dictObject +
         floatObject + longObject + bytesObject + unicodeObject + gc + generatorObject + listNode +
         debuggerSupport;
}

Result<RuntimeLayout> parseDebugOffsets(std::span<const std::uint64_t> words, const DebugOffsetsShape& shape,
                                        const char* what) {
  RuntimeLayout layout{};
  layout.pointerMask = ~0ull;
  Table table(words);
  parseRuntimeState(table, shape, layout);
  const std::size_t gc = parseInterpreterState(table, shape, layout);
  parseThreadState(table, shape, layout);
  parseFrame(table, shape, layout);
  parseCode(table, shape, layout);
  parseObjects(table, shape, layout);
  parseTexts(table, shape, layout);
  parseCollector(table, shape, gc, layout);
  if (table.ok()) return layout;
  return Error{ErrorCode::kInvalidRuntime, std::string("The layout table of ") + what +
                                               " contradicts itself, so nothing in the process can be read "
                                               "safely. Is this a modified Python? Use a "
                                               "released CPython build."};
}

}  // namespace tachyon
