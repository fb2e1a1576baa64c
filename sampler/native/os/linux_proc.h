#pragma once

#include <cstdint>
#include <string>
#include <vector>

// Files of /proc, for linux_*.cc.
namespace tachyon::os {

std::string procPath(std::uint32_t pid, const std::string& rest);

// A whole file; empty when it cannot be read.
std::string readText(const std::string& path);

// The value of a line "key:\tvalue" of /proc/PID/status.
std::string statusValue(const std::string& status, const std::string& key);

// A field of /proc/PID/stat by its number in proc(5), from 3 on; 0 when it is not there.
std::uint64_t statField(const std::string& stat, int number);

// Numeric names in a folder, in order: processes in /proc, threads in /proc/PID/task.
std::vector<std::uint32_t> listNumbers(const std::string& folder);

// Where the system shows a thread, which is given by the id that the process itself sees.
std::string threadFolder(std::uint32_t pid, std::uint64_t tid);

// A thread of the process that has not ended; 0 when there is none.
std::uint32_t livingThread(std::uint32_t pid);

std::uint64_t lastNumber(const std::string& text);

}  // namespace tachyon::os
