// The normal law's lower tail relative to its density (Mills' ratio), for the Gaussian error linear
// unit. From explicit FMA, over T; errors over all floats of the range (tests/test_elementary.cpp).
#pragma once

#include "myriad/core/elementary_exp.hpp"

namespace myriad {

constexpr float kInverseRootTwoPi = 0x1.988454p-2f;  ///< 1 / sqrt(2 pi), the density at 0

/// e^(-a^2 / 2) for a in [0, 13]: the square's rounding error is carried into the exponent.
template <class T>
MYRIAD_HD ScaledExp<T> scaled_bell(T a) {
  const T square = mul(a, a);
  const T error = fma(a, a, negate(square));
  return scaled_exp(mul(square, T(-0.5f)), mul(error, T(-0.5f)));
}

/// P(X < -a) e^(a^2 / 2) for a standard normal X and a in [0, 13]: at most 2.8 ulp. With
/// r = 1 / (1 + 3a/8) it is r times a polynomial in r - 1/2; r is taken beyond its rounding.
template <class T>
MYRIAD_HD T normal_tail_over_bell(T a) {
  const T d = fma(a, T(0.375f), T(1.0f));
  const T d_error = fma(a, T(0.375f), sub(T(1.0f), d));
  const T rounded = reciprocal(d);
  const T minus_r = negate(rounded);
  const T error = fma(minus_r, d_error, fma(minus_r, d, T(1.0f)));
  const T r = fma(error, rounded, rounded);
  const T t = fma(error, rounded, sub(rounded, T(0.5f)));
  T p = T(0x1.723028p-6f);
  p = fma(p, t, T(-0x1.532524p-5f));
  p = fma(p, t, T(-0x1.a828d0p-9f));
  p = fma(p, t, T(0x1.090502p-4f));
  p = fma(p, t, T(-0x1.3fbf4cp-6f));
  p = fma(p, t, T(-0x1.a45404p-4f));
  p = fma(p, t, T(0x1.676c46p-6f));
  p = fma(p, t, T(0x1.fd5a7cp-3f));
  p = fma(p, t, T(0x1.626a2cp-2f));
  p = fma(p, t, T(0x1.129e60p-2f));
  return mul(p, r);
}

}  // namespace myriad
