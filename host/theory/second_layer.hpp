// A chain of two hidden units before any training: how likely both sums lie in given intervals on
// every row.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "host/theory/first_layer.hpp"
#include "host/theory/rising_curve.hpp"

namespace myriad {

/// z2 = v phi(z1) + b2. Behind a fixed first layer the inputs are known. Else, for given v and b2
/// and phi that never falls, z2 is in an interval exactly where z1 is in another, which leaves an
/// integral over v and b2.
class SecondLayer {
 public:
  /// `first` must outlive this object. `curve` is phi as a curve, if it never falls; without it the
  /// first layer must be fixed.
  SecondLayer(const FirstLayer& first, std::function<float(float)> phi,
              std::optional<RisingCurve> curve, const Distribution& weight,
              const Distribution& bias);

  /// P(z1 in z1_interval and z2 in z2_interval on every row), to about 1e-7 where phi is
  /// homogeneous and 1e-6 elsewhere. Empty where that would take minutes: for a lattice in front of
  /// a random second layer, unless its bias is 0 and only the sign of its weight counts; and for a
  /// random weight and bias behind an activation that is not homogeneous, unless the first layer's
  /// weights are uniform or fixed and z2_interval has an infinite end.
  std::optional<double> probability(const SumInterval& z1_interval, const SumInterval& z2_interval) const;

 private:
  struct Event {
    SumInterval z1, z2;
  };
  double behind_fixed(const LayerStart& fixed, const Event& event) const;
  double given(const Event& event, double weight, double bias) const;
  std::optional<double> share_of(const LinkStart& start, const Event& event) const;
  double over_signs(const LinkStart& start, const Event& event) const;
  double over_weight(const ScalarLaw& weight, double bias, const Event& event) const;
  double over_bias(double weight, const ScalarLaw& bias, const Event& event) const;
  double over_directions(const LinkStart& start, const Event& event) const;

  const FirstLayer& first_;
  std::function<float(float)> phi_;
  std::optional<RisingCurve> curve_;
  std::vector<LinkStart> starts_;
  double tolerance_;
};

}  // namespace myriad
