#include "version_text.h"

#include <charconv>
#include <string_view>

namespace tachyon {
namespace {

constexpr std::size_t kLongestText =
    300;  // size of Py_GetVersion's buffer in the newest version that has one

// Takes a number of at most three digits from the front.
bool takeNumber(std::string_view& text, std::uint32_t& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number > 0xff) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

bool take(std::string_view& text, std::string_view start) {
  if (!text.starts_with(start)) return false;
  text.remove_prefix(start.size());
  return true;
}

// The lowest byte of PY_VERSION_HEX: how finished it is, and the how manieth of its kind.
bool takeLevel(std::string_view& text, std::uint32_t& level) {
  std::uint32_t serial = 0;
  const std::uint32_t kind = take(text, "a") ? 0xa : take(text, "b") ? 0xb : take(text, "rc") ? 0xc : 0xf;
  if (kind != 0xf && (!takeNumber(text, serial) || serial > 0xf)) return false;
  level = (kind << 4) | serial;
  return true;
}

// "3.9.18 (build) [compiler]"; builders put words of their own between version and build, and older versions
// a line break before the compiler.
std::optional<std::uint32_t> parseVersionText(std::string_view text) {
  std::uint32_t major = 0, minor = 0, micro = 0, level = 0;
  if (!takeNumber(text, major) || !take(text, ".") || !takeNumber(text, minor) || !take(text, ".") ||
      !takeNumber(text, micro) || !takeLevel(text, level))
    return {};
  take(text, "+");
  const bool isWhole =
      text.starts_with(" ") && text.find('(') != std::string_view::npos &&
      (text.find(") [") != std::string_view::npos || text.find(") \n[") != std::string_view::npos);
  if (!isWhole) return {};
  return (major << 24) | (minor << 16) | (micro << 8) | level;
}

}  // namespace

std::optional<std::uint32_t> findVersionText(std::span<const std::uint8_t> variables) {
  const std::string_view all(reinterpret_cast<const char*>(variables.data()), variables.size());
  for (std::size_t at = 0; (at = all.find('.', at + 1)) != std::string_view::npos;) {
    if (all[at - 1] != '2' && all[at - 1] != '3') continue;
    std::string_view text = all.substr(at - 1, kLongestText);
    text = text.substr(0, text.find('\0'));
    if (const auto found = parseVersionText(text)) return found;
  }
  return {};
}

}  // namespace tachyon
