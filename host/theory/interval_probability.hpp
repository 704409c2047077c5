// The probability that a unit's sum z = w.x + b lies in one interval on every row, for any laws of
// its weights and its bias.
#pragma once

#include "host/theory/interval.hpp"
#include "host/theory/plane_geometry.hpp"
#include "host/theory/scalar_law.hpp"

namespace myriad {

/// The law of a unit's two weights.
struct WeightLaw {
  enum class Shape {
    point,   ///< fixed: `at`
    pair,    ///< independent: `pair`, neither of them a point
    circle,  ///< a uniform direction times `radius`
  };
  Shape shape = Shape::point;
  Point at;
  LawPair pair;
  double radius = 0;

  static WeightLaw point(Point at);
  /// Two independent numbers of one law; a point if that is one.
  static WeightLaw both(const ScalarLaw& law);
  static WeightLaw independent(const ScalarLaw& x, const ScalarLaw& y);
  static WeightLaw circle(double radius);
};

/// P(w.x + b in the interval for every corner x of a hull). Exact up to rounding for uniform
/// weights with a constant or uniform bias, for a half-line with normal weights of mean 0 and a
/// zero or normal bias of mean 0 (at the half-line's end), for fixed weights, and for a direction
/// with a constant bias; else by quadrature, to 1e-9. A region of measure zero gives 0.
double interval_probability(const Polygon& hull, const SumInterval& z, const WeightLaw& weights,
                            const ScalarLaw& bias);

}  // namespace myriad
