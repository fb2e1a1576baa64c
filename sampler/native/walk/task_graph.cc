#include "task_graph.h"

#include "../base/limits.h"

namespace tachyon {
namespace {

constexpr std::uint64_t kForgetTicks = 1'024;  // a task that nobody looked at for so long is over

}  // namespace

ReadOutcome TaskGraph::beginTick(const TaskReading& reading, std::vector<ReadRange>& ranges) {
  if (++tick_ % kForgetTicks == 0) forgetUnused();
  std::size_t bytes = 0, counted = 0;
  for (const std::unique_ptr<Node>& node : nodes_) {
    if (!node) continue;
    node->isPrefetched = node->usedTick + 1 == tick_;
    if (!node->isPrefetched) continue;
    node->copy.appendRanges(reading, ranges);
    for (; counted < ranges.size(); ++counted) bytes += ranges[counted].size;
    node->readEnd = bytes;
  }
  const ReadOutcome outcome = reading.walk.memory.readRanges(ranges);
  for (const std::unique_ptr<Node>& node : nodes_)
    if (node) node->isPrefetched = node->isPrefetched && node->readEnd <= outcome.bytes;
  return outcome;
}

std::uint32_t TaskGraph::look(const TaskReading& reading, Address address) {
  std::uint32_t number = byAddress_.find(address.value);
  if (number == FlatMap::kNone) {
    number = static_cast<std::uint32_t>(nodes_.size());
    if (free_.empty()) {
      nodes_.emplace_back();
    } else {
      number = free_.back();
      free_.pop_back();
    }
    nodes_[number] = std::make_unique<Node>(address);
    byAddress_.set(address.value, number);
  }
  Node& node = *nodes_[number];
  if (node.readTick != tick_) {
    resolve(reading, node);
    if (node.frame) byFrame_.set(node.frame.value, number);
  }
  node.usedTick = tick_;
  return number;
}

void TaskGraph::resolve(const TaskReading& reading, Node& node) {
  node.readTick = tick_;
  node.state = TaskState::kMoved;
  for (std::size_t attempt = 0; node.state == TaskState::kMoved && attempt < limits::kTaskReadAttempts;
       ++attempt) {
    if (!node.isPrefetched || attempt > 0) {
      ranges_.clear();
      node.copy.appendRanges(reading, ranges_);
      if (!reading.walk.memory.readRanges(ranges_).ok()) {
        node.state = TaskState::kNone;
        node.copy = TaskCopy(node.copy.address());
        break;
      }
    }
    node.state = node.copy.decode(reading);
  }
  if (node.state == TaskState::kMoved) ++torn_;
  const auto links = node.copy.links();
  node.frame = links.empty() ? Address{} : links.front().frame.frame;
}

std::uint32_t TaskGraph::findByFrame(const TaskReading& reading, Address frame) {
  const std::uint32_t number = byFrame_.find(frame.value);
  if (number == FlatMap::kNone || !nodes_[number] || nodes_[number]->frame != frame) return FlatMap::kNone;
  look(reading, nodes_[number]->copy.address());
  const Node& node = *nodes_[number];
  const bool isTask = node.state == TaskState::kExecuting || node.state == TaskState::kWaiting ||
                      node.state == TaskState::kMoved;
  return isTask && node.frame == frame ? number : FlatMap::kNone;
}

void TaskGraph::forgetUnused() {
  byAddress_.clear();
  byFrame_.clear();
  for (std::uint32_t number = 0; number < nodes_.size(); ++number) {
    std::unique_ptr<Node>& node = nodes_[number];
    if (node && node->usedTick + kForgetTicks < tick_) {
      node.reset();
      free_.push_back(number);
    }
    if (!node) continue;
    byAddress_.set(node->copy.address().value, number);
    if (node->frame) byFrame_.set(node->frame.value, number);
  }
}

}  // namespace tachyon
