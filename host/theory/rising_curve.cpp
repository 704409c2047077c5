// Curves are judged at powers of two and between them, and inverted by bisection over all floats.
#include "host/theory/rising_curve.hpp"

#include <cmath>
#include <cstdint>

#include "myriad/core/arithmetic.hpp"

namespace myriad {

namespace {

/// Floats in order, as integers: -infinity … infinity.
constexpr std::int64_t kLastFinite = 0x7f7fffff;

float float_at(std::int64_t order) {
  const auto magnitude = static_cast<std::uint32_t>(order < 0 ? -order : order);
  return from_bits(order < 0 ? magnitude | 0x80000000u : magnitude);
}

/// From -2^33 to 2^33, every sample within 1/32 of the next; those of less than 2^-96 are left out.
constexpr std::int64_t kLastSample = 0x50000000, kFirstSample = 0x0f800000;
template <class Visitor>
void for_each_sample(Visitor visit) {
  for (std::int64_t order = -kLastSample; order <= kLastSample; order += 0x40000) {
    if (order <= -kFirstSample || order >= kFirstSample) visit(float_at(order));
  }
}

}  // namespace

std::optional<RisingCurve> RisingCurve::of(std::function<float(float)> phi) {
  RisingCurve curve;
  curve.phi_ = std::move(phi);
  const auto value = [&](float z) { return static_cast<double>(curve.phi_(z)); };
  curve.slope_below_ = -value(-1);
  curve.slope_above_ = value(1);
  curve.homogeneous_ = true;
  bool rises = true;
  double highest = value(float_at(-kLastSample));
  int level_for = 0;
  curve.levels_ = {highest, value(0)};
  for_each_sample([&](float z) {
    const double h = value(z), x = static_cast<double>(z);
    rises = rises && h >= highest - 1e-6 * std::fabs(highest);
    level_for = h == highest ? level_for + 1 : 0;
    if (level_for == 32 && h != curve.levels_.back()) curve.levels_.push_back(h);
    const double expected = (x < 0 ? curve.slope_below_ : curve.slope_above_) * x;
    curve.homogeneous_ =
        curve.homogeneous_ && std::fabs(h - expected) <= 1e-6 * std::fabs(expected);
    highest = std::fmax(highest, h);
  });
  curve.levels_.push_back(highest);
  if (!rises) return std::nullopt;
  return curve;
}

/// Where the curve reaches h, or goes beyond it. Between neighbouring floats it counts as straight.
double RisingCurve::first_reaching(double h, bool beyond) const {
  if (homogeneous_) {
    if (h > 0 || (h == 0 && beyond)) return slope_above_ > 0 ? h / slope_above_ : kInfinite;
    return slope_below_ > 0 ? h / slope_below_ : -kInfinite;
  }
  const auto reached = [&](std::int64_t order) {
    const auto value = static_cast<double>(phi_(float_at(order)));
    return beyond ? value > h : value >= h;
  };
  if (reached(-kLastFinite)) return -kInfinite;
  if (!reached(kLastFinite)) return kInfinite;
  std::int64_t before = -kLastFinite, after = kLastFinite;
  while (after - before > 1) {
    const std::int64_t middle = before + (after - before) / 2;
    (reached(middle) ? after : before) = middle;
  }
  const auto z0 = static_cast<double>(float_at(before)), z1 = static_cast<double>(float_at(after));
  const auto h0 = static_cast<double>(phi_(float_at(before))),
             h1 = static_cast<double>(phi_(float_at(after)));
  return h1 > h0 ? z0 + (z1 - z0) * (h - h0) / (h1 - h0) : z1;
}

SumInterval RisingCurve::preimage(const SumInterval& h) const {
  if (h.is_empty()) return {1, 0};
  SumInterval z;
  // From the first value in h to the last before it is left.
  if (h.low > -kInfinite) {
    z.low = first_reaching(h.low, h.low_open);
    z.low_open = h.low_open;
  }
  if (h.high < kInfinite) {
    z.high = first_reaching(h.high, !h.high_open);
    z.high_open = h.high_open;
  }
  if (z.low == kInfinite || z.high == -kInfinite) return {1, 0};
  return z;
}

}  // namespace myriad
