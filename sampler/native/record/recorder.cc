#include "recorder.h"

#include <utility>

namespace tachyon {
namespace {

// A key of several numbers, for the maps that are asked only when something is new.
template <class... Number>
std::string keyOf(Number... numbers) {
  std::string key;
  (key.append(reinterpret_cast<const char*>(&numbers), sizeof numbers), ...);
  return key;
}

}  // namespace

std::uint32_t Recorder::internString(const std::string& value) {
  const auto [entry, isNew] = strings_.try_emplace(value, static_cast<std::uint32_t>(strings_.size()));
  if (isNew) {
    const std::lock_guard lock(mutex_);
    rows_.strings.value.push_back(value);
  }
  return entry->second;
}

std::uint32_t Recorder::internFunction(const std::string& name, const std::string& file,
                                       std::int32_t firstLine, wire::FunctionKind kind) {
  const std::uint32_t nameRow = internString(name), fileRow = internString(file);
  const auto [entry, isNew] = functions_.try_emplace(keyOf(nameRow, fileRow, firstLine, kind),
                                                     static_cast<std::uint32_t>(functions_.size()));
  if (isNew) {
    const std::lock_guard lock(mutex_);
    rows_.functions.name.push_back(nameRow);
    rows_.functions.file.push_back(fileRow);
    rows_.functions.firstLine.push_back(firstLine);
    rows_.functions.kind.push_back(static_cast<std::uint8_t>(kind));
  }
  return entry->second;
}

std::uint32_t Recorder::internOpcode(const std::string& name, const std::string& base, bool isAdaptive) {
  const std::uint32_t nameRow = internString(name), baseRow = internString(base);
  const auto [entry, isNew] =
      opcodes_.try_emplace(keyOf(nameRow, baseRow, isAdaptive), static_cast<std::uint32_t>(opcodes_.size()));
  if (isNew) {
    const std::lock_guard lock(mutex_);
    rows_.opcodes.name.push_back(nameRow);
    rows_.opcodes.base.push_back(baseRow);
    rows_.opcodes.adaptive.push_back(isAdaptive);
  }
  return entry->second;
}

std::uint32_t Recorder::internLocation(std::uint32_t function, const Location& location, std::int32_t offset,
                                       std::uint32_t opcode) {
  const auto [entry, isNew] = locations_.try_emplace(
      keyOf(function, location.line, location.endLine, location.column, location.endColumn, offset, opcode),
      static_cast<std::uint32_t>(locations_.size()));
  if (isNew) {
    const std::lock_guard lock(mutex_);
    rows_.frames.function.push_back(function);
    rows_.frames.line.push_back(location.line);
    rows_.frames.endLine.push_back(location.endLine);
    rows_.frames.column.push_back(location.column);
    rows_.frames.endColumn.push_back(location.endColumn);
    rows_.frames.offset.push_back(offset);
    rows_.frames.opcode.push_back(opcode);
  }
  return entry->second;
}

std::uint32_t Recorder::gcFrame() {
  if (gcFrame_ == kNoRow)
    gcFrame_ = internLocation(internFunction("<GC>", "~", 0, wire::FunctionKind::Gc), {}, -1, kNoRow);
  return gcFrame_;
}

std::uint32_t Recorder::taskFrame(const std::string& name) {
  return internLocation(internFunction(name, "<task>", 0, wire::FunctionKind::Task), {}, -1, kNoRow);
}

std::uint32_t Recorder::nativeFrame(const std::string& name) {
  return internLocation(internFunction(name, "~", 0, wire::FunctionKind::Native), {}, -1, kNoRow);
}

std::uint32_t Recorder::internStack(std::uint32_t parent, std::uint32_t frame) {
  const std::uint64_t key = (std::uint64_t{parent} << 32) | frame;
  if (const std::uint32_t row = stacks_.find(key); row != FlatMap::kNone) return row;
  const auto row = static_cast<std::uint32_t>(stackRows_.size());
  stacks_.set(key, row);
  stackRows_.push_back(key);
  const std::lock_guard lock(mutex_);
  rows_.stacks.parent.push_back(parent);
  rows_.stacks.frame.push_back(frame);
  return row;
}

std::uint32_t Recorder::addThread(const ThreadRow& thread) {
  const std::lock_guard lock(mutex_);
  rows_.threads.process.push_back(thread.process);
  rows_.threads.tid.push_back(thread.tid);
  rows_.threads.interpreter.push_back(thread.interpreter);
  rows_.threads.main.push_back(thread.isMain);
  rows_.threads.name.push_back(thread.name);
  return threadRows_++;
}

void Recorder::append(const Sample& sample) {
  auto& runs = rows_.runs;
  const std::uint64_t key = (std::uint64_t{sample.lane} << 32) | sample.thread;
  const std::uint32_t open = openRuns_.find(key);
  if (open != FlatMap::kNone && runs.stack[open] == sample.stack && runs.status[open] == sample.status) {
    ++runs.count[open];
    runs.weight[open] += sample.weight;
    return;
  }
  openRuns_.set(key, static_cast<std::uint32_t>(runs.size()));
  runs.thread.push_back(sample.thread);
  runs.stack.push_back(sample.stack);
  runs.status.push_back(sample.status);
  runs.start.push_back(sample.time);
  runs.count.push_back(1);
  runs.weight.push_back(sample.weight);
}

void Recorder::addProperty(const std::string& key, const std::string& value) {
  const std::lock_guard lock(mutex_);
  rows_.properties.key.push_back(key);
  rows_.properties.value.push_back(value);
}

void Recorder::addNote(std::uint64_t time, const std::string& text) {
  const std::lock_guard lock(mutex_);
  rows_.events.time.push_back(time);
  rows_.events.kind.push_back(static_cast<std::uint8_t>(wire::EventKind::Note));
  rows_.events.code.push_back(0);
  rows_.events.text.push_back(text);
}

void Recorder::commit(const Statistics& statistics) {
  {
    const std::lock_guard lock(mutex_);
    for (const Sample& sample : samples_) append(sample);
    statistics_ = statistics;
  }
  samples_.clear();
}

Statistics Recorder::take(Rows& rows) {
  rows.clear();
  const std::lock_guard lock(mutex_);
  std::swap(rows, rows_);
  openRuns_.clear();
  return statistics_;
}

}  // namespace tachyon
