#include "find_asyncio.h"

#include <array>
#include <memory>
#include <string>

#include "../base/limits.h"
#include "../os/os.h"

namespace tachyon {
namespace {

// The words of the table.
enum Word : std::size_t {
  kTaskSize,
  kTaskName,
  kTaskAwaitedBy,
  kTaskIsTask,
  kTaskAwaitedBySet,
  kTaskCoroutine,
  kTaskNode,
  kInterpreterSize,
  kInterpreterTasks,
  kThreadSize,
  kThreadLoop,
  kThreadTask,
  kThreadTasks,
  kWords,
};
using Table = std::array<std::uint64_t, kWords>;

bool mayHoldAsyncio(const std::string& path, const std::string& executable) {
  const std::string name = path.substr(path.rfind('/') + 1);
  return path == executable || name.find("_asyncio") != std::string::npos ||
         name.find("python") != std::string::npos;
}

// Whether all fields of a struct lie inside of it.
bool fits(const Table& table, Word size, std::initializer_list<Word> fields, std::uint64_t most) {
  if (table[size] > most) return false;
  for (const Word field : fields)
    if (table[field] % 8 != 0 || table[field] + 8 > table[size]) return false;
  return true;
}

}  // namespace

std::optional<Address> findAsyncioTable(std::uint32_t pid) {
  const std::string executable = os::executablePath(pid);
  const std::string* last = nullptr;
  const std::vector<os::Mapping> mappings = os::listMappings(pid);
  for (const os::Mapping& mapping : mappings) {
    const bool isKnown = last != nullptr && *last == mapping.path;
    last = &mapping.path;
    if (isKnown || !mayHoldAsyncio(mapping.path, executable)) continue;
    const std::unique_ptr<ImageBytes> file = os::openImage(pid, mapping);
    const auto image = file ? parseElfRuntime(*file, ElfDetail::kSections) : std::nullopt;
    if (image && image->asyncioSection && mapping.fileOffset == image->firstLoadOffset)
      return mapping.start + (*image->asyncioSection - image->firstLoadAddress);
  }
  return {};
}

bool readAsyncioTable(ProcessMemory& memory, Address address, AsyncioLayout& layout) {
  Table table;
  constexpr std::uint64_t kInterpreterBytes = 16u << 20;
  if (!memory.readValue(address, table) ||
      !fits(table, kTaskSize, {kTaskName, kTaskAwaitedBy, kTaskCoroutine, kTaskNode}, limits::kStructBytes) ||
      !fits(table, kInterpreterSize, {kInterpreterTasks}, kInterpreterBytes) ||
      !fits(table, kThreadSize, {kThreadLoop, kThreadTask, kThreadTasks}, limits::kStructBytes) ||
      table[kTaskAwaitedBySet] >= table[kTaskSize])
    return false;
  layout.task.size = table[kTaskSize];
  layout.task.name = table[kTaskName];
  layout.task.coroutine = table[kTaskCoroutine];
  layout.task.awaitedBy = table[kTaskAwaitedBy];
  layout.task.awaitedBySet = table[kTaskAwaitedBySet];
  layout.task.node = table[kTaskNode];
  layout.interpreter.tasks = table[kInterpreterTasks];
  layout.thread.size = table[kThreadSize];
  layout.thread.loop = table[kThreadLoop];
  layout.thread.task = table[kThreadTask];
  layout.thread.tasks = table[kThreadTasks];
  return true;
}

}  // namespace tachyon
