#include "find_runtime.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "../base/limits.h"
#include "../os/os.h"
#include "debug_offsets.h"
#include "mapped_image.h"
#include "version_text.h"

namespace tachyon {
namespace {

constexpr int kOtherRank = 2;

// A mapped file that may hold the runtime; a lower rank is looked at earlier.
struct Candidate {
  std::string path;
  int rank;

  // The executable or a libpython: searched even when no symbol says that a runtime is there.
  bool isLikely() const { return rank < kOtherRank; }
};

std::string fileName(const std::string& path) { return path.substr(path.rfind('/') + 1); }

std::vector<Candidate> listCandidates(std::uint32_t pid, const std::vector<os::Mapping>& mappings) {
  const std::string executable = os::executablePath(pid);
  std::vector<Candidate> candidates;
  for (const os::Mapping& mapping : mappings) {
    if (std::any_of(candidates.begin(), candidates.end(),
                    [&](const auto& c) { return c.path == mapping.path; }))
      continue;
    const bool isLibrary = fileName(mapping.path).starts_with("libpython");
    candidates.push_back({mapping.path, mapping.path == executable ? 0 : isLibrary ? 1 : kOtherRank});
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const auto& a, const auto& b) { return a.rank < b.rank; });
  return candidates;
}

// Where one load of a file lies, and what the file says.
struct LoadedImage {
  ElfRuntime facts;
  std::uint64_t bias = 0;  // between where it was linked and where it lies

  Address at(std::uint64_t linked) const { return Address{linked + bias}; }
};

// A runtime that brings its layout along says so where it begins (3.13 and newer).
std::optional<RuntimeLocation> readHead(ProcessMemory& memory, Address address) {
  DebugOffsetsHead head;
  if (!memory.readValue(address, head) || !head.hasCookie()) return {};
  return RuntimeLocation{address, static_cast<std::uint32_t>(head.versionHex), {}};
}

// Finds a runtime by what lies among an image's variables, where nothing else tells.
RuntimeLocation searchVariables(ProcessMemory& memory, const LoadedImage& image, Address known) {
  RuntimeLocation location{known, 0, {}};
  std::vector<std::uint8_t> bytes;
  for (const ImageRange& range : image.facts.variables) {
    if (range.size > limits::kImageVariableBytes) continue;
    bytes.resize(range.size);
    const Address start = image.at(range.address);
    if (!memory.read(start, bytes.data(), bytes.size())) continue;
    location.pieces.push_back({start, bytes.size()});
    const std::string_view all(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    for (std::size_t at = 0; (at = all.find(kDebugOffsetsCookie, at)) != std::string_view::npos; ++at)
      if (const auto found = readHead(memory, start + at)) return *found;
    if (location.versionHex == 0) location.versionHex = findVersionText(bytes).value_or(0);
  }
  return location;
}

// Section and symbol say where the runtime is, Py_Version (3.11 and newer) which one it is.
std::optional<RuntimeLocation> locateIn(ProcessMemory& memory, const LoadedImage& image, bool isLikely) {
  const ElfRuntime& facts = image.facts;
  const auto& known = facts.runtimeSection ? facts.runtimeSection : facts.runtimeSymbol;
  if (!known && !isLikely) return {};
  const Address address = known ? image.at(*known) : Address{};
  if (known)
    if (const auto found = readHead(memory, address)) return found;
  RuntimeLocation location{address, 0, {}};
  if (facts.versionSymbol && known && memory.readValue(image.at(*facts.versionSymbol), location.versionHex))
    return location;
  location = searchVariables(memory, image, address);
  const bool isFound = location.address || location.versionHex != 0;
  return isFound ? std::optional(std::move(location)) : std::nullopt;
}

// Every load of a file: where its beginning is mapped. (A file that is mapped to be read as data looks like
// one too.)
std::vector<std::uint64_t> listBiases(const std::vector<os::Mapping>& mappings, const std::string& path,
                                      const ElfRuntime& facts) {
  std::vector<std::uint64_t> biases;
  for (const os::Mapping& mapping : mappings)
    if (mapping.path == path && mapping.fileOffset == facts.firstLoadOffset)
      biases.push_back(mapping.start.value - facts.firstLoadAddress);
  return biases;
}

std::unique_ptr<ImageBytes> openImage(std::uint32_t pid, ProcessMemory& memory,
                                      const std::vector<os::Mapping>& mappings, const std::string& path) {
  const auto first =
      std::find_if(mappings.begin(), mappings.end(), [&](const os::Mapping& m) { return m.path == path; });
  std::unique_ptr<ImageBytes> file = os::openImage(pid, *first);
  return file ? std::move(file) : std::make_unique<MappedImage>(memory, mappings, *first);
}

// Appends the runtimes in every load of a file.
void locateInFile(std::uint32_t pid, ProcessMemory& memory, const std::vector<os::Mapping>& mappings,
                  const Candidate& candidate, std::vector<RuntimeLocation>& into) {
  const std::unique_ptr<ImageBytes> file = openImage(pid, memory, mappings, candidate.path);
  auto facts = parseElfRuntime(*file, ElfDetail::kSections);
  if (!facts) return;
  const std::vector<std::uint64_t> biases = listBiases(mappings, candidate.path, *facts);
  const std::size_t before = into.size();
  for (const std::uint64_t bias : biases)
    if (facts->runtimeSection)
      if (const auto found = readHead(memory, Address{*facts->runtimeSection + bias})) into.push_back(*found);
  if (into.size() > before || biases.empty()) return;
  facts = parseElfRuntime(*file, ElfDetail::kSymbols);
  for (const std::uint64_t bias : biases)
    if (auto found = locateIn(memory, {*facts, bias}, candidate.isLikely()))
      into.push_back(std::move(*found));
}

}  // namespace

Result<std::vector<RuntimeLocation>> findRuntimes(std::uint32_t pid, ProcessMemory& memory) {
  const std::vector<os::Mapping> mappings = os::listMappings(pid);
  std::vector<RuntimeLocation> found;
  for (const Candidate& candidate : listCandidates(pid, mappings)) {
    // What is not likely to hold one is looked at only while there is none.
    if (!found.empty() && !candidate.isLikely()) break;
    locateInFile(pid, memory, mappings, candidate, found);
  }
  if (!found.empty()) return found;
  const std::string program = os::executablePath(pid);
  return Error{ErrorCode::kNotPython,
               "Process " + std::to_string(pid) + (program.empty() ? "" : " (" + fileName(program) + ")") +
                   " has no CPython runtime in it. Check the process id, or start your program with Python."};
}

}  // namespace tachyon
