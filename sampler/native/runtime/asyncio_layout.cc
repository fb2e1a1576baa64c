#include "asyncio_layout.h"

#include <initializer_list>

namespace tachyon {
namespace {

constexpr std::size_t kHeadBytes = 16;  // of objects in builds with a GIL: reference count and type

}  // namespace

AsyncioLayout AsyncioLayout::withHeads(std::size_t bytes) const {
  AsyncioLayout layout = *this;
  if (isPublished || bytes == kHeadBytes) return layout;
  for (std::size_t* offset : {&layout.task.size, &layout.task.coroutine, &layout.task.name, &layout.task.loop,
                              &layout.task.callback, &layout.task.callbacks, &layout.task.waiter,
                              &layout.generator.state, &layout.cachedKeys, &layout.closure})
    *offset += bytes - kHeadBytes;
  return layout;
}

}  // namespace tachyon
