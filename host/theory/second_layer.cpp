// Integrals over the second layer's weight and bias, of probabilities of the first layer.
#include "host/theory/second_layer.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "host/theory/link_probability.hpp"
#include "host/theory/quadrature.hpp"

namespace myriad {

namespace {

constexpr double kPi = std::numbers::pi;

/// Only the sign of what is tested against it matters.
bool is_scale_free(const SumInterval& z) {
  const auto free = [](double end) { return end == 0 || std::isinf(end); };
  return free(z.low) && free(z.high);
}

/// Between two finite ends the first layer's event has two ends that move, and kinks that no cut meets.
bool is_band(const SumInterval& z) { return std::isfinite(z.low) && std::isfinite(z.high); }

/// Both ends, points, and ever narrower steps on both sides of some: what happens near them may
/// happen on any scale.
std::vector<double> cuts_around(double begin, double end, const std::vector<double>& steep,
                                const std::vector<double>& plain = {}) {
  std::vector<double> cuts = {begin, end};
  const auto add = [&](double t) {
    if (t > begin && t < end) cuts.push_back(t);
  };
  for (const double point : plain) add(point);
  for (const double point : steep) {
    if (!std::isfinite(point)) continue;
    add(point);
    for (double width = (end - begin) / 8; width > 1e-8 * (end - begin); width /= 32) {
      add(point - width);
      add(point + width);
    }
  }
  std::sort(cuts.begin(), cuts.end());
  return cuts;
}

template <class Function>
double integrate_between(const std::vector<double>& cuts, const Function& f, double tolerance) {
  double total = 0;
  for (std::size_t k = 0; k + 1 < cuts.size(); ++k)
    total += integrate(f, cuts[k], cuts[k + 1], tolerance, 12);
  return total;
}

/// Both numbers in units of their greatest size: within the square [-1, 1]^2.
struct Scaled {
  double x_unit, y_unit;
  ScalarLaw x, y;

  Scaled(const ScalarLaw& x_law, const ScalarLaw& y_law)
      : x_unit(std::max(std::fabs(x_law.low()), std::fabs(x_law.high()))),
        y_unit(std::max(std::fabs(y_law.low()), std::fabs(y_law.high()))),
        x(x_law),
        y(y_law) {}

  /// Density of the direction t: both densities along the ray, times the distance.
  double density_at(double t) const {
    const double c = std::cos(t), s = std::sin(t);
    double begin = 0, end = kInfinite;
    const auto bound = [&](double slope, double low, double high) {
      const double at_low = low / slope, at_high = high / slope;
      begin = std::max(begin, std::min(at_low, at_high));
      end = std::min(end, std::max(at_low, at_high));
    };
    bound(c, x.low() / x_unit, x.high() / x_unit);
    bound(s, y.low() / y_unit, y.high() / y_unit);
    const auto along = [&](double r) {
      return r * x.density(r * c * x_unit) * y.density(r * s * y_unit) * x_unit * y_unit;
    };
    return integrate(along, begin, end, 1e-10);
  }

