#pragma once

#include <cstdint>
#include <vector>

#include "rows.h"

namespace tachyon {

// One framed batch (see wire/README.md) with the rows and, when given, one row of statistics. Empty without
// any rows.
std::vector<std::uint8_t> encodeBatch(const Rows& rows, const Statistics* statistics);

}  // namespace tachyon
