#include "native_names.h"

#include "objects.h"

namespace tachyon {
namespace {

// In a type object, as far behind its name in every version: what calls its objects, and its flags.
constexpr std::size_t kCallBehindName = 104, kFlagsBehindName = 144;
constexpr std::uint64_t kHeapTypeFlag = 1u << 9;

}  // namespace

template <class MakeText>
NativeName* NativeNames::intern(Address first, Address second, MakeText makeText) {
  const std::uint64_t key = first.value * 0x9e3779b97f4a7c15ull ^ second.value;
  const std::uint32_t known = entriesByKey_.find(key);
  if (known != FlatMap::kNone && entries_[known]->first == first && entries_[known]->second == second) {
    NativeName& name = entries_[known]->name;
    return name.text.empty() ? nullptr : &name;
  }
  entriesByKey_.set(key, static_cast<std::uint32_t>(entries_.size()));
  entries_.push_back(std::make_unique<Entry>(Entry{first, second, {makeText()}}));
  NativeName& name = entries_.back()->name;
  return name.text.empty() ? nullptr : &name;
}

NativeName* NativeNames::find(ProcessMemory& memory, Address callable) {
  return findObject(memory, callable, true);
}

NativeName* NativeNames::findObject(ProcessMemory& memory, Address callable, bool mayBeBound) {
  struct {
    Address type;
    Words words;
  } object;
  if (!callable || !callable.aligned() || !memory.readValue(callable + layout_.object.type, object))
    return nullptr;
  const Type* type = typeAt(memory, object.type);
  if (type == nullptr) return nullptr;
  switch (type->kind) {
    case Kind::kNone:
      return nullptr;
    case Kind::kFunction:
      return findFunction(memory, object.words);
    case Kind::kDescriptor:
      return findDescriptor(memory, object.words);
    case Kind::kWrapper: {
      Words descriptor;
      return memory.readValue(object.words[0] + head_, descriptor) ? findDescriptor(memory, descriptor)
                                                                   : nullptr;
    }
    case Kind::kBoundMethod:
      return mayBeBound ? findObject(memory, object.words[0], false) : nullptr;
    case Kind::kClass:
      return findClass(memory, callable);
    case Kind::kOther:
      return intern(object.type, {}, [&] { return type->name; });
  }
  return nullptr;
}

// Words: definition, which begins with a pointer to the name; object that it is bound to; module's name.
NativeName* NativeNames::findFunction(ProcessMemory& memory, const Words& words) {
  const auto [definition, self, module, unused] = words;
  const Address type = self ? typeOf(memory, self) : Address{};
  const Type* known = type ? typeAt(memory, type) : nullptr;
  const bool isOfModule = known == nullptr || known->name == "module";
  // A method of a class is bound to the class itself.
  const Address owner = isOfModule ? module : known->kind == Kind::kClass ? self : type;
  return intern(definition, owner, [&] {
    Address text;
    std::string name;
    if (!memory.readValue(definition, text) || !readCString(memory, text, name)) return std::string();
    const std::string of = isOfModule ? textOf(memory, owner) : readTypeName(memory, layout_, owner);
    return of.empty() || of == "builtins" ? name : of + "." + name;
  });
}

// Words: the type whose method it is, its name.
NativeName* NativeNames::findDescriptor(ProcessMemory& memory, const Words& words) {
  return intern(words[0], words[1], [&] {
    const std::string type = readTypeName(memory, layout_, words[0]), name = textOf(memory, words[1]);
    return type.empty() || name.empty() ? std::string() : type + "." + name;
  });
}

NativeName* NativeNames::findClass(ProcessMemory& memory, Address type) {
  return intern(type, {}, [&] {
    const std::string name = readTypeName(memory, layout_, type);
    return isWrittenInC(memory, type, name) ? name : std::string();
  });
}

const NativeNames::Type* NativeNames::typeAt(ProcessMemory& memory, Address address) {
  std::uint32_t known = typesByAddress_.find(address.value);
  if (known == FlatMap::kNone) {
    Type type = readType(memory, address);
    if (type.name.empty()) return nullptr;
    known = static_cast<std::uint32_t>(types_.size());
    typesByAddress_.set(address.value, known);
    types_.push_back(std::move(type));
  }
  return &types_[known];
}

NativeNames::Type NativeNames::readType(ProcessMemory& memory, Address address) const {
  struct KnownType {
    const char* name;
    Kind kind;
  };
  constexpr KnownType kKnownTypes[] = {
      {"builtin_function_or_method", Kind::kFunction},
      {"builtin_method", Kind::kFunction},
      {"method_descriptor", Kind::kDescriptor},
      {"classmethod_descriptor", Kind::kDescriptor},
      {"wrapper_descriptor", Kind::kDescriptor},
      {"method-wrapper", Kind::kWrapper},
      {"method", Kind::kBoundMethod},
      {"type", Kind::kClass},
      {"function", Kind::kNone},
  };
  Type type{Kind::kNone, readTypeName(memory, layout_, address)};
  for (const KnownType& known : kKnownTypes)
    if (type.name == known.name) return {known.kind, type.name};
  Address call;
  if (memory.readValue(address + layout_.object.typeName + kCallBehindName, call) && call &&
      isWrittenInC(memory, address, type.name))
    type.kind = Kind::kOther;
  return type;
}

// Types that a class statement made lie on the heap, and their names have no module before them.
bool NativeNames::isWrittenInC(ProcessMemory& memory, Address type, std::string_view name) const {
  std::uint64_t flags = 0;
  return !name.empty() && memory.readValue(type + layout_.object.typeName + kFlagsBehindName, flags) &&
         ((flags & kHeapTypeFlag) == 0 || name.find('.') != std::string_view::npos);
}

Address NativeNames::typeOf(ProcessMemory& memory, Address object) const {
  Address type;
  return memory.readValue(object + layout_.object.type, type) ? type : Address{};
}

std::string NativeNames::textOf(ProcessMemory& memory, Address object) const {
  std::string text;
  return object && readText(memory, layout_, object, text) ? text : std::string();
}

}  // namespace tachyon
