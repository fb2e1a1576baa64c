#include <napi.h>

#include <algorithm>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

#include "memory/recorded_memory.h"
#include "memory/recording_memory.h"
#include "os/os.h"
#include "record/wire_writer.h"
#include "sampler/sampler.h"
#include "versions/version.h"

// The only file that knows JavaScript, and the only one with exceptions.
namespace tachyon {
namespace {

constexpr double kShortestIntervalNs = 1'000, kLongestIntervalNs = 60e9;

[[noreturn]] void throwError(Napi::Env env, const Error& error) {
  Napi::Error thrown = Napi::Error::New(env, error.message);
  thrown.Set("code", errorCodeName(error.code));
  throw thrown;
}

[[noreturn]] void throwArgument(Napi::Env env, const std::string& message) {
  throwError(env, {ErrorCode::kBadArgument, message});
}

std::uint32_t pidFrom(Napi::Env env, const Napi::Value& value) {
  const double pid = value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : 0;
  if (!(pid >= 1 && pid <= 0x7fffffff) || pid != static_cast<double>(static_cast<std::uint32_t>(pid)))
    throwArgument(env, "The process id must be a whole number from 1.");
  return static_cast<std::uint32_t>(pid);
}

Napi::Object objectFrom(Napi::Env env, const Napi::Value& value) {
  if (!value.IsObject()) throwArgument(env, "Options are missing.");
  return value.As<Napi::Object>();
}

bool flagFrom(Napi::Env env, const Napi::Object& options, const char* name) {
  const Napi::Value value = options.Get(name);
  if (!value.IsBoolean()) throwArgument(env, std::string("The option '") + name + "' must be true or false.");
  return value.As<Napi::Boolean>();
}

bool flagFrom(Napi::Env env, const Napi::Object& options, const char* name, bool fallback) {
  return options.Get(name).IsUndefined() ? fallback : flagFrom(env, options, name);
}

// The number of a word within `words`, 0 when it is left out.
std::size_t wordFrom(Napi::Env env, const Napi::Object& options, const char* name,
                     std::initializer_list<std::string_view> words) {
  const Napi::Value value = options.Get(name);
  if (value.IsUndefined()) return 0;
  const std::string text = value.IsString() ? value.As<Napi::String>().Utf8Value() : std::string();
  const auto found = std::find(words.begin(), words.end(), text);
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  std::string known;
  for (const std::string_view word : words) known += (known.empty() ? "" : ", ") + std::string(word);
  throwArgument(env, std::string("The option '") + name + "' must be one of " + known + ".");
}

ViewOptions viewFrom(Napi::Env env, const Napi::Object& options) {
  ViewOptions view;
  view.allThreads = flagFrom(env, options, "allThreads");
  view.opcodes = flagFrom(env, options, "opcodes");
  view.native = flagFrom(env, options, "native", view.native);
  view.gc = flagFrom(env, options, "gc", view.gc);
  view.mode = static_cast<Mode>(wordFrom(env, options, "mode", {"wall", "cpu", "gil", "exception"}));
  view.async = static_cast<AsyncMode>(wordFrom(env, options, "async", {"off", "running", "all"}));
  view.stopping = static_cast<Stopping>(wordFrom(env, options, "stopping", {"never", "exact", "blocking"}));
  return view;
}

SamplerOptions optionsFrom(Napi::Env env, const Napi::Value& value) {
  const Napi::Object options = objectFrom(env, value);
  const Napi::Value interval = options.Get("intervalNs");
  const double intervalNs = interval.IsNumber() ? interval.As<Napi::Number>().DoubleValue() : 0;
  if (!(intervalNs >= kShortestIntervalNs && intervalNs <= kLongestIntervalNs))
    throwArgument(env, "The sampling interval must lie between 1 microsecond and 60 seconds.");
  return {pidFrom(env, options.Get("pid")), static_cast<std::uint64_t>(intervalNs), viewFrom(env, options),
          flagFrom(env, options, "subprocesses", false), flagFrom(env, options, "waitForRuntime")};
}

Napi::Value bytesTo(Napi::Env env, const std::vector<std::uint8_t>& bytes) {
  return Napi::Buffer<std::uint8_t>::Copy(env, bytes.data(), bytes.size());
}

class SamplerObject final : public Napi::ObjectWrap<SamplerObject> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(
        env, "Sampler",
        {InstanceMethod<&SamplerObject::start>("start"), InstanceMethod<&SamplerObject::stop>("stop"),
         InstanceMethod<&SamplerObject::drain>("drain"), InstanceMethod<&SamplerObject::ended>("ended")});
  }

  explicit SamplerObject(const Napi::CallbackInfo& info)
      : Napi::ObjectWrap<SamplerObject>(info),
        sampler_(std::make_unique<Sampler>(optionsFrom(info.Env(), info[0]))) {}

 private:
  void start(const Napi::CallbackInfo& info) {
    if (isStarted_) throwArgument(info.Env(), "This sampler was started before. Make a new one.");
    const Result<bool> started = sampler_->start();
    if (!started.ok()) throwError(info.Env(), started.error());
    isStarted_ = true;
  }

