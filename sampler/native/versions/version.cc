#include "version.h"

#include <algorithm>

namespace tachyon {

namespace {

std::vector<const Version*>& registry() {
  static std::vector<const Version*> versions;
  return versions;
}

}  // namespace

RegisteredVersion::RegisteredVersion(const Version& version) {
  const auto isNewer = [](const Version* a, const Version* b) { return a->minor < b->minor; };
  std::vector<const Version*>& versions = registry();
  versions.insert(std::upper_bound(versions.begin(), versions.end(), &version, isNewer), &version);
}

std::span<const Version* const> supportedVersions() { return registry(); }

std::string supportedVersionNames() {
  std::string names;
  for (const Version* version : supportedVersions())
    names += (names.empty() ? "" : ", ") + std::string(version->name);
  return names;
}

const Version* findVersion(std::uint32_t hex) {
  if (hex >> 24 != 3) return nullptr;
  for (const Version* version : supportedVersions())
    if (version->minor == ((hex >> 16) & 0xff)) return version;
  return nullptr;
}

std::string versionText(std::uint32_t hex) {
  const std::string text = std::to_string(hex >> 24) + "." + std::to_string((hex >> 16) & 0xff) + "." +
                           std::to_string((hex >> 8) & 0xff);
  const std::uint32_t level = (hex >> 4) & 0xf;
  if (level == 0xf) return text;
  return text + (level == 0xa ? "a" : level == 0xb ? "b" : "rc") + std::to_string(hex & 0xf);
}

std::string versionText(const Runtime& runtime) {
  const bool isFreeThreaded = runtime.layout.features.has(Feature::kParallelThreads);
  return versionText(runtime.versionHex) + (isFreeThreaded ? "t" : "");
}

}  // namespace tachyon
