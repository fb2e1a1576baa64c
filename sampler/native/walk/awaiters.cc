#include "awaiters.h"

#include <algorithm>
#include <array>

#include "../base/limits.h"

namespace tachyon {
namespace {

// The same in every version, behind what every object begins with: PyCFunction, PyMethod, functools.partial,
// cells, tuples and lists.
constexpr std::size_t kBuiltinSelf = 8, kMethodSelf = 8, kWakeupTask = 0, kPartialArguments = 8;
constexpr std::size_t kCellContent = 0, kSize = 0, kTupleItems = 8;
// Set objects: mask, table; of each entry key and hash.
constexpr std::size_t kSetMask = 16;
// How long a callback that looks the same is believed to be the same.
constexpr std::uint64_t kBelievedTicks = 64;

}  // namespace

const std::vector<Address>& Awaiters::of(const TaskReading& reading, const TaskCopy& copy) {
  if (reading.asyncio.isPublished)
    readPublished(reading, copy);
  else
    readCallbacks(reading, copy);
  return awaiters_;
}

void Awaiters::add(Address awaiter) {
  const bool isKnown = std::find(awaiters_.begin(), awaiters_.end(), awaiter) != awaiters_.end();
  if (awaiter && !isKnown && awaiters_.size() < limits::kAwaiters) awaiters_.push_back(awaiter);
}

// One task, or a set of them.
void Awaiters::readPublished(const TaskReading& reading, const TaskCopy& copy) {
  const std::size_t head = reading.layout.object.size;
  struct Entry {
    Address key;
    std::uint64_t hash;
  };
  ProcessMemory& memory = reading.walk.memory;
  const Address awaitedBy = copy.word(reading.asyncio.task.awaitedBy);
  awaiters_.clear();
  if (!copy.flag(reading.asyncio.task.awaitedBySet)) return add(awaitedBy);
  std::array<std::uint64_t, 2> words;  // mask, table
  if (!awaitedBy || !memory.readValue(awaitedBy + head + kSetMask, words) ||
      words[0] >= limits::kTaskSetSlots)
    return;
  std::array<Entry, 64> entries;
  for (std::uint64_t first = 0; first <= words[0]; first += entries.size()) {
    const std::size_t count = std::min<std::uint64_t>(entries.size(), words[0] + 1 - first);
    if (!memory.read(Address{words[1]} + first * sizeof(Entry), entries.data(), count * sizeof(Entry)))
      return;
    for (std::size_t i = 0; i < count; ++i)
      if (reading.kinds.of(memory, entries[i].key) != ObjectKind::kOther) add(entries[i].key);
  }
}

void Awaiters::readCallbacks(const TaskReading& reading, const TaskCopy& copy) {
  const std::size_t head = reading.layout.object.size;
  const Address callback = copy.word(reading.asyncio.task.callback);
  const Address callbacks = copy.word(reading.asyncio.task.callbacks);
  const std::uint64_t tick = reading.walk.tick;
  const bool isSame = callback == callback_ && callbacks == callbacks_ && !callbacks && tick > foundTick_;
  if (isSame && (!callback || !awaiters_.empty()) && tick - foundTick_ < kBelievedTicks) return;
  callback_ = callback;
  callbacks_ = callbacks;
  foundTick_ = tick;
  awaiters_.clear();
  addCallback(reading, copy.address(), callback);
  std::array<Address, 2> list;  // size, items
  if (!callbacks || !reading.walk.memory.readValue(callbacks + head + kSize, list)) return;
  for (std::uint64_t i = 0; i < std::min<std::uint64_t>(list[0].value, limits::kAwaiters); ++i) {
    Address pair, item;  // the callback and its context
    if (reading.walk.memory.readValue(list[1] + i * 8, pair) && pair &&
        reading.walk.memory.readValue(pair + head + kTupleItems, item))
      addCallback(reading, copy.address(), item);
  }
}

// What is called when the awaited one is done tells who waits: the waking up of a task, the closures of
// gather, wait and shield around the future that their caller awaits, a task group of which the parent is
// known.
void Awaiters::addCallback(const TaskReading& reading, Address awaited, Address callback) {
  const std::size_t head = reading.layout.object.size;
  ProcessMemory& memory = reading.walk.memory;
  Address next;
  switch (reading.kinds.of(memory, callback)) {
    case ObjectKind::kBuiltin:
      if (memory.readValue(callback + head + kBuiltinSelf, next)) addWakeup(reading, awaited, next);
      break;
    case ObjectKind::kWakeup:
      if (memory.readValue(callback + head + kWakeupTask, next)) addWakeup(reading, awaited, next);
      break;
    case ObjectKind::kMethod:
      if (memory.readValue(callback + head + kMethodSelf, next))
        next = reading.attributes.ofInstance(memory, next, "_parent_task");
      if (reading.kinds.of(memory, next) == ObjectKind::kTask) add(next);
      break;
    case ObjectKind::kFunction:
      if (memory.readValue(callback + reading.asyncio.closure, next))
        addFutures(reading, awaited, next, true);
      break;
    case ObjectKind::kPartial:
      if (memory.readValue(callback + head + kPartialArguments, next))
        addFutures(reading, awaited, next, false);
      break;
    default:
      break;
  }
}

// Any method of a task may be a callback; the one that wakes it up is that of the future which it awaits.
void Awaiters::addWakeup(const TaskReading& reading, Address awaited, Address task) {
  ProcessMemory& memory = reading.walk.memory;
  Address waiter;
  if (reading.kinds.of(memory, task) == ObjectKind::kTask &&
      memory.readValue(task + reading.asyncio.task.waiter, waiter) && waiter == awaited)
    add(task);
}

void Awaiters::addFutures(const TaskReading& reading, Address awaited, Address tuple, bool isClosure) {
  const std::size_t head = reading.layout.object.size;
  ProcessMemory& memory = reading.walk.memory;
  std::uint64_t size = 0;
  if (!tuple || !memory.readValue(tuple + head + kSize, size)) return;
  for (std::uint64_t i = 0; i < std::min<std::uint64_t>(size, limits::kClosureCells); ++i) {
    Address item;
    if (!memory.readValue(tuple + head + kTupleItems + i * 8, item)) return;
    if (isClosure && !(item && memory.readValue(item + head + kCellContent, item))) continue;
    if (item != awaited && reading.kinds.of(memory, item) == ObjectKind::kFuture) add(item);
  }
}

}  // namespace tachyon
