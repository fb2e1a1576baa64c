#include "task_graph.h"

#include "../base/limits.h"

namespace tachyon {
namespace {

constexpr std::uint64_t kForgetTicks = 1'024;  // a task that nobody looked at for so long is over

}  // namespace

// Asks for all that the tick before looked at.
void TaskGraph::guessAll(const TaskReading& reading) {
  pieces_.clear();
  again_.clear();
  pages_.clear();
  for (const std::unique_ptr<Node>& node : nodes_) {
    if (!node) continue;
    node->isPrefetched = node->usedTick + 1 == tick_;
    node->firstPiece = pieces_.size();
    node->firstAgain = again_.size();
    if (node->isPrefetched) node->copy.appendRanges(reading, pieces_, again_);
  }
  for (const ReadRange& piece : pieces_) pages_.add(piece.address, piece.size);
}

bool TaskGraph::takePieces(const Node& node, std::size_t endPiece, std::size_t endAgain) const {
  for (std::size_t i = node.firstPiece; i < endPiece; ++i)
    if (!pages_.copy(pieces_[i], 0)) return false;
  for (std::size_t i = node.firstAgain; i < endAgain; ++i)
    if (!pages_.copy(again_[i], 1)) return false;
  return true;
}

ReadOutcome TaskGraph::beginTick(const TaskReading& reading, std::vector<ReadRange>& ranges) {
  if (++tick_ % kForgetTicks == 0) forgetUnused();
  guessAll(reading);
  const ReadOutcome outcome = pages_.read(reading.walk.memory, ranges);
  std::size_t endPiece = pieces_.size(), endAgain = again_.size();
  for (std::size_t i = nodes_.size(); i-- > 0;) {
    if (!nodes_[i]) continue;
    Node& node = *nodes_[i];
    node.isPrefetched = node.isPrefetched && takePieces(node, endPiece, endAgain);
    endPiece = node.firstPiece;
    endAgain = node.firstAgain;
  }
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
      pieces_.clear();
      again_.clear();
      node.copy.appendRanges(reading, pieces_, again_);
      pieces_.insert(pieces_.end(), again_.begin(), again_.end());
      if (!reading.walk.memory.readRanges(pieces_).ok()) {
        node.state = TaskState::kNone;
        node.copy = TaskCopy(node.copy.address());
        break;
      }
    }
    node.state = node.copy.decode(reading);
  }
  if (node.state == TaskState::kMoved) ++torn_;
  node.frame = node.copy.frame();
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
