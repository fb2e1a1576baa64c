#include "object_kinds.h"

#include <array>
#include <string_view>
#include <utility>

#include "../base/bytes.h"
#include "../base/limits.h"
#include "objects.h"

namespace tachyon {
namespace {

// tp_flags and tp_base follow tp_name at these distances in every version.
constexpr std::size_t kFlagsAfterName = 144, kBaseAfterName = 232;
constexpr std::uint64_t kHeapType = 1u << 9;
constexpr std::size_t kTypeNameBytes = 24;  // enough to tell the names below from others

using Name = std::pair<std::string_view, ObjectKind>;

// Classes that others may be derived from. No class written in Python has a dot in its name.
constexpr std::array<Name, 3> kBases = {{{"_asyncio.Task", ObjectKind::kTask},
                                         {"_asyncio.Future", ObjectKind::kFuture},
                                         {"functools.partial", ObjectKind::kPartial}}};

// Types that are the interpreter's own and have no heirs.
constexpr std::array<Name, 15> kBuiltins = {{{"frame", ObjectKind::kFrame},
                                             {"str", ObjectKind::kText},
                                             {"int", ObjectKind::kInteger},
                                             {"coroutine", ObjectKind::kGenerator},
                                             {"generator", ObjectKind::kGenerator},
                                             {"async_generator", ObjectKind::kGenerator},
                                             {"coroutine_wrapper", ObjectKind::kAwaitWrapper},
                                             {"async_generator_asend", ObjectKind::kAwaitWrapper},
                                             {"async_generator_athrow", ObjectKind::kAwaitWrapper},
                                             {"anext_awaitable", ObjectKind::kAwaitWrapper},
                                             {"function", ObjectKind::kFunction},
                                             {"method", ObjectKind::kMethod},
                                             {"builtin_function_or_method", ObjectKind::kBuiltin},
                                             {"TaskWakeupMethWrapper", ObjectKind::kWakeup},
                                             {"_asyncio.TaskWakeupMethWrapper", ObjectKind::kWakeup}}};

template <std::size_t N>
ObjectKind kindOf(const std::array<Name, N>& names, std::string_view name) {
  for (const auto& [known, kind] : names)
    if (known.substr(0, kTypeNameBytes) == name) return kind;
  return ObjectKind::kOther;
}

}  // namespace

ObjectKind ObjectKinds::classify(ProcessMemory& memory, Address type) const {
  for (std::size_t depth = 0; type && depth < limits::kBaseTypes; ++depth) {
    std::array<std::uint8_t, kBaseAfterName + 8> words;
    std::array<char, kTypeNameBytes> text{};
    if (!type.aligned() || !memory.read(type + layout_.object.typeName, words.data(), words.size()) ||
        !memory.read(loadAs<Address>(words.data()), text.data(), text.size()))
      return ObjectKind::kOther;
    const std::string_view name(text.data(), strnlen(text.data(), text.size()));
    const bool isBuiltin = (loadAs<std::uint64_t>(words.data() + kFlagsAfterName) & kHeapType) == 0;
    const ObjectKind own = depth == 0 && isBuiltin ? kindOf(kBuiltins, name) : ObjectKind::kOther;
    const ObjectKind kind = own != ObjectKind::kOther ? own : kindOf(kBases, name);
    if (kind != ObjectKind::kOther) return kind;
    type = loadAs<Address>(words.data() + kBaseAfterName);
  }
  return ObjectKind::kOther;
}

ObjectKind ObjectKinds::ofType(ProcessMemory& memory, Address type) {
  if (!type) return ObjectKind::kOther;
  const std::uint32_t known = known_.find(type.value);
  if (known != FlatMap::kNone) return static_cast<ObjectKind>(known);
  const ObjectKind kind = classify(memory, type);
  known_.set(type.value, static_cast<std::uint32_t>(kind));
  return kind;
}

ObjectKind ObjectKinds::of(ProcessMemory& memory, Address object) {
  Address type;
  if (!object || !object.aligned() || !memory.readValue(object + layout_.object.type, type))
    return ObjectKind::kOther;
  return ofType(memory, type);
}

}  // namespace tachyon
