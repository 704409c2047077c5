// A polygon falls apart into slices between neighbouring corners, on which its upper and lower edge
// are straight and every integrand is smooth.
#include "host/theory/polygon_probability.hpp"

#include <algorithm>

#include "host/theory/quadrature.hpp"

namespace myriad {

namespace {

constexpr double kTolerance = 1e-10;  ///< of rules that differ; their values are far better

/// A straight edge as a function of x.
struct Edge {
  double x, y, slope;
  double at(double t) const { return y + slope * (t - x); }
};

Edge edge_between(Point a, Point b) { return {a.x, a.y, (b.y - a.y) / (b.x - a.x)}; }

struct Slice {
  double begin, end;
  Edge lower, upper;
};

/// Of a polygon in counter-clockwise order: its lower edges run to the right.
std::vector<Slice> slices_of(const Polygon& polygon) {
  std::vector<double> cuts;
  for (const Point& p : polygon) cuts.push_back(p.x);
  std::sort(cuts.begin(), cuts.end());
  cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
  std::vector<Slice> slices;
  for (std::size_t k = 0; k + 1 < cuts.size(); ++k) {
    Slice slice{cuts[k], cuts[k + 1], {}, {}};
    for (std::size_t i = 0; i < polygon.size(); ++i) {
      const Point a = polygon[i], b = polygon[(i + 1) % polygon.size()];
      if (a.x <= slice.begin && b.x >= slice.end) slice.lower = edge_between(a, b);
      if (b.x <= slice.begin && a.x >= slice.end) slice.upper = edge_between(a, b);
    }
    slices.push_back(slice);
  }
  return slices;
}

bool is_uniform(const LawPair& weights) {
  return weights.x.shape() == ScalarLaw::Shape::uniform &&
         weights.y.shape() == ScalarLaw::Shape::uniform;
}

/// The integral of both densities and the bias's distribution function over a polygon.
double smooth_probability(const Polygon& polygon, const LawPair& weights, const ScalarLaw& bias,
                          const Linear& limit) {
  double total = 0;
  for (const Slice& s : slices_of(polygon)) {
    const double inner_tolerance = kTolerance / (s.end - s.begin) / 4;
    const auto column = [&](double x) {
      const double density = weights.x.density(x);
      if (density == 0) return 0.0;
      const auto cell = [&](double y) { return weights.y.density(y) * bias.below(limit({x, y})); };
      return density * integrate(cell, s.lower.at(x), s.upper.at(x), inner_tolerance / density);
    };
    total += integrate(column, s.begin, s.end, kTolerance);
  }
  return total;
}

}  // namespace

Polygon support_of(const LawPair& w) {
  return {{w.x.low(), w.y.low()},
          {w.x.high(), w.y.low()},
          {w.x.high(), w.y.high()},
          {w.x.low(), w.y.high()}};
}

double probability_in(const Polygon& polygon, const LawPair& weights) {
  if (polygon.empty()) return 0;
  if (is_uniform(weights)) return area(polygon) / area(support_of(weights));
  double total = 0;
  for (const Slice& s : slices_of(polygon)) {
    const auto column = [&](double x) {
      return weights.x.density(x) *
             (weights.y.below(s.upper.at(x)) - weights.y.below(s.lower.at(x)));
    };
    total += integrate(column, s.begin, s.end, kTolerance);
  }
  return total;
}

double probability_in(const Polygon& polygon, const LawPair& weights, const ScalarLaw& bias,
                      const Linear& limit) {
  const auto beyond = [&](double b) { return Linear{-1 * limit.normal, b - limit.offset}; };
  const Polygon surely = clip(polygon, beyond(bias.high()));
  const double sure = probability_in(surely, weights);
  if (bias.is_point()) return sure;
  // Between: a bias in its support decides.
  const Polygon between =
      clip(clip(polygon, beyond(bias.low())), {limit.normal, limit.offset - bias.high()});
  if (between.empty()) return sure;
  if (is_uniform(weights) && bias.shape() == ScalarLaw::Shape::uniform) {
    const double dead = integral(between, {limit.normal, limit.offset - bias.low()});
    return sure + dead / ((bias.high() - bias.low()) * area(support_of(weights)));
  }
  return sure + smooth_probability(between, weights, bias, limit);
}

}  // namespace myriad
