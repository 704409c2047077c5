// The arithmetic vocabulary: every float operation that can reach a result is spelled here, once per
// compiler, so that it is one IEEE-754 binary32 operation rounded to nearest everywhere.
// `Lanes` (core/lanes.hpp) and `Bundle` (core/bundle.hpp) carry the same words for several networks.
#pragma once

#include <cstdint>
#include <cstring>

#include "myriad/core/host_device.hpp"

namespace myriad {

MYRIAD_HD std::uint32_t to_bits(float x) {
#if defined(__CUDA_ARCH__)
  return __float_as_uint(x);
#else
  std::uint32_t bits;
  std::memcpy(&bits, &x, sizeof bits);
  return bits;
#endif
}

template <class T = float>
MYRIAD_HD T from_bits(std::uint32_t bits) {
#if defined(__CUDA_ARCH__)
  return __uint_as_float(bits);
#else
  float x;
  std::memcpy(&x, &bits, sizeof x);
  return x;
#endif
}

#if !defined(__CUDA_ARCH__)
/// fma without FMA hardware: the product of two floats is exact in double; the sum is rounded to odd,
/// so that the final rounding to float is the only one that counts (Boldo and Melquiond 2008).
/// A call each: inlined everywhere, it makes up most of a program for a processor without FMA.
static inline __attribute__((noinline)) float fma_by_round_to_odd(float a, float b, float c) {
  const double product = static_cast<double>(a) * static_cast<double>(b);
  const double addend = static_cast<double>(c);
  const double sum = product + addend;
  const double part = sum - product;
  const double error = (product - (sum - part)) + (addend - part);
  std::uint64_t bits;
  std::memcpy(&bits, &sum, sizeof bits);
  const bool finite = (bits & 0x7ff0000000000000u) != 0x7ff0000000000000u;
  if (finite && error != 0.0 && (bits & 1u) == 0u) {
    const bool away_from_zero = (error > 0.0) == (sum > 0.0);
    bits += away_from_zero ? 1u : ~std::uint64_t{0};
  }
  double odd;
  std::memcpy(&odd, &bits, sizeof odd);
  return static_cast<float>(odd);
}
#endif

MYRIAD_HD float fma(float a, float b, float c) {
#if defined(__CUDA_ARCH__)
  return __fmaf_rn(a, b, c);
#elif defined(__FMA__) || defined(__ARM_FEATURE_FMA)
  return __builtin_fmaf(a, b, c);
#else
  return fma_by_round_to_odd(a, b, c);
#endif
}

MYRIAD_HD float mul(float a, float b) {
#if defined(__CUDA_ARCH__)
  return __fmul_rn(a, b);
#else
  return a * b;
#endif
}

MYRIAD_HD float add(float a, float b) {
#if defined(__CUDA_ARCH__)
  return __fadd_rn(a, b);
#else
  return a + b;
#endif
}

MYRIAD_HD float sub(float a, float b) {
#if defined(__CUDA_ARCH__)
  return __fsub_rn(a, b);
#else
  return a - b;
#endif
}

MYRIAD_HD float div(float a, float b) {
#if defined(__CUDA_ARCH__)
  return __fdiv_rn(a, b);
#else
  return a / b;
#endif
}

MYRIAD_HD float sqrt(float a) {
#if defined(__CUDA_ARCH__)
  return __fsqrt_rn(a);
#else
  return __builtin_sqrtf(a);
#endif
}

// Bits alone change; on a device they are free modifiers of an instruction's operands.
MYRIAD_HD float negate(float a) {
#if defined(__CUDA_ARCH__)
  return -a;
#else
  return from_bits(to_bits(a) ^ 0x80000000u);
#endif
}

MYRIAD_HD float absolute(float a) {
#if defined(__CUDA_ARCH__)
  return fabsf(a);
#else
  return from_bits(to_bits(a) & 0x7fffffffu);
#endif
}

/// |magnitude| with the sign of `sign`.
MYRIAD_HD float copy_sign(float magnitude, float sign) {
#if defined(__CUDA_ARCH__)
  return copysignf(magnitude, sign);
#else
  return from_bits((to_bits(magnitude) & 0x7fffffffu) | (to_bits(sign) & 0x80000000u));
#endif
}

/// `condition ? yes : no`, without arithmetic on either.
template <class V>
MYRIAD_HD V select(bool condition, V yes, V no) {
  return condition ? yes : no;
}

MYRIAD_HD std::uint32_t shift_left(std::uint32_t x, int n) { return x << n; }

/// The unsigned integers and truth values that go with a numeric type T; whether an operation under a
/// condition costs nothing more (a GPU's predicates) and a loop may come in two forms (its code is cheap).
template <class T>
struct Companions;
template <>
struct Companions<float> {
  using Bits = std::uint32_t;
  using Mask = bool;
  static constexpr int width = 1;
  static constexpr bool predicates = false;
};
template <class T>
using BitsOf = typename Companions<T>::Bits;
template <class T>
using MaskOf = typename Companions<T>::Mask;

/// Networks carried by one value of T.
template <class T>
MYRIAD_HD constexpr int width_of() {
  return Companions<T>::width;
}

/// One network's entry of a value: the whole of a float, one lane of a pack.
MYRIAD_HD float lane(float x, int) { return x; }
MYRIAD_HD std::uint32_t lane(std::uint32_t x, int) { return x; }
MYRIAD_HD bool lane(bool x, int) { return x; }
MYRIAD_HD void set_lane(float& x, int, float value) { x = value; }
MYRIAD_HD void set_lane(std::uint32_t& x, int, std::uint32_t value) { x = value; }

// NaN tests and NaN's one form are integer operations: no compiler flag can remove them.

constexpr std::uint32_t kCanonicalNan = 0x7fc00000u;

MYRIAD_HD bool is_nan(float x) { return (to_bits(x) & 0x7fffffffu) > 0x7f800000u; }
MYRIAD_HD bool is_finite(float x) { return (to_bits(x) & 0x7fffffffu) < 0x7f800000u; }
MYRIAD_HD float canonical(float x) { return is_nan(x) ? from_bits(kCanonicalNan) : x; }

}  // namespace myriad
