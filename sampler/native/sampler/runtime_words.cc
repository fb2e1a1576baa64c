#include "runtime_words.h"

#include <algorithm>

#include "../base/bytes.h"

namespace tachyon {
namespace {

// How often to look for interpreters that came or went.
constexpr std::uint64_t kListCheckNs = 10'000'000;

}  // namespace

RuntimeWords::RuntimeWords(const Runtime& runtime) : runtime_(runtime) {
  const RuntimeLayout::Interpreter& own = runtime.layout.interpreter;
  first_ = std::min({own.next, own.threadsHead, own.gcCollecting});
  size_ =
      std::max({own.next, own.threadsHead, own.gcCollecting, own.gcFrame, own.codeGeneration}) + 8 - first_;
  const RuntimeLayout::Runtime& words = runtime.layout.runtime;
  runtimeBytes_.resize(
      std::max({words.finalizing, words.interpretersHead, words.gilThread, words.gcCollecting}) + 8);
}

void RuntimeWords::setInterpreters(std::span<const InterpreterFacts> interpreters) {
  interpreters_.resize(interpreters.size());
  for (std::size_t i = 0; i < interpreters.size(); ++i) {
    interpreters_[i].interpreter = interpreters[i].interpreter;
    interpreters_[i].bytes.resize(size_);
  }
}

void RuntimeWords::appendRanges(std::uint64_t time, std::vector<ReadRange>& ranges) {
  const Features features = runtime_.layout.features;
  for (Words& words : interpreters_)
    ranges.push_back({words.interpreter + first_, words.bytes.data(), size_});
  if (features.has(Feature::kThreadLocalBytecode))
    for (Words& words : interpreters_)
      ranges.push_back({words.interpreter + runtime_.layout.interpreter.bytecodeGeneration,
                        &words.bytecodeGeneration, sizeof words.bytecodeGeneration});
  const bool isDue = runtimeTime_ == 0 || time >= runtimeTime_ + kListCheckNs;
  if (!isDue && !features.has(Feature::kGilThreadGlobal)) return;
  ranges.push_back({runtime_.address, runtimeBytes_.data(), runtimeBytes_.size()});
  runtimeTime_ = time;
}

bool RuntimeWords::confirm(const ThreadList& list, bool allThreads) const {
  const RuntimeLayout& layout = runtime_.layout;
  if (loadAs<Address>(runtimeBytes_.data() + layout.runtime.interpretersHead) != list.interpretersHead)
    return false;
  return std::all_of(list.interpreters.begin(), list.interpreters.end(), [&](const InterpreterFacts& facts) {
    const Words* words = find(facts.interpreter);
    return words != nullptr && load<Address>(*words, layout.interpreter.next) == facts.next &&
           (!allThreads || load<Address>(*words, layout.interpreter.threadsHead) == facts.threadsHead);
  });
}

std::uint64_t RuntimeWords::codeGeneration(Address interpreter) const {
  const Words* words = find(interpreter);
  if (words == nullptr || !runtime_.layout.features.has(Feature::kCodeGeneration)) return 0;
  return load<std::uint64_t>(*words, runtime_.layout.interpreter.codeGeneration);
}

std::uint32_t RuntimeWords::bytecodeGeneration(Address interpreter) const {
  const Words* words = find(interpreter);
  return words == nullptr ? 0 : words->bytecodeGeneration;
}

bool RuntimeWords::isCollecting(Address interpreter) const {
  const RuntimeLayout& layout = runtime_.layout;
  const Words* words = find(interpreter);
  if (words == nullptr) return false;
  if (layout.features.has(Feature::kRuntimeCollector))
    return loadAs<std::int32_t>(runtimeBytes_.data() + layout.runtime.gcCollecting) != 0;
  return load<std::int32_t>(*words, layout.interpreter.gcCollecting) != 0;
}

Address RuntimeWords::collectingFrame(Address interpreter) const {
  const Words* words = find(interpreter);
  return words == nullptr ? Address{} : load<Address>(*words, runtime_.layout.interpreter.gcFrame);
}

const RuntimeWords::Words* RuntimeWords::find(Address interpreter) const {
  const auto found = std::find_if(interpreters_.begin(), interpreters_.end(),
                                  [&](const Words& words) { return words.interpreter == interpreter; });
  return found == interpreters_.end() ? nullptr : &*found;
}

template <typename T>
T RuntimeWords::load(const Words& words, std::size_t offset) const {
  return loadAs<T>(words.bytes.data() + offset - first_);
}

}  // namespace tachyon
