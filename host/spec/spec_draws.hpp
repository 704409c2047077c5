// The values of [random]: from Philox, so that a draw depends on the sweep's seed, the cell's
// number within [random] and its own key's name, and on nothing else.
#pragma once

#include <cstdint>
#include <string_view>

#include "host/spec/spec_sections.hpp"

namespace myriad {

/// In (0, 1): an odd multiple of 2^-53.
double sweep_draw(std::uint64_t seed, std::uint64_t cell, std::string_view key);

/// 0 … count-1, equally often.
std::size_t drawn_position(double u, std::size_t count);

/// The value at u of a draw over a range, as if it had been written in the spec.
Value drawn_value(const Draw& draw, double u);

}  // namespace myriad