  void stop(const Napi::CallbackInfo&) { sampler_->stop(); }

  Napi::Value drain(const Napi::CallbackInfo& info) {
    const std::vector<std::uint8_t> batch = sampler_->drain();
    return batch.empty() ? info.Env().Null() : bytesTo(info.Env(), batch);
  }

  Napi::Value ended(const Napi::CallbackInfo& info) {
    const std::optional<SamplerEnd> end = sampler_->ended();
    if (!end) return info.Env().Null();
    constexpr const char* kKinds[] = {"stopped", "exited", "error"};
    Napi::Object object = Napi::Object::New(info.Env());
    object.Set("kind", kKinds[static_cast<int>(end->kind)]);
    if (end->kind == SamplerEnd::Kind::kError) {
      object.Set("code", errorCodeName(end->error.code));
      object.Set("message", end->error.message);
    }
    return object;
  }

  std::unique_ptr<Sampler> sampler_;
  bool isStarted_ = false;
};

Napi::Value inspect(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const std::uint32_t pid = pidFrom(env, info[0]);
  const TargetFacts facts = inspectTarget(pid);
  Napi::Object object = Napi::Object::New(env);
  object.Set("pid", pid);
  object.Set("version", facts.version.empty() ? env.Null() : Napi::String::New(env, facts.version));
  object.Set("supported", facts.isSupported);
  object.Set("executable", facts.executable);
  object.Set("reason", facts.isSupported ? "" : facts.problem.message);
  object.Set("code",
             facts.isSupported ? env.Null() : Napi::String::New(env, errorCodeName(facts.problem.code)));
  return object;
}

Napi::Value recordMemory(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const SamplerOptions options = optionsFrom(env, info[0]);
  const Result<Target> target = openTarget(options.pid);
  if (!target.ok()) throwError(env, target.error());
  const Runtime& found = target.value().runtime;
  RecordingMemory memory(*target.value().memory);
  const Result<Runtime> runtime =
      openRuntime(memory, {found.address, found.versionHex, {}}, "Process " + std::to_string(options.pid));
  if (!runtime.ok()) throwError(env, runtime.error());
  RecordedFacts facts{os::ownProcessId(options.pid), found.address, found.versionHex, {}};
  const auto nameAndKeep = [&](std::uint64_t tid) {
    return facts.threadNames[tid] = os::threadName(options.pid, tid);
  };
  Recorder recorder;
  TargetSampler sampler(memory, runtime.value(), {options.pid, facts.pid, options.view, nameAndKeep, {}},
                        recorder);
  if (sampler.tick(0) != TickState::kSampled)
    throwError(env, {ErrorCode::kInvalidRuntime, "No thread of the process could be read. Try again."});
  return bytesTo(env, encodeRecording(facts, memory.blocks()));
}

Napi::Value replayMemory(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  if (!info[0].IsTypedArray() || info[0].As<Napi::TypedArray>().TypedArrayType() != napi_uint8_array)
    throwArgument(env, "The recorded memory must be a Uint8Array.");
  const auto bytes = info[0].As<Napi::Uint8Array>();
  const Napi::Object options = objectFrom(env, info[1]);
  Result<RecordedMemory> memory = RecordedMemory::parse({bytes.Data(), bytes.ByteLength()});
  if (!memory.ok()) throwError(env, memory.error());
  const RecordedFacts& facts = memory.value().facts();
  const Result<Runtime> runtime =
      openRuntime(memory.value(), {facts.runtime, facts.version, {}}, "The recorded process");
  if (!runtime.ok()) throwError(env, runtime.error());
  const auto name = [&](std::uint64_t tid) {
    const auto known = facts.threadNames.find(tid);
    return known == facts.threadNames.end() ? std::string() : known->second;
  };
  Recorder recorder;
  TargetSampler sampler(memory.value(), runtime.value(),
                        {facts.pid, facts.pid, viewFrom(env, options), name, {}}, recorder);
  if (sampler.tick(0) != TickState::kSampled)
    throwError(env, {ErrorCode::kInvalidRuntime, "The recorded memory does not hold what a sample needs."});
  Rows rows;
  recorder.commit(sampler.statistics());
  const Statistics statistics = recorder.take(rows);
  return bytesTo(env, encodeBatch(rows, &statistics));
}

Napi::Object init(Napi::Env env, Napi::Object exports) {
  Napi::Array versions = Napi::Array::New(env);
  for (const Version* version : supportedVersions()) versions.Set(versions.Length(), version->name);
  exports.Set("Sampler", SamplerObject::define(env));
  exports.Set("inspect", Napi::Function::New(env, inspect, "inspect"));
  exports.Set("recordMemory", Napi::Function::New(env, recordMemory, "recordMemory"));
  exports.Set("replayMemory", Napi::Function::New(env, replayMemory, "replayMemory"));
  exports.Set("supportedVersions", versions);
  return exports;
}

NODE_API_MODULE(tachyon, init)

}  // namespace
}  // namespace tachyon
