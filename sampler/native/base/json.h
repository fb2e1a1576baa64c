#pragma once

#include <cstdio>
#include <string>
#include <vector>

namespace tachyon {

inline std::string jsonString(const std::string& text) {
  std::string json = "\"";
  for (const char character : text) {
    char escaped[8];
    const auto byte = static_cast<unsigned char>(character);
    const bool isPlain = byte >= 0x20 && byte != '"' && byte != '\\';
    std::snprintf(escaped, sizeof escaped, isPlain ? "%c" : "\\u%04x", byte);
    json += escaped;
  }
  return json + '"';
}

inline std::string jsonArray(const std::vector<std::string>& texts) {
  std::string json;
  for (const std::string& text : texts) json += (json.empty() ? "" : ",") + jsonString(text);
  return "[" + json + "]";
}

}  // namespace tachyon
