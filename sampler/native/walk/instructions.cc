#include "instructions.h"

#include <algorithm>
#include <string_view>

namespace tachyon {
namespace {

bool isOneOf(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool startsWithOneOf(std::string_view name, std::initializer_list<std::string_view> starts) {
  return std::any_of(starts.begin(), starts.end(),
                     [&](std::string_view start) { return name.starts_with(start); });
}

// A frame that the interpreter pushes without passing through C comes from few instructions; the others are
// listed with room for what a later release of a version might do.
CallKind callKindOf(std::string_view plain) {
  if (isOneOf(plain,
              {"CALL", "CALL_KW", "CALL_FUNCTION_EX", "CALL_FUNCTION", "CALL_FUNCTION_KW", "CALL_METHOD"}))
    return CallKind::kFunction;
  if (isOneOf(plain, {"FOR_ITER", "SEND"})) return CallKind::kGenerator;
  const bool mayCall = startsWithOneOf(
      plain, {"BINARY_",        "COMPARE_",     "CONTAINS_",    "LOAD_ATTR",  "LOAD_METHOD", "LOAD_SUPER",
              "LOAD_SPECIAL",   "STORE_ATTR",   "STORE_SUBSCR", "GET_",       "UNARY_",      "TO_BOOL",
              "WITH_EXCEPT",    "EXIT_INIT",    "INPLACE_",     "YIELD_FROM", "SETUP_",      "INSTRUMENTED_",
              "ENTER_EXECUTOR", "TRACE_RECORD", "RESERVED"});
  return mayCall ? CallKind::kUnknown : CallKind::kNever;
}

}  // namespace

InstructionSet::InstructionSet(const OpcodeTable& opcodes) : opcodes_(opcodes) {
  callKinds_.fill(CallKind::kUnknown);
  for (std::size_t number = 0; number < opcodes.size(); ++number) {
    if (opcodes[number].name == nullptr) continue;
    const std::string_view name = opcodes[number].name, plain = opcodes[opcodes[number].base].name;
    callKinds_[number] = callKindOf(plain);
    resumes_[number] = plain == "RESUME";
    yieldsFrom_[number] = plain == "YIELD_FROM";
    canResume_ = canResume_ || resumes_[number];
    if (opcodes[number].base != number && !name.starts_with("INSTRUMENTED_"))
      adaptive_[opcodes[number].base] = true;
    remembersCallee_[number] =
        isOneOf(name, {"CALL_PY_EXACT_ARGS", "CALL_PY_GENERAL", "CALL_PY_WITH_DEFAULTS",
                       "CALL_BOUND_METHOD_EXACT_ARGS", "CALL_KW_PY"});
    if (name == "EXTENDED_ARG") extendedArgument_ = static_cast<int>(number);
    // One passes through a frame of its own that has no function; the other leaves the method, not its
    // function.
    if (isOneOf(name, {"CALL_ALLOC_AND_ENTER_INIT", "CALL_BOUND_METHOD_GENERAL"}))
      callKinds_[number] = CallKind::kUnknown;
  }
}

std::uint32_t InstructionSet::firstTraceable(std::span<const std::uint16_t> units) const {
  if (!canResume_) return 0;
  std::uint32_t unit = 0;
  while (unit < units.size() && !resumes_[units[unit] & 0xff]) ++unit;
  return unit;
}

std::uint32_t InstructionSet::callSites(std::span<const std::uint16_t> units) const {
  std::uint32_t count = 0;
  for (std::uint32_t unit = 0; unit < units.size();) {
    const Opcode& opcode = opcodes_[units[unit] & 0xff];
    count += callKinds_[opcode.base] == CallKind::kFunction;
    unit += 1 + opcode.caches;
  }
  return count;
}

std::vector<std::uint32_t> InstructionSet::instructionStarts(std::span<const std::uint16_t> units) const {
  std::vector<std::uint32_t> starts(units.size());
  std::uint32_t unit = 0;
  while (unit < units.size()) {
    const std::uint32_t end = unit + 1 + opcodes_[units[unit] & 0xff].caches;
    for (const std::uint32_t first = unit; unit < end && unit < units.size(); ++unit) starts[unit] = first;
  }
  return starts;
}

}  // namespace tachyon
