// Half-plane probabilities. With m(w) = max over points of w.x, the event is b <= -m(w). m is
// linear on the cone of each hull corner (the directions in which that corner is the furthest), so
// every integral over the plane falls apart into integrals over these cones; only hull corners
// matter.
#include "host/half_plane_probability.hpp"

#include <algorithm>
#include <cmath>

#include <boost/math/constants/constants.hpp>
#include <boost/math/quadrature/gauss.hpp>

namespace myriad {

namespace {

using Kind = Distribution::Kind;

constexpr double kPi = boost::math::constants::pi<double>();
/// Below this a probability is a rounding error of a region of measure zero.
constexpr double kNothing = 1e-15;

/// A uniform law of no width and a normal law of no deviation are constants.
Distribution simplified(Distribution law) {
  if (law.kind == Kind::uniform && law.a == law.b) return {Kind::constant, law.a, 0};
  if (law.kind == Kind::normal && law.b == 0) return {Kind::constant, law.a, 0};
  return law;
}

double distribution_function(const Distribution& law, double x) {
  switch (law.kind) {
    case Kind::uniform:
      return std::clamp((x - law.a) / (law.b - law.a), 0.0, 1.0);
    case Kind::normal:
      return std::erfc((law.a - x) / (law.b * std::sqrt(2.0))) / 2;
    default:
      return law.a <= x ? 1.0 : 0.0;
  }
}

/// The two outermost directions of the points, when all lie within less than a half turn.
struct Span {
  bool narrow = true;  ///< false: the dead directions have measure zero
  Point first, last;   ///< counter-clockwise
  double angle = 0;    ///< between them, in [0, pi)
};

/// Counter-clockwise from the positive x axis; exact for points that are floats.
bool turns_before(Point a, Point b) {
  const bool a_below = a.y < 0 || (a.y == 0 && a.x < 0), b_below = b.y < 0 || (b.y == 0 && b.x < 0);
  return a_below != b_below ? b_below : cross(a, b) > 0;
}

Span span_of(const Polygon& hull) {
  Polygon corners;
  for (const Point& p : hull) {
    if (p.x != 0 || p.y != 0) corners.push_back(p);
  }
  std::sort(corners.begin(), corners.end(), turns_before);
  if (corners.empty()) return {};
  // narrow: some turn from one direction to the next exceeds pi, or all directions are one
  for (std::size_t i = 0; i < corners.size(); ++i) {
    const Point from = corners[i], to = corners[(i + 1) % corners.size()];
    const double turn = cross(from, to);
    if (turn < 0) return {true, to, from, std::atan2(-turn, dot(from, to))};
  }
  const bool one_direction = std::all_of(corners.begin(), corners.end(), [&](Point p) {
    return cross(corners[0], p) == 0 && dot(corners[0], p) > 0;
  });
  return {one_direction, corners[0], corners[0], 0};
}

/// The cone of hull corner i cut out of a polygon.
Polygon clip_to_cone(const Polygon& polygon, const Polygon& hull, std::size_t i) {
  const std::size_t n = hull.size();
  Polygon part = polygon;
  if (n > 1) part = clip(part, {hull[(i + 1) % n] - hull[i], 0});
  if (n > 2) part = clip(part, {hull[(i + n - 1) % n] - hull[i], 0});
  return part;
}

double uniform_weights_no_bias(const Polygon& hull, const Polygon& box) {
  const Span span = span_of(hull);
  if (!span.narrow) return 0;
  return area(clip(clip(box, {span.first, 0}), {span.last, 0})) / area(box);
}

double uniform_weights_constant_bias(const Polygon& hull, const Polygon& box, double bias) {
  double dead = 0;
  for (std::size_t i = 0; i < hull.size(); ++i) {
    dead += area(clip(clip_to_cone(box, hull, i), {hull[i], bias}));
  }
  return dead / area(box);
}

/// For given weights the dead share of the bias is clamp(-m - low, 0, high - low) / (high - low).
double uniform_weights_uniform_bias(const Polygon& hull, const Polygon& box, double low,
                                    double high) {
  double dead = 0;
  for (std::size_t i = 0; i < hull.size(); ++i) {
    const Polygon cone = clip_to_cone(box, hull, i);
    const Linear some_bias_dead{hull[i], low}, every_bias_dead{hull[i], high};
    const Linear not_every_bias{-1 * hull[i], -high};
    const Polygon slope = clip(clip(cone, some_bias_dead), not_every_bias);
    dead += integral(slope, {-1 * hull[i], -low});
    dead += (high - low) * area(clip(cone, every_bias_dead));
  }
  return dead / (area(box) * (high - low));
}

/// A normal plane and bias see the points lifted to (weight_sd x, bias_sd) on a sphere: the dead
/// share is 1/2 - perimeter of the spherical hull / (4 pi).
double normal_weights_normal_bias(const Polygon& hull, double weight_sd, double bias_sd) {
  double perimeter = 0;
  for (std::size_t i = 0; i < hull.size(); ++i) {
    const Point p = weight_sd * hull[i], q = weight_sd * hull[(i + 1) % hull.size()];
    const Point across =
        bias_sd * (p - q);  // with cross(p, q), the cross product of the lifted points
    const double sine = std::hypot(cross(p, q), across.x, across.y);
    perimeter += std::atan2(sine, dot(p, q) + bias_sd * bias_sd);
  }
  return 0.5 - perimeter / (4 * kPi);
}

/// Weights r (cos t, sin t) with r Rayleigh: P(r m + b <= 0) for m = the furthest point's component
/// in direction t, times the deviation of the weights; b constant.
double dead_share_along(double m, double bias) {
  if (bias == 0) return m <= 0 ? 1 : 0;
  if (m == 0) return bias < 0 ? 1 : 0;
  const double ratio = bias / m;
  const double beyond = std::exp(-ratio * ratio / 2);  // P(r >= |ratio|)
  if (bias < 0) return m < 0 ? 1 : 1 - beyond;
  return m < 0 ? beyond : 0;
}

/// The integral of dead_share_along(m, b) over b from 0 to `bias`.
double dead_share_integral(double m, double bias) {
  const double width = std::fabs(m);
  const double tail = width == 0 ? 0
                                 : width * std::sqrt(kPi / 2) *
                                       std::erf(std::fabs(bias) / (width * std::sqrt(2.0)));
  if (bias >= 0) return m < 0 ? tail : 0;
  return m > 0 ? bias + tail : bias;
}

/// Integral of a function between 0 and 1, to better than 1e-11 of the interval's length: halves
/// the interval until a rule of 7 points comes that near to one of 15, which is far better.
template <class Function>
double integrate(const Function& f, double begin, double end, int halvings = 30) {
  using boost::math::quadrature::gauss;
  const double rough = gauss<double, 7>::integrate(f, begin, end);
  const double fine = gauss<double, 15>::integrate(f, begin, end);
  if (halvings == 0 || std::fabs(fine - rough) <= 1e-11 * (end - begin)) return fine;
  const double middle = begin + (end - begin) / 2;
  return integrate(f, begin, middle, halvings - 1) + integrate(f, middle, end, halvings - 1);
}

/// m changes its sign at a right angle to its corner, and there the share of the dead changes
/// within a width of about |bias|: adds that angle, and ever narrower cuts on both sides of it.
void add_cuts(std::vector<double>& cuts, double crossing) {
  const double begin = cuts[0], end = cuts[1];
  const auto add = [&](double t) {
    if (t > begin && t < end) cuts.push_back(t);
  };
  add(crossing);
  for (double width = 1; width > 1e-13; width /= 4) {
    add(crossing - width);
    add(crossing + width);
  }
}

/// The mean over all directions of share(m(direction)), for normal weights.
template <class Share>
double mean_over_directions(const Polygon& hull, double weight_sd, const Share& share) {
  double total = 0;
  const std::size_t n = hull.size();
  for (std::size_t i = 0; i < n; ++i) {
    const Point before = hull[i] - hull[(i + n - 1) % n], after = hull[(i + 1) % n] - hull[i];
    // outward normals of the two edges bound the corner's directions
    const double begin = std::atan2(-before.x, before.y);
    const double turn = std::fabs(std::atan2(cross(before, after), dot(before, after)));
    const double end = begin + (n == 1 ? 2 * kPi : turn);
    const double length = weight_sd * std::hypot(hull[i].x, hull[i].y);
    const double direction = std::atan2(hull[i].y, hull[i].x);
    std::vector<double> cuts = {begin, end};
    for (int k = -5; k <= 5; k += 2) add_cuts(cuts, direction + k * kPi / 2);
    std::sort(cuts.begin(), cuts.end());
    for (std::size_t j = 0; j + 1 < cuts.size(); ++j) {
      const auto integrand = [&](double t) { return share(length * std::cos(t - direction)); };
      total += integrate(integrand, cuts[j], cuts[j + 1]);
    }
  }
  return total / (2 * kPi);
}

std::optional<double> normal_weights(const Polygon& hull, double sd, const Distribution& bias) {
  switch (bias.kind) {
    case Kind::constant: {
      if (bias.a != 0) {
        return mean_over_directions(hull, sd,
                                    [&](double m) { return dead_share_along(m, bias.a); });
      }
      const Span span = span_of(hull);
      const bool nothing_but_zero = hull.size() == 1 && hull[0].x == 0 && hull[0].y == 0;
      if (nothing_but_zero) return 1;
      return span.narrow ? (kPi - span.angle) / (2 * kPi) : 0;
    }
    case Kind::uniform:
      return mean_over_directions(hull, sd, [&](double m) {
        const double dead = dead_share_integral(m, bias.b) - dead_share_integral(m, bias.a);
        return dead / (bias.b - bias.a);
      });
    case Kind::normal:
      if (bias.a != 0) return std::nullopt;
      return normal_weights_normal_bias(hull, sd, bias.b);
    default:
      return std::nullopt;
  }
}

std::optional<double> uniform_weights(const Polygon& hull, const Polygon& box,
                                      const Distribution& bias) {
  switch (bias.kind) {
    case Kind::constant:
      return bias.a == 0 ? uniform_weights_no_bias(hull, box)
                         : uniform_weights_constant_bias(hull, box, bias.a);
    case Kind::uniform:
      return uniform_weights_uniform_bias(hull, box, bias.a, bias.b);
    default:
      return std::nullopt;
  }
}

double constant_weights(const Polygon& hull, Point weight, const Distribution& bias) {
  double furthest = dot(weight, hull[0]);
  for (const Point& p : hull) furthest = std::max(furthest, dot(weight, p));
  return distribution_function(bias, -furthest);
}

}  // namespace

std::optional<double> half_plane_probability(const std::vector<Point>& points,
                                             const Distribution& weight_law,
                                             const Distribution& bias_law) {
  const Distribution weight = simplified(weight_law), bias = simplified(bias_law);
  if (points.empty()) return 1;
  if (bias.kind == Kind::values || bias.kind == Kind::lattice) return std::nullopt;
  const Polygon hull = convex_hull(points);
  std::optional<double> dead;
  if (weight.kind == Kind::constant) dead = constant_weights(hull, {weight.a, weight.a}, bias);
  if (weight.kind == Kind::values) dead = constant_weights(hull, {weight.a, weight.b}, bias);
  if (weight.kind == Kind::uniform) dead = uniform_weights(hull, square(weight.a, weight.b), bias);
  if (weight.kind == Kind::normal && weight.a == 0) dead = normal_weights(hull, weight.b, bias);
  if (dead && *dead < kNothing) dead = 0;
  return dead;
}

std::optional<double> probability_not_positive(const Distribution& law) {
  const Distribution simple = simplified(law);
  if (simple.kind == Kind::values || simple.kind == Kind::lattice) return std::nullopt;
  return distribution_function(simple, 0);
}

}  // namespace myriad
