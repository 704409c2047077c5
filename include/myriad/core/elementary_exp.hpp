// The exponential function in the forms that activations and losses need, the reciprocal, and
// clamps. From explicit FMA, over T; errors over all floats of the range
// (tests/test_elementary.cpp).
#pragma once

#include "myriad/core/arithmetic.hpp"

namespace myriad {

constexpr float kLog2E = 0x1.715476p+0f;
constexpr float kRoundingMagic =
    0x1.8p+23f;  ///< x + magic - magic rounds to an integer, |x| < 2^22

/// x, or `low` where x is below it or NaN.
template <class T>
MYRIAD_HD T at_least(T x, T low) {
  return select(x > low, x, low);
}

/// x, or `high` where x is above it or NaN.
template <class T>
MYRIAD_HD T at_most(T x, T high) {
  return select(x < high, x, high);
}

/// x clamped to [low, high]; NaN becomes `low`.
template <class T>
MYRIAD_HD T clamp(T x, float low, float high) {
  return at_most(at_least(x, T(low)), T(high));
}

/// |magnitude| with the sign of `sign`.
template <class T>
MYRIAD_HD T copy_sign(T magnitude, T sign) {
  return from_bits<T>((to_bits(magnitude) & BitsOf<T>(0x7fffffffu)) |
                      (to_bits(sign) & BitsOf<T>(0x80000000u)));
}

/// RN(1/a) from FMA alone, for a in [1, 2^125]: an integer seed within 12 %, one cubic and two
/// quadratic Newton steps. The last one multiplies by the neighbour of r, which turns the only
/// mantissa that Markstein's theorem leaves out (all ones). Equal to 1/a for all 2^23 mantissas:
/// test_elementary.
template <class T>
MYRIAD_HD T reciprocal_by_fma(T a) {
  const T minus_a = negate(a);
  T r = from_bits<T>(BitsOf<T>(0x7ef3cc00u) - to_bits(a));
  T e = fma(minus_a, r, T(1.0f));
  e = fma(e, e, e);
  r = fma(e, r, r);
  e = fma(minus_a, r, T(1.0f));
  r = fma(e, r, r);
  e = fma(minus_a, r, T(1.0f));
  return fma(e, from_bits<T>(to_bits(r) + BitsOf<T>(1u)), r);
}

/// RN(1/a) from a neighbour of it, or from itself. Of all 2^23 mantissas, one fails from the float below (all
/// ones) and 32 from the float above: a table of approximations has to be tried in whole before it is trusted.
template <class T>
MYRIAD_HD T correct_reciprocal(T a, T near) {
  return fma(near, fma(negate(a), near, T(1.0f)), near);
}

/// RN(1/a) for a in [1, 2^125]: by whatever this processor computes it with fastest.
template <class T>
MYRIAD_HD T reciprocal(T a) {
#if defined(__CUDA_ARCH__)
  return reciprocal_by_fma(a);
#else
  return div(T(1.0f), a);
#endif
}

/// (2^f - 1) / f for |f| <= 0.51.
template <class T>
MYRIAD_HD T exp2_fraction_over(T f) {
  T p = T(0x1.41fbc6p-13f);
  p = fma(p, f, T(0x1.5f3e52p-10f));
  p = fma(p, f, T(0x1.3b2d4cp-7f));
  p = fma(p, f, T(0x1.c6aee8p-5f));
  p = fma(p, f, T(0x1.ebfbdcp-3f));
  return fma(p, f, T(0x1.62e430p-1f));
}

/// 2^t for |t| <= 125, as an intermediate: relative error below 2^-23.4.
template <class T>
MYRIAD_HD T exp2_bounded(T t) {
  const T shifted = add(t, T(kRoundingMagic));
  const T f = sub(t, sub(shifted, T(kRoundingMagic)));
  const T p = fma(exp2_fraction_over(f), f, T(1.0f));
  return from_bits<T>(to_bits(p) + shift_left(to_bits(shifted), 23));
}

/// y = r - n ln 2 with |r| < 0.35, for y in [0, 87]: n + kRoundingMagic, and r.
template <class T>
struct ReducedExponent {
  T shifted;
  T r;
};
template <class T>
MYRIAD_HD ReducedExponent<T> reduce_exponent(T y) {
  const T shifted = fma(y, T(-kLog2E), T(kRoundingMagic));
  const T n = sub(shifted, T(kRoundingMagic));
  const T r = fma(n, T(0x1.62e430p-1f), y);
  return {shifted, fma(n, T(-0x1.05c610p-29f), r)};
}

/// 2^n e^-r.
template <class T>
MYRIAD_HD T exp_minus_reduced(T shifted, T r) {
  T p = T(0x1.6a4d7ep-10f);
  p = fma(p, r, T(-0x1.123990p-7f));
  p = fma(p, r, T(0x1.5558b0p-5f));
  p = fma(p, r, T(-0x1.555492p-3f));
  p = fma(p, r, T(0x1.fffffcp-2f));
  p = fma(p, r, T(-1.0f));
  p = fma(p, r, T(1.0f));
  return from_bits<T>(to_bits(p) + shift_left(to_bits(shifted), 23));
}

/// e^-y for y in [0, 87]: at most 0.9 ulp.
template <class T>
MYRIAD_HD T exp_minus(T y) {
  const ReducedExponent<T> e = reduce_exponent(y);
  return exp_minus_reduced(e.shifted, e.r);
}

/// e^-(y + low) for y in [0, 87] and |low| < 2^-16: at most 1 ulp.
template <class T>
MYRIAD_HD T exp_minus(T y, T low) {
  const ReducedExponent<T> e = reduce_exponent(y);
  return exp_minus_reduced(e.shifted, add(e.r, low));
}

/// e^x = scale (1 + fraction), with |fraction| < 0.42 accurate relative to itself.
template <class T>
struct ScaledExp {
  T scale;
  T fraction;
  /// e^x: at most 1.1 ulp.
  MYRIAD_HD T whole() const { return fma(scale, fraction, scale); }
  /// y e^x, with a rounding fewer than mul(y, whole()).
  MYRIAD_HD T times(T y) const { return mul(scale, fma(y, fraction, y)); }
  /// e^x - 1: at most 1 ulp for x <= 0.
  MYRIAD_HD T minus_one() const { return fma(scale, fraction, sub(scale, T(1.0f))); }
};

/// 2^n from n + kRoundingMagic, |n| <= 126.
template <class T>
MYRIAD_HD T power_of_two(T shifted) {
  return from_bits<T>(shift_left(to_bits(shifted), 23) + BitsOf<T>(0x3f800000u));
}

template <class T>
MYRIAD_HD ScaledExp<T> scaled_exp_reduced(T shifted, T r) {
  T q = T(0x1.6a23cep-10f);
  q = fma(q, r, T(0x1.123a20p-7f));
  q = fma(q, r, T(0x1.5558f2p-5f));
  q = fma(q, r, T(0x1.555492p-3f));
  q = fma(q, r, T(0x1.fffffcp-2f));
  return {power_of_two(shifted), fma(q, mul(r, r), r)};
}

/// e^x for |x| <= 87.
template <class T>
MYRIAD_HD ScaledExp<T> scaled_exp(T x) {
  const T shifted = fma(x, T(kLog2E), T(kRoundingMagic));
  const T n = sub(shifted, T(kRoundingMagic));
  const T r = fma(n, T(-0x1.62e430p-1f), x);
  return scaled_exp_reduced(shifted, fma(n, T(0x1.05c610p-29f), r));
}

/// e^(x + low) for |x| <= 87 and |low| < 2^-16.
template <class T>
MYRIAD_HD ScaledExp<T> scaled_exp(T x, T low) {
  const T shifted = fma(x, T(kLog2E), T(kRoundingMagic));
  const T n = sub(shifted, T(kRoundingMagic));
  const T r = fma(n, T(-0x1.62e430p-1f), x);
  return scaled_exp_reduced(shifted, add(fma(n, T(0x1.05c610p-29f), r), low));
}

/// 2^(t + low) for |t| <= 125 and |low| < 0.01.
template <class T>
MYRIAD_HD ScaledExp<T> scaled_exp2(T t, T low) {
  const T shifted = add(t, T(kRoundingMagic));
  const T f = add(sub(t, sub(shifted, T(kRoundingMagic))), low);
  return {power_of_two(shifted), mul(exp2_fraction_over(f), f)};
}

/// e^x for |x| <= 87 (beyond: e^±87): at most 1.1 ulp. NaN gives e^-87.
template <class T>
MYRIAD_HD T exp_bounded(T x) {
  return scaled_exp(clamp(x, -87.0f, 87.0f)).whole();
}

/// log(1 + u) for u in [0, 1].
template <class T>
MYRIAD_HD T log1p_unit(T u) {
  const MaskOf<T> big = u > T(0x1.a82798p-2f);
  const T f = select(big, fma(u, T(0.5f), T(-0.5f)), u);
  const T z = mul(f, f);
  T p = T(0x1.14578cp-4f);
  p = fma(p, f, T(-0x1.de4474p-4f));
  p = fma(p, f, T(0x1.e6f4f2p-4f));
  p = fma(p, f, T(-0x1.fc2114p-4f));
  p = fma(p, f, T(0x1.233710p-3f));
  p = fma(p, f, T(-0x1.555c50p-3f));
  p = fma(p, f, T(0x1.99a4bap-3f));
  p = fma(p, f, T(-0x1.000006p-2f));
  p = fma(p, f, T(0x1.555548p-2f));
  T y = mul(mul(f, z), p);
  y = fma(z, T(-0.5f), y);
  y = add(y, select(big, T(-0x1.05c610p-29f), T(0.0f)));
  y = add(f, y);
  return add(y, select(big, T(0x1.62e430p-1f), T(0.0f)));
}

}  // namespace myriad
