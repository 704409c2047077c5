// The probability that a unit with one input lies in an interval, for inputs that are known.
#pragma once

#include <vector>

#include "host/theory/interval.hpp"
#include "host/theory/scalar_law.hpp"

namespace myriad {

/// P(weight h + bias in the interval for every h), to about 1e-12.
double link_probability(const std::vector<double>& inputs, const SumInterval& z,
                        const ScalarLaw& weight, const ScalarLaw& bias);

}  // namespace myriad
