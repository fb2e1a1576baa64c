#include "version.h"

#include <array>

namespace tachyon {

std::span<const Version* const> supportedVersions() {
  static constexpr std::array<const Version*, 8> kVersions = {&kCPython38,  &kCPython39,  &kCPython310,
                                                              &kCPython311, &kCPython312, &kCPython313,
                                                              &kCPython314, &kCPython315};
  return kVersions;
}

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
