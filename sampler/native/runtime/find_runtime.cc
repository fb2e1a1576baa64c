#include "find_runtime.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <vector>

#include "../base/limits.h"
#include "../os/os.h"
#include "debug_offsets.h"

namespace tachyon {
namespace {

// A mapped file that may hold the runtime; a lower rank is looked at earlier.
struct Candidate {
  std::string path;
  int rank;
};

std::string fileName(const std::string& path) { return path.substr(path.rfind('/') + 1); }

std::vector<Candidate> listCandidates(std::uint32_t pid, const std::vector<os::Mapping>& mappings) {
  const std::string executable = os::executablePath(pid);
  std::vector<Candidate> candidates;
  for (const os::Mapping& mapping : mappings) {
    if (std::any_of(candidates.begin(), candidates.end(),
                    [&](const auto& c) { return c.path == mapping.path; }))
      continue;
    const bool isLibrary = fileName(mapping.path).find("python") != std::string::npos;
    candidates.push_back({mapping.path, mapping.path == executable ? 0 : isLibrary ? 1 : 2});
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const auto& a, const auto& b) { return a.rank < b.rank; });
  return candidates;
}

// The distance between where a file was linked and where it lies.
std::optional<std::uint64_t> loadBias(const std::vector<os::Mapping>& mappings, const std::string& path,
                                      const ElfRuntime& image) {
  for (const os::Mapping& mapping : mappings)
    if (mapping.path == path && mapping.fileOffset == image.firstLoadOffset)
      return mapping.start.value - image.firstLoadAddress;
  return {};
}

// A runtime that brings its layout along says so at the start of its section (3.13 and newer).
std::optional<RuntimeLocation> locateBySection(ProcessMemory& memory, const ElfRuntime& image,
                                               std::uint64_t bias) {
  if (!image.runtimeSection) return {};
  const Address address{*image.runtimeSection + bias};
  DebugOffsetsHead head;
  if (!memory.readValue(address, head) || !head.hasCookie()) return {};
  return RuntimeLocation{address, static_cast<std::uint32_t>(head.versionHex)};
}

// Py_Version exists since 3.11; whatever lacks it is older.
std::optional<RuntimeLocation> locateBySymbols(ProcessMemory& memory, const ElfRuntime& image,
                                               std::uint64_t bias) {
  if (!image.runtimeSymbol) return {};
  RuntimeLocation location{Address{*image.runtimeSymbol + bias}, 0};
  if (image.versionSymbol && !memory.readValue(Address{*image.versionSymbol + bias}, location.versionHex))
    return {};
  return location;
}

std::optional<RuntimeLocation> locateIn(std::uint32_t pid, ProcessMemory& memory,
                                        const std::vector<os::Mapping>& mappings, const std::string& path) {
  const auto mapping =
      std::find_if(mappings.begin(), mappings.end(), [&](const os::Mapping& m) { return m.path == path; });
  const std::unique_ptr<ImageBytes> file = os::openImage(pid, *mapping);
  if (!file) return {};
  const auto sections = parseElfRuntime(*file, ElfDetail::kSections);
  const auto bias = sections ? loadBias(mappings, path, *sections) : std::nullopt;
  if (!bias) return {};
  if (const auto found = locateBySection(memory, *sections, *bias)) return found;
  const auto symbols = parseElfRuntime(*file, ElfDetail::kSymbols);
  return symbols ? locateBySymbols(memory, *symbols, *bias) : std::nullopt;
}

}  // namespace

Result<RuntimeLocation> findRuntime(std::uint32_t pid, ProcessMemory& memory) {
  const std::vector<os::Mapping> mappings = os::listMappings(pid);
  for (const Candidate& candidate : listCandidates(pid, mappings))
    if (const auto found = locateIn(pid, memory, mappings, candidate.path)) return *found;
  const std::string program = os::executablePath(pid);
  return Error{ErrorCode::kNotPython,
               "Process " + std::to_string(pid) + (program.empty() ? "" : " (" + fileName(program) + ")") +
                   " has no CPython runtime in it. Check the process id, or start your program with Python."};
}

}  // namespace tachyon
