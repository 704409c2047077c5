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
  double difference = 0;
  const double value = boost::math::quadrature::gauss_kronrod<double, 15>::integrate(
      f, begin, end, 0, 0, &difference);
  if (halvings == 0 || difference <= tolerance) return value;
  const double middle = begin + (end - begin) / 2;
  return integrate(f, begin, middle, tolerance, halvings - 1) +
         integrate(f, middle, end, tolerance, halvings - 1);
}

}  // namespace myriad