  /// Where a ray meets a corner of the support.
  std::vector<double> corner_angles() const {
    std::vector<double> angles;
    for (const double a : {x.low() / x_unit, x.high() / x_unit}) {
      for (const double b : {y.low() / y_unit, y.high() / y_unit})
        angles.push_back(std::atan2(b, a));
    }
    return angles;
  }
};

}  // namespace

SecondLayer::SecondLayer(const FirstLayer& first, std::function<float(float)> phi,
                         std::optional<RisingCurve> curve, const Distribution& weight,
                         const Distribution& bias)
    : first_(first),
      phi_(std::move(phi)),
      curve_(std::move(curve)),
      starts_(link_starts(weight, bias)),
      tolerance_(curve_ && curve_->is_homogeneous() ? 1e-9 : 1e-7) {}

double SecondLayer::behind_fixed(const LayerStart& fixed, const Event& event) const {
  std::vector<double> inputs;
  for (const float z : first_.sums_of(fixed)) {
    if (!event.z1.contains(static_cast<double>(z))) return 0;
    inputs.push_back(static_cast<double>(phi_(z)));
  }
  double total = 0;
  for (const LinkStart& start : starts_) {
    total += start.share * link_probability(inputs, event.z2, start.weight, start.bias);
  }
  return total;
}

/// For one weight and bias of the second unit.
double SecondLayer::given(const Event& event, double weight, double bias) const {
  SumInterval h{event.z2.low - bias, event.z2.high - bias, event.z2.low_open, event.z2.high_open};
  if (weight == 0) return h.contains(0) ? first_.probability(event.z1).value_or(0) : 0;
  if (weight < 0) h = {h.high, h.low, h.high_open, h.low_open};
  h.low /= weight;
  h.high /= weight;
  return first_.probability(intersection(event.z1, curve_->preimage(h))).value_or(0);
}

double SecondLayer::over_signs(const LinkStart& start, const Event& event) const {
  const double below = start.weight.strictly_below(0), up_to = start.weight.below(0);
  double total = 0;
  if (below > 0) total += below * given(event, -1, 0);
  if (up_to > below) total += (up_to - below) * given(event, 0, 0);
  if (up_to < 1) total += (1 - up_to) * given(event, 1, 0);
  return total;
}

double SecondLayer::over_weight(const ScalarLaw& weight, double bias, const Event& event) const {
  std::vector<double> points = {0};
  for (const double level : curve_->levels()) {
    points.push_back((event.z2.low - bias) / level);
    points.push_back((event.z2.high - bias) / level);
  }
  const auto f = [&](double v) { return weight.density(v) * given(event, v, bias); };
  return integrate_between(cuts_around(weight.low(), weight.high(), points), f, tolerance_);
}

double SecondLayer::over_bias(double weight, const ScalarLaw& bias, const Event& event) const {
  std::vector<double> points;
  for (const double level : curve_->levels()) {
    points.push_back(event.z2.low - weight * level);
    points.push_back(event.z2.high - weight * level);
  }
  const auto f = [&](double b) { return bias.density(b) * given(event, weight, b); };
  return integrate_between(cuts_around(bias.low(), bias.high(), points), f, tolerance_);
}

/// Where phi is homogeneous and the ends are 0 or infinite, only b2 / v and the sign of v matter.
double SecondLayer::over_directions(const LinkStart& start, const Event& event) const {
  const Scaled scaled(start.weight, start.bias);
  const std::vector<double> corners = scaled.corner_angles();
  double total = 0;
  for (int quadrant = -2; quadrant < 2; ++quadrant) {
    const double begin = quadrant * kPi / 2, end = begin + kPi / 2;
    const auto f = [&](double t) {
      const double p = given(event, scaled.x_unit * std::cos(t), scaled.y_unit * std::sin(t));
      return p == 0 ? 0 : p * scaled.density_at(t);
    };
    total += integrate_between(cuts_around(begin, end, {begin, end}, corners), f, tolerance_);
  }
  return total;
}

std::optional<double> SecondLayer::share_of(const LinkStart& start, const Event& event) const {
  const bool scale_free = is_scale_free(event.z2);
  const bool no_bias = start.bias.is_point() && start.bias.low() == 0;
  if (start.weight.is_point() && start.bias.is_point()) {
    return given(event, start.weight.low(), start.bias.low());
  }
  if (no_bias && scale_free) return over_signs(start, event);
  if (first_.is_lattice()) return std::nullopt;
  if (start.bias.is_point()) return over_weight(start.weight, start.bias.low(), event);
  if (start.weight.is_point()) return over_bias(start.weight.low(), start.bias, event);
  if (curve_->is_homogeneous() && scale_free) return over_directions(start, event);
  if (!first_.is_quick() || is_band(event.z2)) return std::nullopt;
  const auto f = [&](double b) {
    return start.bias.density(b) * over_weight(start.weight, b, event);
  };
  return integrate_between(cuts_around(start.bias.low(), start.bias.high(), {0}), f, 1e-7);
}

std::optional<double> SecondLayer::probability(const SumInterval& z1, const SumInterval& z2) const {
  const std::optional<double> feasible = first_.probability(z1);
  if (!feasible || *feasible == 0) return feasible;
  double total = 0;
  if (first_.is_fixed()) {
    for (const LayerStart& fixed : first_.starts())
      total += fixed.share * behind_fixed(fixed, {z1, z2});
    return total;
  }
  for (const LinkStart& start : starts_) {
    const std::optional<double> share = share_of(start, {z1, z2});
    if (!share) return std::nullopt;
    total += start.share * *share;
  }
  return total;
}

}  // namespace myriad
