#include "thread_status.h"

#include <algorithm>

#include "../base/bytes.h"
#include "../base/limits.h"
#include "objects.h"

namespace tachyon {

std::size_t ThreadStatus::bytes(const RuntimeLayout& layout) {
  const RuntimeLayout::Thread& thread = layout.thread;
  const std::size_t lastWord = thread.lastHandled + layout.handled.previous;
  return std::max(
             {thread.status, thread.holdsGil, thread.wantsGil, thread.raised, thread.handled, lastWord}) +
         8;
}

bool ThreadStatus::holdsGil(Address thread, std::span<const std::uint8_t> state,
                            std::span<const std::uint8_t> runtime) const {
  if (layout_.features.has(Feature::kGilField))
    return loadAs<std::uint32_t>(state.data() + layout_.thread.holdsGil) == 1;
  if (layout_.features.has(Feature::kGilStatusBit))
    return (loadAs<std::uint32_t>(state.data() + layout_.thread.status) & layout_.thread.gilBit) != 0;
  return loadAs<Address>(runtime.data() + layout_.runtime.gilThread) == thread;
}

bool ThreadStatus::wantsGil(std::span<const std::uint8_t> state) const {
  return layout_.features.has(Feature::kGilRequestField) &&
         loadAs<std::uint32_t>(state.data() + layout_.thread.wantsGil) != 0;
}

// After an exception was handled its place may hold None. None is never freed, so that an address that was
// found to be something else will never be None.
bool ThreadStatus::isException(ProcessMemory& memory, Address value, HandledItems& items) {
  if (!value || value == none_) return false;
  if (none_ || value == items.exception) return true;
  Address type;
  if (!memory.readValue(value + layout_.object.type, type)) return false;
  items.exception = value;
  if (readTypeName(memory, layout_, type) != "NoneType") return true;
  none_ = value;
  return false;
}

// The copy of an item outside of the thread's state. When it is not the one that was there last time, this
// one and all behind it are read one by one.
const std::uint8_t* ThreadStatus::itemAt(ProcessMemory& memory, HandledItems& items, std::size_t index,
                                         Address address) {
  const std::size_t size = layout_.handled.previous + 8;
  if (index == 0) {
    items.bytes.resize(items.addresses.size() * size);
    items.ranges.clear();
    for (std::size_t i = 0; i < items.addresses.size(); ++i)
      items.ranges.push_back({items.addresses[i], items.bytes.data() + i * size, size});
    if (!items.ranges.empty() && !memory.readRanges(items.ranges).ok()) items.addresses.clear();
  }
  if (index < items.addresses.size() && items.addresses[index] == address)
    return items.bytes.data() + index * size;
  items.addresses.resize(index);
  items.bytes.resize((index + 1) * size);
  if (!address.aligned() || !memory.read(address, items.bytes.data() + index * size, size)) return nullptr;
  items.addresses.push_back(address);
  return items.bytes.data() + index * size;
}

bool ThreadStatus::hasException(ProcessMemory& memory, Address thread, std::span<const std::uint8_t> state,
                                HandledItems& items) {
  if (loadAs<Address>(state.data() + layout_.thread.raised)) return true;
  const Address last = thread + layout_.thread.lastHandled;
  Address item = loadAs<Address>(state.data() + layout_.thread.handled);
  std::size_t count = 0;
  bool isFound = false;
  while (item && !isFound && count < limits::kHandledExceptions) {
    const std::uint8_t* bytes =
        item == last ? state.data() + layout_.thread.lastHandled : itemAt(memory, items, count, item);
    if (bytes == nullptr) break;
    if (item != last) ++count;
    isFound = isException(memory, loadAs<Address>(bytes + layout_.handled.value), items);
    item = item == last ? Address{} : loadAs<Address>(bytes + layout_.handled.previous);
  }
  if (items.addresses.size() > count) items.addresses.resize(count);
  return isFound;
}

Address ThreadStatus::gilOf(ProcessMemory& memory, Address runtime, Address interpreter) const {
  if (layout_.features.has(Feature::kGilInRuntime)) return runtime + layout_.runtime.gil;
  Address gil;
  if (layout_.interpreter.gil == 0 || !memory.readValue(interpreter + layout_.interpreter.gil, gil))
    return {};
  return gil;
}

}  // namespace tachyon
