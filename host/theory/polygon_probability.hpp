// Integrals over a convex polygon of the plane of weights, for any two independent laws.
#pragma once

#include "host/theory/plane_geometry.hpp"
#include "host/theory/scalar_law.hpp"

namespace myriad {

/// The rectangle that holds both weights; neither may be a point.
Polygon support_of(const LawPair& weights);

/// P(w in polygon): exact for uniform laws, else one integral, to about 1e-12.
double probability_in(const Polygon& polygon, const LawPair& weights);

/// P(w in polygon and b <= limit(w)): exact where weights are uniform and the bias is constant or
/// uniform, one integral for other weights and a constant bias, else two, to about 1e-11.
double probability_in(const Polygon& polygon, const LawPair& weights, const ScalarLaw& bias,
                      const Linear& limit);

}  // namespace myriad
