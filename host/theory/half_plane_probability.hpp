// The closed forms for a random line with normal coefficients that leaves all points on one side.
#pragma once

#include "host/theory/plane_geometry.hpp"

namespace myriad {

/// P(w.x <= 0 for every corner x of a hull), w of no preferred direction: the dead directions'
/// share of the circle. A region of measure zero gives 0; a hull that is the origin gives 1.
double isotropic_half_plane_probability(const Polygon& hull);

/// P(w.x + b <= 0 for every corner x of a hull), both weights normal(0, weight_sd), b normal(0,
/// bias_sd).
double normal_half_plane_probability(const Polygon& hull, double weight_sd, double bias_sd);

}  // namespace myriad
