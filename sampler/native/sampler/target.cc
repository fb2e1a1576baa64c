#include "target.h"

#include "../os/os.h"
#include "../versions/version.h"

namespace tachyon {
namespace {

std::string subjectOf(std::uint32_t pid) { return "Process " + std::to_string(pid); }

}  // namespace

Result<Target> openTarget(std::uint32_t pid) {
  std::string program = os::programIdentity(pid);
  auto memory = os::openMemory(pid);
  if (!memory.ok()) return memory.error();
  const auto locations = findRuntimes(pid, *memory.value());
  if (!locations.ok()) return locations.error();
  const auto runtime = openRunningRuntime(*memory.value(), locations.value(), subjectOf(pid));
  if (!runtime.ok()) return runtime.error();
  return Target{pid, std::move(program), std::move(memory.value()), runtime.value()};
}

TargetFacts inspectTarget(std::uint32_t pid) {
  TargetFacts facts;
  facts.executable = os::executablePath(pid);
  auto memory = os::openMemory(pid);
  if (!memory.ok()) {
    facts.problem = memory.error();
    return facts;
  }
  const auto locations = findRuntimes(pid, *memory.value());
  if (!locations.ok()) {
    facts.problem = locations.error();
    return facts;
  }
  const auto runtime = openRunningRuntime(*memory.value(), locations.value(), subjectOf(pid));
  facts.isSupported = runtime.ok();
  if (!runtime.ok()) facts.problem = runtime.error();
  const std::uint32_t hex = locations.value().front().versionHex;
  if (runtime.ok())
    facts.version = versionText(runtime.value());
  else if (hex != 0)
    facts.version = versionText(hex);
  return facts;
}

}  // namespace tachyon
