// What a numeric parameter accepts, as a test and as words. Keys of the spec and arguments of parts
// share it.
#pragma once

#include <string>
#include <vector>

#include "myriad/parts/part.hpp"

namespace myriad {

/// Within its bounds, finite as a float, and whole where it must be.
bool accepts(const Parameter& parameter, double value);

/// "a number in [0, 1)", "a whole number >= 1", "true or false", "one of fan_in, fan_out".
std::string takes_text(const Parameter& parameter);

/// The positions of a choice: "fan_in|fan_out" -> {"fan_in", "fan_out"}.
std::vector<std::string> choices_of(const Parameter& parameter);

}  // namespace myriad
