#include "task_sampler.h"

#include <algorithm>

#include "../base/limits.h"
#include "../runtime/find_asyncio.h"
#include "../walk/published_tasks.h"
#include "../walk/task_sets.h"

namespace tachyon {
namespace {

using wire::ThreadStatus::kMainThread;

constexpr std::uint64_t kPatienceNs = 1'000'000'000;  // for a first task to appear

}  // namespace

TaskSampler::TaskSampler(ProcessMemory& memory, const Runtime& runtime, const InstructionSet& instructions,
                         Recorder& recorder, CodeRows& rows, const ViewOptions& view,
                         std::function<std::optional<Address>()> findTable)
    : runtime_(runtime),
      layout_(runtime.asyncio->withHeads(runtime.layout.object.size)),
      instructions_(instructions),
      recorder_(recorder),
      all_(view.async == AsyncMode::kAll),
      frames_(runtime.layout, layout_),
      kinds_(runtime.layout),
      attributes_(runtime.layout, layout_),
      stacks_(graph_, recorder, rows, view.opcodes) {
  const auto find = [&memory, findTable = std::move(findTable)](AsyncioLayout& layout) {
    const std::optional<Address> table = findTable ? findTable() : std::nullopt;
    return table && readAsyncioTable(memory, *table, layout);
  };
  if (layout_.isPublished)
    source_ = std::make_unique<PublishedTasks>(layout_, find);
  else
    source_ = std::make_unique<TaskSets>(layout_);
}

void TaskSampler::setThreads(std::vector<Thread> threads) {
  threads_ = std::move(threads);
  places_.clear();
  for (const Thread& thread : threads_) places_.push_back(thread.place);
}

void TaskSampler::beginTick(WalkContext& context) {
  const TaskReading reading = this->reading(context);
  context.codes.followGeneration(context.codeGeneration);
  ++tick_;
  previousTime_ = tick_ == 1 ? context.time : time_;
  time_ = context.time;
  listed_.clear();
  stacks_.beginTick();
  isOpen_ = source_->open(reading, places_);
  if (!isOpen_) return;
  ranges_.clear();
  source_->appendRanges(places_, ranges_);
  std::size_t bytes = 0;
  for (const ReadRange& range : ranges_) bytes += range.size;
  const ReadOutcome outcome = graph_.beginTick(reading, ranges_);
  source_->list(reading, graph_, places_, outcome.bytes >= bytes, all_, listed_);
  wereTasks_ = wereTasks_ || !listed_.empty();
  for (const ListedTask& listed : listed_) {
    const TaskState state = graph_[listed.task].state;
    if (all_ && (state == TaskState::kWaiting || state == TaskState::kExecuting))
      stacks_.see(reading, listed.task);
  }
}

// The outermost task in a thread's stack, and the place of its first frame.
std::uint32_t TaskSampler::runningTask(const TaskReading& reading, const ThreadSample& sample,
                                       std::size_t& first) {
  for (first = 0; isOpen_ && first < sample.frames.size(); ++first) {
    const std::uint32_t task = graph_.findByFrame(reading, sample.frames[first].address);
    if (task != FlatMap::kNone) return task;
  }
  return FlatMap::kNone;
}

// The rows of a thread's stack from frame `first` on, put on top of another row, with a marker in front of
// each further task that was begun inside of the first one.
std::uint32_t TaskSampler::graft(const TaskReading& reading, const ThreadSample& sample, std::size_t first,
                                 std::uint32_t base) {
  const std::uint32_t below = first == 0 ? kNoRow : sample.nodes[first - 1];
  tail_.clear();
  for (std::uint32_t row = sample.stack; row != below && row != kNoRow; row = recorder_.stackParent(row))
    tail_.push_back(row);
  std::size_t frame = first;
  // A hidden frame has the row of the one below.
  const auto skipFrames = [&](std::uint32_t row) {
    while (frame < sample.nodes.size() && sample.nodes[frame] == row) ++frame;
  };
  skipFrames(below);
  for (std::size_t i = tail_.size(); i-- > 0;) {
    if (frame > first && frame < sample.nodes.size() && sample.nodes[frame] == tail_[i])
      base = addMarker(reading, sample.frames[frame].address, base);
    skipFrames(tail_[i]);
    base = recorder_.internStack(base, recorder_.stackFrame(tail_[i]));
  }
  return base;
}

// Puts the marker of the task that begins with a frame, if there is one, on top of a row.
std::uint32_t TaskSampler::addMarker(const TaskReading& reading, Address frame, std::uint32_t base) {
  const std::uint32_t task = graph_.findByFrame(reading, frame);
  if (task == FlatMap::kNone) return base;
  stacks_.see(reading, task);
  timingOf(task).runningTick = tick_;
  return recorder_.internStack(base, stacks_.marker(task));
}

std::size_t TaskSampler::addThread(WalkContext& context, const ThreadSample& sample) {
  const TaskReading reading = this->reading(context);
  std::size_t first = 0;
  const std::uint32_t task = runningTask(reading, sample, first);
  const Thread& thread = threads_[sample.thread];
  if (task == FlatMap::kNone) {
    const bool isSampled = thread.isAlwaysSampled || source_->runsLoop(sample.thread);
    if (isSampled) recorder_.addSample(thread.row, sample.stack, sample.status, sample.time, sample.weight);
    return isSampled ? 1 : 0;
  }
  wereTasks_ = true;
  timingOf(task).runningTick = tick_;
  source_->noteRunning(reading, graph_[task].copy, thread.place);
  grafted_.clear();
  for (const std::uint32_t base : stacks_.markersOf(reading, task))
    grafted_.push_back(graft(reading, sample, first, base));
  addShared(grafted_, FlatMap::kNone, thread.row, sample.status, sample.time, sample.weight);
  return grafted_.size();
}

TaskSampler::Timing& TaskSampler::timingOf(std::uint32_t task) {
  if (task >= timings_.size()) timings_.resize(task + 1);
  return timings_[task];
}

// One sample for each way to a task; together they weigh what one would.
void TaskSampler::addShared(std::span<const std::uint32_t> stacks, std::uint32_t task, std::uint32_t row,
                            std::uint32_t status, std::uint64_t time, std::uint64_t weight) {
  for (std::size_t i = 0; i < stacks.size(); ++i) {
    const std::uint64_t share = weight / stacks.size() + (i < weight % stacks.size() ? 1 : 0);
    const std::uint32_t lane =
        task == FlatMap::kNone
            ? static_cast<std::uint32_t>(i)
            : (task + 1) * static_cast<std::uint32_t>(limits::kTaskPaths) + static_cast<std::uint32_t>(i);
    recorder_.addSample(row, stacks[i], status, time, share, lane);
  }
}

std::size_t TaskSampler::addWaiting(const TaskReading& reading, const ListedTask& listed) {
  const TaskState state = graph_[listed.task].state;
  Timing& timing = timingOf(listed.task);
  if (timing.lastTick + 1 != tick_) timing.lastTime = previousTime_;
  timing.lastTick = tick_;
  // What moves just now is accounted for when it comes to rest, or by the thread that runs it.
  if (state != TaskState::kWaiting && timing.runningTick != tick_) return 0;
  const std::uint64_t weight = time_ - timing.lastTime;
  timing.lastTime = time_;
  if (timing.runningTick == tick_ || stacks_.isAwaiter(listed.task)) return 0;
  const std::size_t thread = listed.thread < threads_.size() ? listed.thread : 0;
  const std::uint32_t status = threads_[thread].isMain ? kMainThread : 0;
  const std::span<const std::uint32_t> stacks = stacks_.of(reading, listed.task);
  addShared(stacks, listed.task, threads_[thread].row, status, time_, weight);
  return stacks.size();
}

std::size_t TaskSampler::endTick(WalkContext& context) {
  note();
  if (!all_ || !isOpen_ || threads_.empty()) return 0;
  const TaskReading reading = this->reading(context);
  std::size_t samples = 0;
  for (const ListedTask& listed : listed_) samples += addWaiting(reading, listed);
  return samples;
}

// What people should know, once.
void TaskSampler::note() {
  if (tick_ == 1) firstTime_ = time_;
  if (!wereTasks_ && !isIdleNoted_ && time_ - firstTime_ >= kPatienceNs) {
    isIdleNoted_ = true;
    recorder_.addNote(
        time_,
        "No asyncio task was seen yet: asyncio is not loaded in the process, or no event loop runs. Until "
        "one does, stacks are those of the threads.");
  }
  if (stacks_.cut() > 0 && !isCutNoted_) {
    isCutNoted_ = true;
    recorder_.addNote(time_, "Some tasks are awaited in more than " + std::to_string(limits::kTaskPaths) +
                                 " ways; stacks are given for that many.");
  }
}

}  // namespace tachyon
