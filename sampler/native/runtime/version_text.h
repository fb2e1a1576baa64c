#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace tachyon {

// Finds the text that Py_GetVersion made ("3.9.18 (main, Aug 25 2023, 13:20:04) [GCC 12.2.0]") among an
// image's variables and gives its version as PY_VERSION_HEX. Every CPython has made it before it runs any
// code, and it is the only thing that a stripped one before 3.13 says about its version.
std::optional<std::uint32_t> findVersionText(std::span<const std::uint8_t> variables);

}  // namespace tachyon
