// slope_check: derivatives compared with differences of values, for every activation and loss.
#pragma once

#include "trainer.hpp"

namespace oracle {

// |slope(z) - (value(z + step) - value(z - step)) / (2 step)|. Meaningless within step of a kink.
double slope_error(const Activation& activation, double z, double step = 1e-5);
double slope_error(const Loss& loss, double o, int label, double step = 1e-5);

// The largest such difference over the entries of gradient(problem, at), against loss(problem, at).
// Entries that the network does not have are left out.
double gradient_error(const Problem& problem, const Parameters& at, double step = 1e-5);

}  // namespace oracle
