// SumInterval probabilities. Where corner i of the hull is the furthest in direction w and corner j
// the nearest, the event is low - w.x_j <= b <= high - w.x_i: linear in w, so the plane of weights
// falls apart into cones, and only hull corners matter.
#include "host/theory/interval_probability.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "host/theory/half_plane_probability.hpp"
#include "host/theory/polygon_probability.hpp"
#include "host/theory/quadrature.hpp"

namespace myriad {

namespace {

/// Below this a probability is a rounding error of a region of measure zero.
constexpr double kNothing = 1e-15;
/// More corners than this are not worth a quadrature each.
constexpr std::size_t kManyCorners = 1000;
constexpr double kPi = std::numbers::pi;

bool is_origin(Point p) { return p.x == 0 && p.y == 0; }

/// The hull seen from the other side of the origin.
Polygon reflected(Polygon hull) {
  for (Point& p : hull) p = -1 * p;
  return hull;
}

double point_probability(const Polygon& hull, const SumInterval& z, Point w, const ScalarLaw& bias) {
  double least = dot(w, hull[0]), most = least;
  for (const Point& p : hull) {
    least = std::min(least, dot(w, p));
    most = std::max(most, dot(w, p));
  }
  if (bias.is_point())
    return z.contains(least + bias.low()) && z.contains(most + bias.low()) ? 1 : 0;
  return std::max(0.0, bias.below(z.high - most) - bias.below(z.low - least));
}

bool is_uniform(const LawPair& w) {
  return w.x.shape() == ScalarLaw::Shape::uniform && w.y.shape() == ScalarLaw::Shape::uniform;
}

bool is_isotropic_normal(const LawPair& w) {
  return w.x.is_plain_normal() && w.y.is_plain_normal() && w.x.mean() == 0 && w.y.mean() == 0 &&
         w.x.sd() == w.y.sd();
}

/// P(w.x + b <= 0 for every corner).
double half_line_probability(const Polygon& hull, const LawPair& w, const ScalarLaw& bias) {
  const bool no_bias = bias.is_point() && bias.low() == 0;
  if (is_isotropic_normal(w)) {
    if (no_bias) return isotropic_half_plane_probability(hull);
    const bool centred = bias.is_plain_normal() && bias.mean() == 0;
    if (centred) return normal_half_plane_probability(hull, w.x.sd(), bias.sd());
  }
  const Polygon box = support_of(w);
  if (no_bias) {
    const Span span = span_of(hull);
    if (!span.narrow) return 0;
    return probability_in(clip(clip(box, {span.first, 0}), {span.last, 0}), w);
  }
  double total = 0;
  const Polygon corners = is_uniform(w) ? hull : thinned(hull, kManyCorners);
  for (std::size_t i = 0; i < corners.size(); ++i) {
    total += probability_in(clip_to_cone(box, corners, i), w, bias, {-1 * corners[i], 0});
  }
  return total;
}

/// P(low <= w.x + b <= high for every corner), both ends finite.
double strip_probability(const Polygon& whole_hull, const SumInterval& z, const LawPair& w,
                         const ScalarLaw& bias) {
  const Polygon hull = is_uniform(w) ? whole_hull : thinned(whole_hull, kManyCorners);
  const Polygon backwards = reflected(hull), box = support_of(w);
  double total = 0;
  for (const Sector& s : sectors_of(hull)) {
    const Point far = hull[s.far], near = hull[s.near];
    Polygon cell = clip_to_cone(clip_to_cone(box, hull, s.far), backwards, s.near);
    cell = clip(cell, {far - near, z.low - z.high});
    const Linear under_high{-1 * far, z.high}, under_low{-1 * near, z.low};
    if (bias.is_point()) {
      cell = clip(cell, {far, bias.low() - z.high});
      total += probability_in(clip(cell, {-1 * near, z.low - bias.low()}), w);
    } else {
      total += probability_in(cell, w, bias, under_high) - probability_in(cell, w, bias, under_low);
    }
  }
  return total;
}

double pair_probability(const Polygon& hull, const SumInterval& z, const LawPair& w,
                        const ScalarLaw& bias) {
  const bool bounded_below = z.low > -kInfinite, bounded_above = z.high < kInfinite;
  if (!bounded_below && !bounded_above) return 1;
  // A row at the origin has z = b: the only tie that has a probability.
  const bool origin = std::any_of(hull.begin(), hull.end(), is_origin);
  if (origin && bias.is_point() && !z.contains(bias.low())) return 0;
  if (bounded_below && bounded_above) return strip_probability(hull, z, w, bias);
  if (bounded_above) return half_line_probability(hull, w, bias.shifted(-z.high));
  return half_line_probability(reflected(hull), w, bias.reflected().shifted(z.low));
}

/// Adds the angles at which p.(cos t, sin t) = value.
void add_crossings(std::vector<double>& cuts, Point p, double value, double begin, double end) {
  const double length = std::hypot(p.x, p.y);
  if (!(std::fabs(value) < length)) return;
  const double direction = std::atan2(p.y, p.x), away = std::acos(value / length);
  for (const double angle : {direction - away, direction + away}) {
    for (int turn = -2; turn <= 2; ++turn) {
      const double t = angle + turn * 2 * kPi;
      if (t > begin && t < end) cuts.push_back(t);
    }
  }
}

double circle_probability(const Polygon& hull, const SumInterval& z, double radius,
                          const ScalarLaw& bias) {
  double total = 0;
  for (const Sector& s : sectors_of(hull)) {
    const Point far = radius * hull[s.far], near = radius * hull[s.near];
    std::vector<double> cuts = {s.begin, s.end};
    for (const double b : {bias.low(), bias.high()}) {
      add_crossings(cuts, far, z.high - b, s.begin, s.end);
      add_crossings(cuts, near, z.low - b, s.begin, s.end);
    }
    add_crossings(cuts, far - near, z.high - z.low, s.begin, s.end);
    std::sort(cuts.begin(), cuts.end());
    const auto share = [&](double t) {
      return point_probability({far, near}, z, {std::cos(t), std::sin(t)}, bias);
    };
    for (std::size_t k = 0; k + 1 < cuts.size(); ++k) {
      const double begin = cuts[k], end = cuts[k + 1];
      total += bias.is_point() ? (end - begin) * share(begin + (end - begin) / 2)
                               : integrate(share, begin, end, 1e-11);
    }
  }
  return total / (2 * kPi);
}

}  // namespace

WeightLaw WeightLaw::point(Point at) {
  WeightLaw law;
  law.at = at;
  return law;
}

WeightLaw WeightLaw::both(const ScalarLaw& law) {
  if (law.is_point()) return point({law.low(), law.low()});
  return independent(law, law);
}

WeightLaw WeightLaw::independent(const ScalarLaw& x, const ScalarLaw& y) {
  WeightLaw law;
  law.shape = Shape::pair;
  law.pair = {x, y};
  return law;
}

WeightLaw WeightLaw::circle(double radius) {
  WeightLaw law;
  law.shape = Shape::circle;
  law.radius = radius;
  return law;
}

double interval_probability(const Polygon& hull, const SumInterval& z, const WeightLaw& weights,
                            const ScalarLaw& bias) {
  if (z.is_empty()) return 0;
  if (hull.empty() || z.is_everything()) return 1;
  double p = 0;
  switch (weights.shape) {
    case WeightLaw::Shape::point:
      p = point_probability(hull, z, weights.at, bias);
      break;
    case WeightLaw::Shape::pair:
      p = pair_probability(hull, z, weights.pair, bias);
      break;
    case WeightLaw::Shape::circle:
      p = circle_probability(hull, z, weights.radius, bias);
      break;
  }
  return p < kNothing ? 0 : std::min(p, 1.0);
}

}  // namespace myriad
