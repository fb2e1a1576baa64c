#include "linux_proc.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

namespace tachyon::os {

std::string procPath(std::uint32_t pid, const std::string& rest) {
  return "/proc/" + std::to_string(pid) + "/" + rest;
}

std::string readText(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  std::string text;
  if (file < 0) return text;
  char buffer[16384];
  for (ssize_t got; (got = read(file, buffer, sizeof buffer)) > 0;)
    text.append(buffer, static_cast<std::size_t>(got));
  close(file);
  return text;
}

std::string statusValue(const std::string& status, const std::string& key) {
  std::size_t at = status.find("\n" + key + ":");
  if (at == std::string::npos) return {};
  at += key.size() + 2;
  const std::size_t first = status.find_first_not_of(" \t", at);
  const std::size_t end = status.find('\n', at);
  return first == std::string::npos || first > end ? std::string() : status.substr(first, end - first);
}

std::uint64_t statField(const std::string& stat, int number) {
  constexpr int kBeforeName = 2;  // the name may hold anything, blanks and brackets too
  std::size_t at = stat.rfind(')');
  for (int field = kBeforeName; field < number && at != std::string::npos; ++field)
    at = stat.find(' ', at + 1);
  return at == std::string::npos ? 0 : std::strtoull(stat.c_str() + at, nullptr, 10);
}

std::vector<std::uint32_t> listNumbers(const std::string& folder) {
  std::vector<std::uint32_t> numbers;
  DIR* entries = opendir(folder.c_str());
  if (entries == nullptr) return numbers;
  while (const dirent* entry = readdir(entries))
    if (const auto number = std::strtoul(entry->d_name, nullptr, 10); number > 0)
      numbers.push_back(static_cast<std::uint32_t>(number));
  closedir(entries);
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

std::uint32_t livingThread(std::uint32_t pid) {
  for (const std::uint32_t thread : listNumbers(procPath(pid, "task"))) {
    const std::string stat = readText(procPath(pid, "task/" + std::to_string(thread) + "/stat"));
    const std::size_t nameEnd = stat.rfind(") ");
    if (nameEnd != std::string::npos && stat[nameEnd + 2] != 'Z' && stat[nameEnd + 2] != 'X') return thread;
  }
  return 0;
}

std::uint64_t lastNumber(const std::string& text) {
  const std::size_t space = text.find_last_of(" \t");
  return std::strtoull(text.c_str() + (space == std::string::npos ? 0 : space + 1), nullptr, 10);
}

}  // namespace tachyon::os
