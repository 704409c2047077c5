// An activation that never falls, as a curve: which z give which values.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "host/theory/interval.hpp"

namespace myriad {

class RisingCurve {
 public:
  /// Reads a curve off an activation. Empty when it falls anywhere by more than rounding, as far as
  /// some thousand samples show.
  static std::optional<RisingCurve> of(std::function<float(float)> phi);

  /// {z : phi(z) in h}: an interval, since the curve rises.
  SumInterval preimage(const SumInterval& h) const;

  /// phi(k z) = k phi(z) for k > 0: preimages are then exact.
  bool is_homogeneous() const { return homogeneous_; }
  /// The values at both ends of the axis, 0, and where the curve is level: where preimages may
  /// jump.
  const std::vector<double>& levels() const { return levels_; }

 private:
  double first_reaching(double h, bool beyond) const;

  std::function<float(float)> phi_;
  bool homogeneous_ = false;
  double slope_below_ = 0, slope_above_ = 0;  ///< of a homogeneous curve
  std::vector<double> levels_;
};

}  // namespace myriad
