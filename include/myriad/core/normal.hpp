// The normal distribution: its quantiles in float from explicit FMA, for truncated draws, and its
// probabilities in double, for the constants of such draws and without any libm.
#pragma once

#include "myriad/core/double_math.hpp"
#include "myriad/core/elementary.hpp"

namespace myriad {

/// x with P(X <= x) = below for a standard normal X, at most 9e-7 of x off (tests/test_normal.cpp).
/// The caller gives the same probability three times, so that none loses digits: below, above =
/// 1 - below, and offset = below - 1/2. Both tails must be at least 6e-17; beyond, x stays near
/// ±8.2. With L = -log(4 below above), x / offset is smooth in L, and far out in sqrt(L).
MYRIAD_HD float normal_quantile(float below, float above, float offset) {
  const float product = mul(mul(4.0f, below), above);
  const float l = negate(log_positive(product > 0x1p-54f ? product : 0x1p-54f));
  const float c = sub(l, 3.125f);
  float near = -0x1.ebbe38p-28f;
  near = fma(near, c, -0x1.a81c68p-27f);
  near = fma(near, c, 0x1.4ab870p-21f);
  near = fma(near, c, -0x1.21205ap-19f);
  near = fma(near, c, -0x1.4b369cp-16f);
  near = fma(near, c, 0x1.15adc8p-12f);
  near = fma(near, c, -0x1.12864ep-10f);
  near = fma(near, c, -0x1.17a24ep-7f);
  near = fma(near, c, 0x1.5bc936p-2f);
  near = fma(near, c, 0x1.2b57eep+1f);
  const float t = sub(sqrt(l > 0.0f ? l : 0.0f), 4.3f);
  float far = -0x1.869036p-18f;
  far = fma(far, t, 0x1.408642p-16f);
  far = fma(far, t, -0x1.23cb5ep-17f);
  far = fma(far, t, -0x1.1a8e1ap-18f);
  far = fma(far, t, -0x1.608c58p-14f);
  far = fma(far, t, 0x1.4458d4p-12f);
  far = fma(far, t, -0x1.a3fa60p-11f);
  far = fma(far, t, 0x1.c96318p-11f);
  far = fma(far, t, 0x1.6daceep+0f);
  far = fma(far, t, 0x1.76f4e4p+2f);
  return mul(mul(2.0f, offset), l < 6.25f ? near : far);
}

/// Density of a standard normal, in double.
inline double normal_density(double x) { return 0.3989422804014326779 * exp_double(-0.5 * x * x); }

/// P(X <= x) - 1/2 for a standard normal X and |x| <= 2.5, to about 1e-15 of itself: a series of
/// terms of one sign (Abramowitz and Stegun 26.2.11).
inline double normal_offset_near(double x) {
  double sum = 0.0;
  for (int k = 81; k >= 1; k -= 2) sum = (1.0 + sum) * (x * x) / (k + 2);
  return normal_density(x) * x * (1.0 + sum);
}

/// P(X <= x) for a standard normal X, to 2e-13 of itself; 0 below x = -37. Beyond 2.5 by
/// Laplace's continued fraction (Abramowitz and Stegun 26.2.14).
inline double normal_below(double x) {
  if (x > 2.5) return 1.0 - normal_below(-x);
  if (x >= -2.5) return 0.5 + normal_offset_near(x);
  if (x < -37.0) return 0.0;
  double rest = 0.0;
  for (int k = 120; k >= 1; --k) rest = k / (-x + rest);
  return normal_density(x) / (-x + rest);
}

/// P(X <= x) - 1/2.
inline double normal_offset(double x) {
  return x >= -2.5 && x <= 2.5 ? normal_offset_near(x) : normal_below(x) - 0.5;
}

/// P(low <= X <= high), without cancellation where both ends lie on one side.
inline double normal_between(double low, double high) {
  if (low > 0.0) return normal_below(-low) - normal_below(-high);
  if (high < 0.0) return normal_below(high) - normal_below(low);
  return normal_offset(high) - normal_offset(low);
}

}  // namespace myriad
