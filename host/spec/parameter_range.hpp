// What a numeric parameter accepts, as a test and as words. Keys of the spec, arguments of parts and the
// arguments that a result holds share it.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "myriad/parts/part.hpp"
#include "myriad/registry.hpp"

namespace myriad {

/// Within its bounds, finite as a float, and whole where it must be; true, false and choices by position.
bool accepts(const Parameter& parameter, double value);

/// The right number of arguments, each accepted (or its default) and none misordered.
bool accepts(const PartDescription& part, const std::vector<double>& arguments);

/// Positions of two arguments of which the second is below the first and may not be: those of low and high.
/// One value for each parameter.
std::vector<std::pair<std::size_t, std::size_t>> misordered(const PartDescription& part,
                                                            const std::vector<double>& arguments);

/// "a number in [0, 1)", "a whole number >= 1", "true or false", "one of fan_in, fan_out".
std::string takes_text(const Parameter& parameter);

/// The positions of a choice: "fan_in|fan_out" -> {"fan_in", "fan_out"}.
std::vector<std::string> choices_of(const Parameter& parameter);

}  // namespace myriad
