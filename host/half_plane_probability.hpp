// The probability that a random line leaves all points on one side: P(w.x + b <= 0 for every point
// x), for the laws that weights and biases are drawn from.
#pragma once

#include <optional>
#include <vector>

#include "host/plane_geometry.hpp"
#include "myriad/parts/initializer.hpp"

namespace myriad {

/// Both weights are independent draws of `weight`, the bias is a draw of `bias`. Exact up to
/// rounding for uniform weights with a constant or uniform bias and for normal weights of mean 0
/// with zero or normal bias of mean 0; an integral over one angle, to 1e-11, for such weights with
/// another constant or a uniform bias; both for constant weights. A region of measure zero gives 0.
/// Empty for other laws.
std::optional<double> half_plane_probability(const std::vector<Point>& points,
                                             const Distribution& weight, const Distribution& bias);

/// P(X <= 0); a single value on 0 counts. Empty for values and lattices.
std::optional<double> probability_not_positive(const Distribution& law);

}  // namespace myriad
