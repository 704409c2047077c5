// A unit with one input is one with two, of which the second is always 1 and has the bias as
// weight.
#include "host/theory/link_probability.hpp"

#include <algorithm>

#include "host/theory/interval_probability.hpp"

namespace myriad {

namespace {

/// {w : w h + bias in z}.
SumInterval weights_for(double h, double bias, const SumInterval& z) {
  if (h == 0) return z.contains(bias) ? SumInterval{} : SumInterval{1, 0};
  SumInterval w{(z.low - bias) / h, (z.high - bias) / h, z.low_open, z.high_open};
  if (h < 0) w = {w.high, w.low, w.high_open, w.low_open};
  return w;
}

}  // namespace

double link_probability(const std::vector<double>& inputs, const SumInterval& z,
                        const ScalarLaw& weight, const ScalarLaw& bias) {
  if (inputs.empty()) return 1;
  const auto [least, most] = std::minmax_element(inputs.begin(), inputs.end());
  if (weight.is_point()) {
    const WeightLaw fixed = WeightLaw::point({weight.low(), 0});
    return interval_probability({{*least, 0}, {*most, 0}}, z, fixed, bias);
  }
  if (bias.is_point()) {
    SumInterval w;
    for (const double h : {*least, *most}) w = intersection(w, weights_for(h, bias.low(), z));
    if (w.is_empty()) return 0;
    return std::max(0.0, weight.below(w.high) - weight.below(w.low));
  }
  const Polygon hull = convex_hull({{*least, 1}, {*most, 1}});
  return interval_probability(hull, z, WeightLaw::independent(weight, bias), ScalarLaw::point(0));
}

}  // namespace myriad
