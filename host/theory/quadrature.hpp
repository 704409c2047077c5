// Adaptive Gauss-Kronrod integration.
#pragma once

#include <boost/math/quadrature/gauss_kronrod.hpp>

namespace myriad {

/// Integral of f over [begin, end]: halves the interval until rules of 7 and 15 points differ by at
/// most `tolerance` on each part. The value is the finer rule's, which for a smooth f is far better
/// than that; so parts do not share the tolerance, which would sink below the noise of an integrand
/// that is an integral itself. What is much narrower than the interval, and a kink that both rules
/// happen to see alike, may be missed: callers cut there.
template <class Function>
double integrate(const Function& f, double begin, double end, double tolerance, int halvings = 20) {
  if (!(begin < end)) return 0;
  const double half = (end - begin) / 2, centre = begin + half;
  const auto scaled = [&](double u) { return half * f(centre + half * u); };
  double difference = 0;  // of the integral over (-1, 1): Boost 1.74 does not scale it to others
  const double value = boost::math::quadrature::gauss_kronrod<double, 15>::integrate(
      scaled, -1.0, 1.0, 0, 0, &difference);
  if (halvings == 0 || difference <= tolerance) return value;
  return integrate(f, begin, centre, tolerance, halvings - 1) +
         integrate(f, centre, end, tolerance, halvings - 1);
}

}  // namespace myriad
