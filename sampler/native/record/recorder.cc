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

std::uint32_t Recorder::internOpcode(std::uint16_t opcode) {
  if (opcode == kNoOpcode) return kNoRow;
  if (const std::uint32_t row = opcodes_.find(opcode); row != FlatMap::kNone) return row;
  const auto number = static_cast<std::uint8_t>(opcode);
  const Opcode& facts = instructions_.opcode(number);
  const std::string name = facts.name != nullptr ? facts.name : "<" + std::to_string(opcode) + ">";
  const std::string base = facts.name != nullptr ? instructions_.opcode(facts.base).name : name;
  const std::uint32_t nameRow = internString(name), baseRow = internString(base);
  const std::lock_guard lock(mutex_);
  rows_.opcodes.name.push_back(nameRow);
  rows_.opcodes.base.push_back(baseRow);
  rows_.opcodes.adaptive.push_back(facts.name != nullptr && instructions_.isAdaptive(number));
  opcodes_.set(opcode, opcodeRows_);
  return opcodeRows_++;
}

std::uint32_t Recorder::internLocation(std::uint32_t function, const Location& location, std::int32_t offset,
                                       std::uint16_t opcode) {
  const std::uint32_t opcodeRow = internOpcode(opcode);
  const auto [entry, isNew] =
      locations_.try_emplace(keyOf(function, location.line, location.endLine, location.column,
                                   location.endColumn, offset, opcodeRow),
                             static_cast<std::uint32_t>(locations_.size()));
  if (isNew) {
    const std::lock_guard lock(mutex_);
    rows_.frames.function.push_back(function);
    rows_.frames.line.push_back(location.line);
    rows_.frames.endLine.push_back(location.endLine);
    rows_.frames.column.push_back(location.column);
    rows_.frames.endColumn.push_back(location.endColumn);
    rows_.frames.offset.push_back(offset);
    rows_.frames.opcode.push_back(opcodeRow);
  }
  return entry->second;
}

std::uint32_t Recorder::internFrame(Code& code, std::uint32_t unit, std::uint16_t opcode) {
  // Bytecode has at most 2^23 units (limits::kBytecodeUnits), opcodes and "none" take 9 bits.
  const std::uint64_t key = (std::uint64_t{code.serial} << 32) | (std::uint64_t{unit} << 9) | opcode;
  if (const std::uint32_t row = frames_.find(key); row != FlatMap::kNone) return row;
  if (code.function == FlatMap::kNone)
    code.function = internFunction(code.name, code.file, code.firstLine, wire::FunctionKind::Python);
  const std::uint32_t row = internLocation(code.function, locationAt(code.locations, unit),
                                           static_cast<std::int32_t>(unit * 2), opcode);
  frames_.set(key, row);
  return row;
}

std::uint32_t Recorder::gcFrame() {
  if (gcFrame_ == kNoRow)
    gcFrame_ = internLocation(internFunction("<GC>", "~", 0, wire::FunctionKind::Gc), {}, -1, kNoOpcode);
  return gcFrame_;
}

std::uint32_t Recorder::internStack(std::uint32_t parent, std::uint32_t frame) {
  const std::uint64_t key = (std::uint64_t{parent} << 32) | frame;
  if (const std::uint32_t row = stacks_.find(key); row != FlatMap::kNone) return row;
  stacks_.set(key, stackRows_);
  const std::lock_guard lock(mutex_);
  rows_.stacks.parent.push_back(parent);
  rows_.stacks.frame.push_back(frame);
  return stackRows_++;
}

std::uint32_t Recorder::addThread(const ThreadRow& thread) {
  openRuns_.emplace_back();
  const std::lock_guard lock(mutex_);
  rows_.threads.process.push_back(thread.process);
  rows_.threads.tid.push_back(thread.tid);
  rows_.threads.interpreter.push_back(thread.interpreter);
  rows_.threads.main.push_back(thread.isMain);
  rows_.threads.name.push_back(thread.name);
  return threadRows_++;
}

void Recorder::append(const Sample& sample) {
  OpenRun& open = openRuns_[sample.thread];
  auto& runs = rows_.runs;
  if (open.run != kNoRow && open.batch == batch_ && runs.stack[open.run] == sample.stack &&
      runs.status[open.run] == sample.status) {
    ++runs.count[open.run];
    runs.weight[open.run] += sample.weight;
    return;
  }
  open = {static_cast<std::uint32_t>(runs.size()), batch_};
  runs.thread.push_back(sample.thread);
  runs.stack.push_back(sample.stack);
  runs.status.push_back(sample.status);
  runs.start.push_back(sample.time);
  runs.count.push_back(1);
  runs.weight.push_back(sample.weight);
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
  ++batch_;
  return statistics_;
}

}  // namespace tachyon
