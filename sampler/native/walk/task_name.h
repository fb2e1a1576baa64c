#pragma once

#include <string>

#include "../memory/process_memory.h"
#include "../runtime/layout.h"
#include "object_kinds.h"

namespace tachyon {

// How much of the object that names a task tells whether it is still the same; 0 when it is neither text nor
// number.
std::size_t taskNameBytes(ProcessMemory& memory, const RuntimeLayout& layout, ObjectKinds& kinds,
                          Address object);

// A task's name: a text, or a number that stands for "Task-" and that number until someone asks.
bool readTaskName(ProcessMemory& memory, const RuntimeLayout& layout, ObjectKinds& kinds, Address object,
                  std::string& into);

}  // namespace tachyon
