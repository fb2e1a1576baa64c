#include "target.h"

#include "../os/os.h"
#include "../versions/version.h"

namespace tachyon {
namespace {

std::string subjectOf(std::uint32_t pid) { return "Process " + std::to_string(pid); }

}  // namespace

Result<Target> openTarget(std::uint32_t pid) {
  auto memory = os::openMemory(pid);
  if (!memory.ok()) return memory.error();
  const auto location = findRuntime(pid, *memory.value());
  if (!location.ok()) return location.error();
  const auto runtime = openRuntime(*memory.value(), location.value(), subjectOf(pid));
  if (!runtime.ok()) return runtime.error();
  return Target{pid, std::move(memory.value()), runtime.value()};
}

TargetFacts inspectTarget(std::uint32_t pid) {
  TargetFacts facts;
  facts.executable = os::executablePath(pid);
  auto memory = os::openMemory(pid);
  if (!memory.ok()) {
    facts.problem = memory.error();
    return facts;
  }
  const auto location = findRuntime(pid, *memory.value());
  if (!location.ok()) {
    facts.problem = location.error();
    return facts;
  }
  if (location.value().versionHex != 0) facts.version = versionText(location.value().versionHex);
  const auto runtime = openRuntime(*memory.value(), location.value(), subjectOf(pid));
  facts.isSupported = runtime.ok();
  if (!runtime.ok()) facts.problem = runtime.error();
  return facts;
}

}  // namespace tachyon
