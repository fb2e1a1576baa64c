#include "stack_rows.h"

#include <algorithm>
#include <string_view>

namespace tachyon {
namespace {

// Where the runtime does not say which frame a collection stands on, what it finalizes tells: the outermost
// finalizer stands on the collection. Null when there is none.
Address frameBelowFinalizer(std::span<const Frame> frames) {
  const auto isFinalizer = [](std::string_view name) {
    return name == "__del__" || name.ends_with(".__del__");
  };
  Address below;
  for (const Frame& frame : frames) {
    if (frame.code == nullptr || frame.isHidden) continue;
    if (isFinalizer(frame.code->name)) return below;
    below = frame.address;
  }
  return {};
}

}  // namespace

StackRows::StackRows(ProcessMemory& memory, const Runtime& runtime, const InstructionSet& instructions,
                     const ViewOptions& view, const RuntimeWords& words, Recorder& recorder, CodeRows& rows)
    : memory_(memory),
      layout_(runtime.layout),
      view_(view),
      words_(words),
      recorder_(recorder),
      rows_(rows),
      status_(runtime.layout),
      nativeCalls_(runtime, instructions) {}

std::uint32_t StackRows::rowOf(SampledThread& thread, const Tick& tick) {
  const std::vector<Frame>& frames = thread.walker->frames();
  const std::size_t leaf = frames.empty() ? 0 : static_cast<std::size_t>(frames.back().shown + 1);
  Address collector;
  const bool collects = view_.gc && tick.isRead && isCollecting(thread, tick, collector);
  const bool isPlain = !collects && !view_.native;
  const std::size_t known = thread.areNodesPlain && isPlain ? thread.nodes.size() : 0;
  thread.nodes.resize(frames.size());
  std::uint32_t node = known > 0 ? thread.nodes[known - 1] : kNoRow;
  for (std::size_t i = known; i < frames.size(); ++i) {
    const Frame& frame = frames[i];
    if (!frame.isHidden) {
      const std::uint16_t opcode = view_.opcodes
                                       ? frame.bytecode->currentOpcode(memory_, frame.unit, tick.context.time)
                                       : CodeRows::kNoOpcode;
      node = recorder_.internStack(node, rows_.internFrame(*frame.code, frame.unit, opcode));
    }
    thread.nodes[i] = node;
    // A collection may be started anywhere within an instruction: what that calls is not known to be running.
    if (collects && (collector ? frame.address == collector : i + 1 == leaf))
      node = recorder_.internStack(node, recorder_.gcFrame());
    else if (view_.native && !frame.isHidden)
      node = nativeAbove(thread, i, leaf, node);
  }
  thread.areNodesPlain = isPlain;
  return node;
}

// The stack node with the C code that lies on top of a frame: between it and the next one, or for the last
// one, what it has called and is waiting for. The node itself when there is none.
std::uint32_t StackRows::nativeAbove(const SampledThread& thread, std::size_t index, std::size_t leaf,
                                     std::uint32_t node) {
  const std::vector<Frame>& frames = thread.walker->frames();
  const std::span<const RawFrame> copies = thread.walker->snapshot().frames();
  // Where every call passes through C, only a name tells that more than the call itself lies there.
  const bool tellsBoundaries = !layout_.features.has(Feature::kHeapFrames);
  const bool isLeaf = index + 1 == leaf;
  const bool isBoundary =
      !isLeaf && tellsBoundaries && (frames[index + 1].code == nullptr || copies[index + 1].entry);
  if (!isLeaf && tellsBoundaries && !isBoundary) return node;
  NativeName* name = nativeCalls_.calledBy(memory_, *frames[index].code, frames[index].unit, copies[index]);
  if (name == nullptr && isBoundary) name = &unnamed_;
  if (name == nullptr) return node;
  if (name->frame == FlatMap::kNone) name->frame = recorder_.nativeFrame(name->text);
  return recorder_.internStack(node, name->frame);
}

// Whether this thread collects garbage now, and on top of which frame; a null frame means on top of all.
bool StackRows::isCollecting(const SampledThread& thread, const Tick& tick, Address& frame) const {
  if (!words_.isCollecting(thread.facts.interpreter)) return false;
  if (layout_.features.has(Feature::kGcFrame)) {
    frame = words_.collectingFrame(thread.facts.interpreter);
    return static_cast<bool>(frame);
  }
  frame = frameBelowFinalizer(thread.walker->frames());
  return holdsGil(thread) && isAloneRunning(thread, tick);
}

// Without a GIL the collector stops all other threads while it looks for garbage; it lets them go on before
// it has removed what it found, and then nothing tells which of them collects.
bool StackRows::isAloneRunning(const SampledThread& thread, const Tick& tick) const {
  if (!layout_.features.has(Feature::kParallelThreads)) return true;
  return std::none_of(tick.threads.begin(), tick.threads.end(), [&](const SampledThread& other) {
    return &other != &thread && other.facts.interpreter == thread.facts.interpreter && holdsGil(other);
  });
}

bool StackRows::holdsGil(const SampledThread& thread) const {
  return status_.holdsGil(thread.facts.thread, thread.words(), words_.runtime());
}

}  // namespace tachyon
