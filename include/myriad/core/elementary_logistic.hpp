// The logistic function and its relatives with their derivatives: sigmoid, tanh, softplus.
// From explicit FMA, over T; errors over all floats of the range (tests/test_elementary.cpp).
#pragma once

#include "myriad/core/elementary_exp.hpp"

namespace myriad {

/// A function's value and its derivative at the same point.
template <class T>
struct ValueAndSlope {
  T value;
  T slope;
};

/// 1 / (1 + 2^t): the logistic function of -t ln 2, for |t| <= 125.
template <class T>
MYRIAD_HD T logistic_of_bounded_power(T t) {
  return reciprocal(add(T(1.0f), exp2_bounded(t)));
}

/// The same for any t (clamped to [-125, 125]; NaN counts as -125).
template <class T>
MYRIAD_HD T logistic_of_power(T t) {
  return logistic_of_bounded_power(clamp(t, -125.0f, 125.0f));
}

/// The logistic function on both sides of 0 at once: sigmoid(-y) and sigmoid(y) for y >= 0.
template <class T>
struct LogisticPair {
  T lower;  ///< in (0, 1/2]: at most 2.8 ulp
  T upper;  ///< in [1/2, 1): at most 1.6 ulp
};

/// From e = e^-y.
template <class T>
MYRIAD_HD LogisticPair<T> logistic_pair(T e) {
  const T upper = reciprocal(add(T(1.0f), e));
  return {mul(e, upper), upper};
}

/// The same with `lower` as 1 - upper, and what upper's rounding left of it: at most 1.6 ulp.
template <class T>
MYRIAD_HD LogisticPair<T> refined_logistic_pair(T e) {
  const T upper = reciprocal(add(T(1.0f), e));
  const T minus_upper = negate(upper);
  const T rest = sub(T(1.0f), upper);
  return {fma(minus_upper, fma(minus_upper, e, rest), rest), upper};
}

/// Logistic function 1 / (1 + e^-x) and its derivative. |x| > 86 counts as ±86.
/// The derivative is q - q^2 with q = sigmoid(-|x|): there the error of q is not doubled.
template <class T>
MYRIAD_HD ValueAndSlope<T> logistic_with_slope(T x, T largest) {
  const LogisticPair<T> s = logistic_pair(exp_minus(largest));
  return {select(x > T(0.0f), s.upper, s.lower), fma(negate(s.lower), s.lower, s.lower)};
}
template <class T>
MYRIAD_HD ValueAndSlope<T> sigmoid_with_slope(T x) {
  return logistic_with_slope(x, at_most(absolute(x), T(86.0f)));
}
/// The same for |x| <= 86.
template <class T>
MYRIAD_HD ValueAndSlope<T> bounded_sigmoid_with_slope(T x) {
  return logistic_with_slope(x, absolute(x));
}

/// e^-2y for y in [0, 40], as scaled_exp has it. The constants are those of e^-r, with r = 2y + n
/// ln 2.
template <class T>
MYRIAD_HD ScaledExp<T> scaled_exp_minus_double(T y) {
  const T shifted = fma(y, T(-2.0f * kLog2E), T(kRoundingMagic));
  const T n = sub(shifted, T(kRoundingMagic));
  T r = fma(n, T(0x1.62e430p-2f), y);
  r = fma(n, T(-0x1.05c610p-30f), r);
  T p = T(0x1.6b9c7ap-4f);
  p = fma(p, r, T(-0x1.12254cp-2f));
  p = fma(p, r, T(0x1.5556f2p-1f));
  p = fma(p, r, T(-0x1.5554b4p+0f));
  p = fma(p, r, T(0x1.fffffep+0f));
  p = fma(p, r, T(-2.0f));
  return {power_of_two(shifted), mul(p, r)};
}

/// tanh and its derivative, from E = e^(-2|x|): tanh |x| = (1 - E) / (1 + E). Odd to the bit.
/// The derivative is 4 (q - q^2) with q = E / (1 + E). |x| > 40 counts as ±40, NaN as -40: its sign is the processor's.
template <class T>
MYRIAD_HD ValueAndSlope<T> tanh_of_magnitude(T x, T magnitude) {
  const ScaledExp<T> e = scaled_exp_minus_double(magnitude);
  const LogisticPair<T> s = logistic_pair(e.whole());
  const T slope = fma(negate(s.lower), s.lower, s.lower);
  return {copy_sign(mul(e.minus_one(), s.upper), x), mul(T(4.0f), slope)};
}
template <class T>
MYRIAD_HD ValueAndSlope<T> tanh_with_slope(T x) {
  const T signed_x = at_least(x, T(-40.0f));
  return tanh_of_magnitude(signed_x, at_most(absolute(signed_x), T(40.0f)));
}
/// The same for |x| <= 40.
template <class T>
MYRIAD_HD ValueAndSlope<T> bounded_tanh_with_slope(T x) {
  return tanh_of_magnitude(x, absolute(x));
}

/// log(1 + e^x), any x; NaN gives 0. At most 1.8 ulp above -86.
template <class T>
MYRIAD_HD T softplus(T x) {
  const T e = exp_minus(at_most(absolute(x), T(87.0f)));
  return add(at_least(x, T(0.0f)), log1p_unit(e));
}

}  // namespace myriad
