#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tachyon {

inline constexpr std::uint32_t kNoRow = 0xffffffff;

// The rows of one batch, column by column as wire.json has them. Optional indexes are kNoRow for none.
struct Rows {
  struct {
    std::vector<std::string> value;
    std::size_t size() const { return value.size(); }
  } strings;
  struct {
    std::vector<std::uint32_t> name, file;
    std::vector<std::int32_t> firstLine;
    std::vector<std::uint8_t> kind;
    std::size_t size() const { return name.size(); }
  } functions;
  struct {
    std::vector<std::uint32_t> name, base;
    std::vector<std::uint8_t> adaptive;
    std::size_t size() const { return name.size(); }
  } opcodes;
  struct {
    std::vector<std::uint32_t> function;
    std::vector<std::int32_t> line, endLine, column, endColumn, offset;
    std::vector<std::uint32_t> opcode;
    std::size_t size() const { return function.size(); }
  } frames;
  struct {
    std::vector<std::uint32_t> parent, frame;
    std::size_t size() const { return frame.size(); }
  } stacks;
  struct {
    std::vector<std::uint64_t> process, tid, interpreter;
    std::vector<std::uint8_t> main;
    std::vector<std::string> name;
    std::size_t size() const { return tid.size(); }
  } threads;
  struct {
    std::vector<std::uint32_t> thread, stack, status;
    std::vector<std::uint64_t> start, count, weight;
    std::size_t size() const { return thread.size(); }
  } runs;
  struct {
    std::vector<std::string> key, value;
    std::size_t size() const { return key.size(); }
  } properties;
  struct {
    std::vector<std::uint64_t> time;
    std::vector<std::uint8_t> kind;
    std::vector<std::int32_t> code;
    std::vector<std::string> text;
    std::size_t size() const { return time.size(); }
  } events;

  // Empties all columns and keeps their memory.
  void clear();
};

// Figures about the sampler itself, cumulative; see the table `statistics` in wire.json.
struct Statistics {
  std::uint64_t time = 0, ticks = 0, samples = 0, torn = 0, failed = 0, retries = 0, late = 0, missed = 0,
                cpu = 0, reads = 0, bytesRead = 0, stops = 0, stopped = 0;
};

}  // namespace tachyon
