#include "code_cache.h"

#include <algorithm>

#include "../base/bytes.h"
#include "../base/limits.h"
#include "objects.h"

namespace tachyon {
namespace {

constexpr std::size_t kCodeHeadBytes = 256;

std::size_t headBytes(const RuntimeLayout::Code& code) {
  return std::max({code.units, code.fileName, code.qualifiedName, code.lineTable, code.firstLine}) + 8;
}

}  // namespace

Code* CodeCache::find(Address address) {
  const std::uint32_t serial = byAddress_.find(address.value);
  return serial == FlatMap::kNone ? nullptr : codes_[serial].get();
}

bool CodeCache::readIdentity(ProcessMemory& memory, Address address, CodeIdentity& identity) const {
  std::array<std::uint8_t, kCodeHeadBytes> head;
  const std::size_t size = headBytes(layout_.code);
  if (!address || !address.aligned() || size > head.size() || !memory.read(address, head.data(), size))
    return false;
  identity.type = loadAs<std::uint64_t>(head.data() + layout_.object.type);
  identity.units = loadAs<std::uint64_t>(head.data() + layout_.code.units);
  identity.fileName = loadAs<std::uint64_t>(head.data() + layout_.code.fileName);
  identity.qualifiedName = loadAs<std::uint64_t>(head.data() + layout_.code.qualifiedName);
  identity.lineTable = loadAs<std::uint64_t>(head.data() + layout_.code.lineTable);
  const auto number = [&](std::size_t offset) { return loadAs<std::uint32_t>(head.data() + offset); };
  identity.firstLine = number(layout_.code.firstLine);
  identity.frameWords = layout_.code.frameWords != 0
                            ? number(layout_.code.frameWords)
                            : number(layout_.code.locals) + number(layout_.code.stackWords) +
                                  static_cast<std::uint32_t>(layout_.frame.locals / 8);
  if (layout_.code.callStamp != 0) identity.callStamp = number(layout_.code.callStamp);
  return true;
}

bool CodeCache::isCodeType(ProcessMemory& memory, std::uint64_t type) {
  if (codeType_ == 0 && readTypeName(memory, layout_, Address{type}) == "code") codeType_ = type;
  return type != 0 && type == codeType_;
}

// Finds out where the instructions are and makes room for them.
bool CodeCache::locateUnits(ProcessMemory& memory, Code& code) const {
  std::uint64_t count = code.identity.units;
  code.bytecode.start = code.address + layout_.code.bytecode;
  if (layout_.features.has(Feature::kCodeInBytes)) {
    const Address object{code.identity.units};
    if (!object.aligned() || !memory.readValue(object + layout_.bytes.length, count)) return false;
    count /= sizeof code.bytecode.units[0];
    code.bytecode.start = object + layout_.bytes.data;
  }
  if (count == 0 || count > limits::kBytecodeUnits) return false;
  code.bytecode.units.resize(count);
  return true;
}

Code* CodeCache::load(ProcessMemory& memory, Address address, std::uint64_t time) {
  auto code = std::make_unique<Code>();
  code->address = address;
  if (!readIdentity(memory, address, code->identity) || !isCodeType(memory, code->identity.type))
    return nullptr;
  const CodeIdentity& identity = code->identity;
  if (!readText(memory, layout_, Address{identity.qualifiedName}, code->name) ||
      !readText(memory, layout_, Address{identity.fileName}, code->file))
    return nullptr;
  if (!locateUnits(memory, *code) || !code->bytecode.refresh(memory, time)) return nullptr;
  code->firstLine = static_cast<std::int32_t>(identity.firstLine);
  if (readBytes(memory, layout_, Address{identity.lineTable}, limits::kLineTableBytes, bytes_))
    code->locations = parseLineTable(layout_.code.lineTableFormat, bytes_, code->firstLine);
  code->firstTraceable = instructions_.firstTraceable(code->bytecode.units);
  code->callSites = instructions_.callSites(code->bytecode.units);
  if (layout_.features.has(Feature::kPreviousInstruction))
    code->starts = instructions_.instructionStarts(code->bytecode.units);
  CodeIdentity after;
  if (!readIdentity(memory, address, after) || !after.isSameAs(identity)) return nullptr;
  code->serial = static_cast<std::uint32_t>(codes_.size());
  code->verified = epoch_;
  byAddress_.set(address.value, code->serial);
  codes_.push_back(std::move(code));
  return codes_.back().get();
}

bool CodeCache::verify(ProcessMemory& memory, Code& code, std::uint64_t tick) {
  CodeIdentity identity;
  if (readIdentity(memory, code.address, identity) && identity.isSameAs(code.identity)) {
    code.identity.callStamp = identity.callStamp;
    code.verified = tick;
    return true;
  }
  codes_[code.serial].reset();
  return false;
}

Bytecode* CodeCache::bytecodeAt(ProcessMemory& memory, Code& code, std::uint32_t index,
                                std::uint64_t generation, std::uint64_t time) {
  if (index == 0) return &code.bytecode;
  if (index >= limits::kBytecodeCopies) return nullptr;
  if (index >= code.copies.size()) code.copies.resize(index + 1);
  std::unique_ptr<Bytecode>& copy = code.copies[index];
  if (copy && copy->start && copy->generation == generation) return copy.get();
  const Address start = findBytecodeCopy(memory, code.address + layout_.code.bytecodeCopies, index);
  if (!start) return nullptr;
  if (!copy) copy = std::make_unique<Bytecode>();
  copy->generation = generation;
  if (copy->start == start) return copy.get();
  copy->start = start;
  copy->units.resize(code.bytecode.units.size());
  if (!copy->refresh(memory, time)) copy->start = {};
  return copy->start ? copy.get() : nullptr;
}

bool CodeCache::followGeneration(std::uint64_t generation) {
  if (generation == generation_) return false;
  generation_ = generation;
  ++epoch_;
  return true;
}

}  // namespace tachyon
