// exp, log, sigmoid, tanh, softplus and the circle functions from explicit FMA: the same bits on every
// machine. Each states its range and its largest error over all 2^32 inputs (tests/test_elementary.cpp).
// Coefficients: minimax in the relative error of the result, found by Remez exchange.
#pragma once

#include "myriad/core/arithmetic.hpp"

namespace myriad {

constexpr float kLog2E = 0x1.715476p+0f;
constexpr float kRoundingMagic = 0x1.8p+23f;  ///< x + magic - magic rounds to an integer, |x| < 2^22

/// x clamped to [low, high]; NaN becomes `low`.
template <class T>
MYRIAD_HD T clamp(T x, float low, float high) {
  const T above = select(x > T(low), x, T(low));
  return select(above < T(high), above, T(high));
}

template <class T>
MYRIAD_HD T absolute(T x) {
  return from_bits<T>(to_bits(x) & BitsOf<T>(0x7fffffffu));
}

/// |magnitude| with the sign of `sign`.
template <class T>
MYRIAD_HD T copy_sign(T magnitude, T sign) {
  return from_bits<T>((to_bits(magnitude) & BitsOf<T>(0x7fffffffu)) |
                      (to_bits(sign) & BitsOf<T>(0x80000000u)));
}

/// RN(1/a) from FMA alone, for a in [1, 2^125]: an integer seed within 12 %, one cubic and two quadratic
/// Newton steps. The last one multiplies by the neighbour of r, which turns the only mantissa that
/// Markstein's theorem leaves out (all ones). Equal to 1/a for all 2^23 mantissas: test_elementary.
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

/// RN(1/a) for a in [1, 2^125]: by whatever this processor computes it with fastest.
template <class T>
MYRIAD_HD T reciprocal(T a) {
#if defined(__CUDA_ARCH__)
  return reciprocal_by_fma(a);
#else
  return div(T(1.0f), a);
#endif
}

/// 2^t for |t| <= 125, as an intermediate: relative error below 2^-23.4.
template <class T>
MYRIAD_HD T exp2_bounded(T t) {
  const T shifted = add(t, T(kRoundingMagic));
  const T f = sub(t, sub(shifted, T(kRoundingMagic)));
  T p = T(0x1.41fbc6p-13f);
  p = fma(p, f, T(0x1.5f3e52p-10f));
  p = fma(p, f, T(0x1.3b2d4cp-7f));
  p = fma(p, f, T(0x1.c6aee8p-5f));
  p = fma(p, f, T(0x1.ebfbdcp-3f));
  p = fma(p, f, T(0x1.62e430p-1f));
  p = fma(p, f, T(1.0f));
  return from_bits<T>(to_bits(p) + shift_left(to_bits(shifted), 23));
}

/// 1 / (1 + 2^t): the logistic function of -t ln 2, any t (clamped to [-125, 125]; NaN counts as -125).
template <class T>
MYRIAD_HD T logistic_of_power(T t) {
  return reciprocal(add(T(1.0f), exp2_bounded(clamp(t, -125.0f, 125.0f))));
}

/// e^x = scale (1 + fraction) for |x| <= 87, with |fraction| < 0.42 accurate relative to itself.
template <class T>
struct ScaledExp {
  T scale;
  T fraction;
};
template <class T>
MYRIAD_HD ScaledExp<T> scaled_exp(T x) {
  const T shifted = fma(x, T(kLog2E), T(kRoundingMagic));
  const T n = sub(shifted, T(kRoundingMagic));
  T r = fma(n, T(-0x1.62e430p-1f), x);
  r = fma(n, T(0x1.05c610p-29f), r);
  T q = T(0x1.6a23cep-10f);
  q = fma(q, r, T(0x1.123a20p-7f));
  q = fma(q, r, T(0x1.5558f2p-5f));
  q = fma(q, r, T(0x1.555492p-3f));
  q = fma(q, r, T(0x1.fffffcp-2f));
  const BitsOf<T> exponent = shift_left(to_bits(shifted), 23) + BitsOf<T>(0x3f800000u);
  return {from_bits<T>(exponent), fma(q, mul(r, r), r)};
}

/// e^x for |x| <= 87 (beyond: e^±87): at most 1.1 ulp. NaN gives e^-87.
template <class T>
MYRIAD_HD T exp_bounded(T x) {
  const ScaledExp<T> e = scaled_exp(clamp(x, -87.0f, 87.0f));
  return fma(e.scale, e.fraction, e.scale);
}

/// A function's value and its derivative at the same point.
template <class T>
struct ValueAndSlope {
  T value;
  T slope;
};

/// Logistic function 1 / (1 + e^-x) and its derivative. |x| > 86 counts as ±86.
template <class T>
MYRIAD_HD ValueAndSlope<T> sigmoid_with_slope(T x) {
  const T e = exp_bounded(clamp(negate(x), -86.0f, 86.0f));
  const T r = reciprocal(add(T(1.0f), e));
  return {r, mul(mul(e, r), r)};
}

/// tanh and its derivative, from E = e^(-2|x|): tanh |x| = (1 - E) / (1 + E). Odd to the bit.
template <class T>
MYRIAD_HD ValueAndSlope<T> tanh_with_slope(T x) {
  const ScaledExp<T> e = scaled_exp(clamp(mul(T(-2.0f), absolute(x)), -80.0f, 0.0f));
  const T minus_one = fma(e.scale, e.fraction, sub(e.scale, T(1.0f)));  // E - 1, exact near 0
  const T r = reciprocal(add(minus_one, T(2.0f)));
  const T whole = fma(e.scale, e.fraction, e.scale);
  return {copy_sign(mul(minus_one, r), x), mul(mul(mul(T(4.0f), whole), r), r)};
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

/// log(1 + e^x), any x; NaN gives 0. At most 1.8 ulp above -86.
template <class T>
MYRIAD_HD T softplus(T x) {
  const T e = exp_bounded(negate(absolute(x)));
  return add(select(x > T(0.0f), x, T(0.0f)), log1p_unit(e));
}

/// Natural logarithm of a positive normal float: at most 0.9 ulp. Scalars only: used by initialisers.
MYRIAD_HD float log_positive(float x) {
  const std::uint32_t shifted = to_bits(x) - 0x3f3504f3u;  // sqrt(1/2)
  const float m = from_bits((shifted & 0x007fffffu) + 0x3f3504f3u);
  const float k = static_cast<float>(static_cast<std::int32_t>(shifted) >> 23);
  const float f = sub(m, 1.0f);
  const float z = mul(f, f);
  float p = 0x1.14578cp-4f;
  p = fma(p, f, -0x1.de4474p-4f);
  p = fma(p, f, 0x1.e6f4f2p-4f);
  p = fma(p, f, -0x1.fc2114p-4f);
  p = fma(p, f, 0x1.233710p-3f);
  p = fma(p, f, -0x1.555c50p-3f);
  p = fma(p, f, 0x1.99a4bap-3f);
  p = fma(p, f, -0x1.000006p-2f);
  p = fma(p, f, 0x1.555548p-2f);
  float y = mul(mul(f, z), p);
  y = fma(z, -0.5f, y);
  y = fma(k, 0x1.7f7d1cp-20f, y);
  y = add(f, y);
  return fma(k, 0x1.62e4p-1f, y);
}

/// cos(2 pi k / 2^23) for a 23-bit k: at most 2.1 ulp. The octant is found by integers, so exactly.
MYRIAD_HD float cos_of_turn(std::uint32_t k) {
  const std::uint32_t octant = k >> 20;
  const std::uint32_t rest = k & 0xfffffu;
  const std::uint32_t distance = (octant & 1u) != 0 ? 0x100000u - rest : rest;
  const float t = mul(static_cast<float>(static_cast<std::int32_t>(distance)), 0x1p-23f);
  const float z = mul(t, t);
  float s = 0x1.4be09ep+5f;
  s = fma(s, z, -0x1.32cb0ep+6f);
  s = fma(s, z, 0x1.466bbcp+6f);
  s = fma(s, z, -0x1.4abbcep+5f);
  s = fma(mul(t, z), s, mul(t, 0x1.921fb6p+2f));
  float c = 0x1.d9f7bcp+5f;
  c = fma(c, z, -0x1.55c664p+6f);
  c = fma(c, z, 0x1.03c1dep+6f);
  c = fma(c, z, -0x1.3bd3ccp+4f);
  c = fma(c, z, 1.0f);
  const bool swapped = ((octant + 1) >> 1 & 1u) != 0;  // octants 1, 2, 5, 6
  const float magnitude = swapped ? s : c;
  return octant >= 2 && octant < 6 ? negate(magnitude) : magnitude;
}

/// A standard normal from two words (Box and Muller 1958), its cosine branch. |result| < 5.8.
MYRIAD_HD float standard_normal(std::uint32_t radius_word, std::uint32_t angle_word) {
  const std::uint32_t top = (radius_word >> 9) + 1u;  // 1 … 2^23: u in (0, 1]
  const float u = mul(static_cast<float>(static_cast<std::int32_t>(top)), 0x1p-23f);
  return mul(sqrt(mul(-2.0f, log_positive(u))), cos_of_turn(angle_word >> 9));
}

}  // namespace myriad
