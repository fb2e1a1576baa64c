#include "task_copy.h"

#include <algorithm>
#include <cstring>

#include "../base/bytes.h"
#include "../base/limits.h"
#include "task_name.h"

namespace tachyon {
namespace {

std::size_t futureBytes(const AsyncioLayout& asyncio) {
  return std::max(asyncio.task.callbacks, asyncio.task.awaitedBySet) + 8;
}

}  // namespace

std::uint8_t* TaskCopy::place(std::size_t size) {
  used_ += size;
  return bytes_.data() + used_ - size;
}

void TaskCopy::appendRanges(const TaskReading& reading, std::vector<ReadRange>& ranges,
                            std::vector<ReadRange>& again) {
  if (objectBytes_ == 0) objectBytes_ = futureBytes(reading.asyncio);
  const std::size_t stampBytes = reading.frames.stampBytes();
  std::size_t size = objectBytes_ + nameBytes_;
  for (const AwaitLink& link : links_) size += link.size + stampBytes;
  bytes_.resize(size);
  used_ = 0;
  ranges.push_back({address_, place(objectBytes_), objectBytes_});
  for (AwaitLink& link : links_) {
    link.at = used_;
    ranges.push_back({link.object, place(link.size), link.size});
  }
  nameAt_ = used_;
  if (nameBytes_ > 0) ranges.push_back({nameObject_, place(nameBytes_), nameBytes_});
  for (AwaitLink& link : links_) {
    link.again = used_;
    if (link.size < reading.frames.headBytes()) continue;
    again.push_back({link.object + reading.frames.stampOffset(), place(stampBytes), stampBytes});
  }
}

Address TaskCopy::word(std::size_t offset) const {
  return offset + sizeof(Address) <= objectBytes_ ? loadAs<Address>(bytes_.data() + offset) : Address{};
}

Address TaskCopy::frame() const {
  const auto holder = std::find_if(links_.begin(), links_.end(),
                                   [](const AwaitLink& link) { return bool{link.frame.frame}; });
  return holder == links_.end() ? Address{} : holder->frame.frame;
}

TaskState TaskCopy::decode(const TaskReading& reading) {
  const AsyncioLayout::Task& task = reading.asyncio.task;
  const ObjectKind kind = reading.kinds.ofType(reading.walk.memory, word(reading.layout.object.type));
  if (kind == ObjectKind::kFuture) return TaskState::kFuture;
  if (kind != ObjectKind::kTask) return TaskState::kNone;
  if (objectBytes_ < task.size) {
    objectBytes_ = task.size;
    return TaskState::kMoved;
  }
  const bool isNamed = isNameCurrent(reading);
  const TaskState state = decodeLinks(reading);
  return isNamed || state == TaskState::kFinished ? state : TaskState::kMoved;
}

bool TaskCopy::isNameCurrent(const TaskReading& reading) {
  const Address object = word(reading.asyncio.task.name);
  if (object != nameObject_ || nameBytes_ == 0) {
    nameObject_ = object;
    nameBytes_ = taskNameBytes(reading.walk.memory, reading.layout, reading.kinds, object);
    nameCopy_.clear();
    return nameBytes_ == 0;
  }
  // Not the reference count.
  const std::size_t skipped = reading.layout.object.type;
  const std::span<const std::uint8_t> copy(bytes_.data() + nameAt_ + skipped, nameBytes_ - skipped);
  if (std::equal(copy.begin(), copy.end(), nameCopy_.begin(), nameCopy_.end())) return true;
  const bool isNew = nameCopy_.empty();
  nameCopy_.assign(copy.begin(), copy.end());
  // The object may have become another one, of another length.
  const std::size_t bytes = taskNameBytes(reading.walk.memory, reading.layout, reading.kinds, object);
  if (!readTaskName(reading.walk.memory, reading.layout, reading.kinds, object, name_)) name_ = "Task";
  ++nameStamp_;
  if (isNew && bytes == nameBytes_) return true;
  nameBytes_ = bytes;
  nameCopy_.clear();
  return false;
}

TaskState TaskCopy::decodeLinks(const TaskReading& reading) {
  Address next = word(reading.asyncio.task.coroutine);
  const AwaitLink* innermost = nullptr;
  TaskState state = TaskState::kWaiting;
  std::size_t count = 0;
  for (; next; ++count) {
    if (count == links_.size() || links_[count].object != next) {
      follow(reading, count, next);
      return TaskState::kMoved;
    }
    AwaitLink& link = links_[count];
    link.kind = reading.kinds.ofType(reading.walk.memory,
                                     loadAs<Address>(bytes_.data() + link.at + reading.layout.object.type));
    if (reading.frames.isHolder(link.kind)) {
      if (!decodeGenerator(reading, link)) {
        follow(reading, count, next);
        return TaskState::kMoved;
      }
      innermost = &link;
      if (link.frame.state == GeneratorState::kExecuting) state = TaskState::kExecuting;
    }
    next = awaitedBy(reading, link);
  }
  links_.resize(count);
  if (innermost == nullptr || innermost->frame.state == GeneratorState::kFinished)
    return innermost == nullptr || innermost == links_.data() ? TaskState::kFinished : TaskState::kMoved;
  if (state == TaskState::kExecuting) return state;
  return heldStill(reading) ? state : TaskState::kMoved;
}

// False when what was read is not enough of it, or makes no sense.
bool TaskCopy::decodeGenerator(const TaskReading& reading, AwaitLink& link) {
  if (link.size < reading.frames.headBytes()) return false;
  link.frame = reading.frames.decode(link.object, {bytes_.data() + link.at, link.size});
  if (link.frame.state == GeneratorState::kFinished || link.frame.state == GeneratorState::kExecuting)
    return true;
  link.place =
      findPlace(reading.walk, reading.layout, reading.instructions, link.frame.code, link.frame.instruction);
  if (link.place.code == nullptr) return false;
  if (link.frame.state == GeneratorState::kAwaiting && reading.frames.isAwaitHidden() &&
      !reading.instructions.resumesAwait(link.place.code->bytecode.units, link.place.unit + 1))
    link.frame.state = GeneratorState::kSuspended;
  return link.frame.state != GeneratorState::kAwaiting ||
         link.frame.awaitedSlot - link.object <= link.size - sizeof(Address);
}

// What a link of which the copy is complete leads to; null at the end.
Address TaskCopy::awaitedBy(const TaskReading& reading, AwaitLink& link) {
  const std::uint8_t* copy = bytes_.data() + link.at;
  if (reading.frames.isWrapper(link.kind)) return loadAs<Address>(copy + reading.layout.object.size);
  if (!reading.frames.isHolder(link.kind) || link.frame.state != GeneratorState::kAwaiting) return {};
  const auto awaited = loadAs<std::uint64_t>(copy + (link.frame.awaitedSlot - link.object));
  return {awaited & reading.layout.pointerMask};
}

// Finds out what to read from link number `count` on, one object after the other.
void TaskCopy::follow(const TaskReading& reading, std::size_t count, Address next) {
  ProcessMemory& memory = reading.walk.memory;
  links_.resize(count);
  // Of a wrapper around a generator only the type matters and what it wraps, the first word behind the head.
  const std::size_t wrapped = reading.layout.object.size, wrapperBytes = wrapped + sizeof(Address);
  std::vector<std::uint8_t> head(std::max(reading.frames.headBytes(), wrapperBytes));
  while (next && next.aligned() && links_.size() < limits::kAwaitDepth) {
    AwaitLink link;
    link.object = next;
    link.size = wrapperBytes;
    link.kind = reading.kinds.of(memory, next);
    if (reading.frames.isHolder(link.kind)) link.size = head.size();
    if (!memory.read(next, head.data(), link.size)) return;
    next = reading.frames.isWrapper(link.kind) ? loadAs<Address>(head.data() + wrapped) : Address{};
    if (reading.frames.isHolder(link.kind)) {
      const SuspendedFrame frame = reading.frames.decode(link.object, head);
      const std::uint64_t end = frame.awaitedSlot + sizeof(Address) - link.object;
      if (frame.state == GeneratorState::kAwaiting && end <= limits::kAwaitedBytes) {
        link.size = std::max<std::size_t>(link.size, end);
        if (!memory.readValue(frame.awaitedSlot, next)) return;
        next.value &= reading.layout.pointerMask;
      }
    }
    links_.push_back(link);
  }
}

bool TaskCopy::heldStill(const TaskReading& reading) const {
  return std::all_of(links_.begin(), links_.end(), [&](const AwaitLink& link) {
    return !reading.frames.isHolder(link.kind) ||
           std::memcmp(bytes_.data() + link.again, bytes_.data() + link.at + reading.frames.stampOffset(),
                       reading.frames.stampBytes()) == 0;
  });
}

}  // namespace tachyon
