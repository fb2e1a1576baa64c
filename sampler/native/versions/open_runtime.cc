#include "open_runtime.h"

#include <array>
#include <optional>

#include "search_runtime.h"
#include "version.h"

namespace tachyon {
namespace {

Error unsupported(const std::string& subject, const std::string& version) {
  return {ErrorCode::kUnsupportedVersion,
          subject + " runs CPython " + version + ", which cannot be sampled. Supported: " +
              supportedVersionNames() + ". Run the program with one of these."};
}

Error unreadable(const std::string& subject) {
  return {ErrorCode::kInvalidRuntime,
          subject + " has no readable Python runtime. It may be starting or ending; try again."};
}

// Only the structs of release candidates are those of the releases.
bool isUnfinished(std::uint32_t hex) {
  const std::uint32_t level = (hex >> 4) & 0xf;
  return level == 0xa || level == 0xb;
}

Result<Runtime> openFixed(ProcessMemory& memory, const RuntimeLocation& location, const Version& version,
                          const std::string& subject) {
  if (isUnfinished(location.versionHex))
    return Error{ErrorCode::kUnsupportedVersion,
                 subject + " runs the pre-release " + versionText(location.versionHex) +
                     ", which does not say how its memory is laid out, and only the released " +
                     version.name + " is known. Run the program with that."};
  const Address address =
      location.address ? location.address : searchRuntime(memory, *version.layout, location.pieces);
  if (!address) return unreadable(subject);
  return Runtime{address,         location.versionHex, version.opcodes,
                 version.effects, *version.layout,     version.asyncio};
}

// Reads the layout that a runtime brings along.
Result<RuntimeLayout> readLayout(ProcessMemory& memory, const RuntimeLocation& location,
                                 const Version& version, const std::string& subject) {
  DebugOffsetsHead head;
  std::array<std::uint64_t, kDebugOffsetsMaxWords> words;
  const std::size_t count = version.shape->words();
  if (!memory.readValue(location.address, head) || !head.hasCookie() ||
      head.versionHex != location.versionHex ||
      !memory.read(location.address + kDebugOffsetsCookieBytes, words.data(), count * sizeof(std::uint64_t)))
    return unreadable(subject);
  auto layout =
      parseDebugOffsets({words.data(), count}, *version.shape, versionText(location.versionHex).c_str());
  if (!layout.ok()) return layout;
  version.complete(layout.value());
  if (head.freeThreaded != 0) version.completeFreeThreaded(layout.value());
  return layout;
}

}  // namespace

Result<Runtime> openRuntime(ProcessMemory& memory, const RuntimeLocation& location,
                            const std::string& subject) {
  if (location.versionHex == 0) return unreadable(subject);
  const Version* version = findVersion(location.versionHex);
  if (version == nullptr) return unsupported(subject, versionText(location.versionHex));
  if (version->layout != nullptr) return openFixed(memory, location, *version, subject);
  const auto layout = readLayout(memory, location, *version, subject);
  if (!layout.ok()) return layout.error();
  return Runtime{location.address, location.versionHex, version->opcodes,
                 version->effects, layout.value(),      version->asyncio};
}

Result<Runtime> openRunningRuntime(ProcessMemory& memory, std::span<const RuntimeLocation> locations,
                                   const std::string& subject) {
  std::optional<Runtime> idle;
  for (const RuntimeLocation& location : locations) {
    const auto runtime = openRuntime(memory, location, subject);
    if (!runtime.ok()) continue;
    const RuntimeLayout::Runtime& words = runtime.value().layout.runtime;
    Address interpreter;
    if (memory.readValue(runtime.value().address + words.interpretersHead, interpreter) && interpreter)
      return runtime;
    if (!idle) idle = runtime.value();
  }
  if (idle) return *idle;
  return openRuntime(memory, locations.front(), subject);
}

}  // namespace tachyon
