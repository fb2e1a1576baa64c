#include "open_runtime.h"

#include <array>

#include "version.h"

namespace tachyon {
namespace {

Error unsupported(const std::string& subject, const std::string& version) {
  return {ErrorCode::kUnsupportedVersion,
          subject + " runs CPython " + version + ", which cannot be sampled. Supported: " +
              supportedVersionNames() + ". Run the program with one of these."};
}

// Reads the layout that a runtime brings along.
Result<RuntimeLayout> readLayout(ProcessMemory& memory, const RuntimeLocation& location,
                                 const Version& version, const std::string& subject) {
  const Error unreadable{
      ErrorCode::kInvalidRuntime,
      subject + " has no readable Python runtime. It may be starting or ending; try again."};
  DebugOffsetsHead head;
  std::array<std::uint64_t, kDebugOffsetsMaxWords> words;
  const std::size_t count = version.shape->words();
  if (!memory.readValue(location.address, head) || !head.hasCookie() ||
      head.versionHex != location.versionHex ||
      !memory.read(location.address + kDebugOffsetsCookieBytes, words.data(), count * sizeof(std::uint64_t)))
    return unreadable;
  if (head.freeThreaded != 0)
    return Error{ErrorCode::kUnsupportedVersion,
                 subject + " runs a free-threaded build of CPython " + versionText(location.versionHex) +
                     ", whose frames cannot be read yet. Run the program with the regular build of " +
                     version.name + "."};
  auto layout =
      parseDebugOffsets({words.data(), count}, *version.shape, versionText(location.versionHex).c_str());
  if (layout.ok()) version.complete(layout.value());
  return layout;
}

}  // namespace

Result<Runtime> openRuntime(ProcessMemory& memory, const RuntimeLocation& location,
                            const std::string& subject) {
  if (location.versionHex == 0) return unsupported(subject, "3.10 or older");
  const Version* version = findVersion(location.versionHex);
  if (version == nullptr) return unsupported(subject, versionText(location.versionHex));
  Runtime runtime{location.address, location.versionHex, version->opcodes, {}};
  if (version->layout != nullptr) {
    runtime.layout = *version->layout;
    return runtime;
  }
  const auto layout = readLayout(memory, location, *version, subject);
  if (!layout.ok()) return layout.error();
  runtime.layout = layout.value();
  return runtime;
}

}  // namespace tachyon
