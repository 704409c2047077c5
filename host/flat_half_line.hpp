// Flat sets of activations as half-lines, read off the activations themselves: theory needs no
// list.
#pragma once

#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "host/half_plane_probability.hpp"

namespace myriad {

/// A flat set that is a half-line: z <= bound, or z >= bound when `above`.
struct FlatHalfLine {
  bool above = false;
  float bound = 0;
};

/// Finds the end of a flat set by bisection; empty when the set is no half-line. `phi` is an
/// activation with its arguments bound (step/choice.hpp).
template <class Activation>
std::optional<FlatHalfLine> flat_half_line(const Activation& phi, int set) {
  float low = std::numeric_limits<float>::lowest(), high = std::numeric_limits<float>::max();
  const bool low_leaves = phi.leaves_flat(set, low), high_leaves = phi.leaves_flat(set, high);
  if (low_leaves == high_leaves) return std::nullopt;
  for (float middle = 0; middle != low && middle != high; middle = low / 2 + high / 2) {
    (phi.leaves_flat(set, middle) == low_leaves ? low : high) = middle;
  }
  return FlatHalfLine{low_leaves, low_leaves ? high : low};
}

/// The law of b - bound, or of bound - b when the flat set lies above: then "flat" is "at most 0".
inline Distribution moved(const Distribution& law, const FlatHalfLine& flat) {
  const double bound = static_cast<double>(flat.bound);
  const double sign = flat.above ? -1 : 1;
  Distribution out = law;
  out.a = sign * (law.a - bound);
  if (law.kind == Distribution::Kind::uniform) {
    out.b = sign * (law.b - bound);
    if (flat.above) std::swap(out.a, out.b);
  }
  return out;
}

/// P(w.x + b lies in the flat set for every point x). Known where half_plane_probability() is.
inline std::optional<double> flat_probability(std::vector<Point> points, const FlatHalfLine& flat,
                                              const Distribution& weight,
                                              const Distribution& bias) {
  if (flat.above) {
    for (Point& p : points) p = -1 * p;
  }
  return half_plane_probability(points, weight, moved(bias, flat));
}

}  // namespace myriad
