// How a kernel computes the elementary functions, as the Math of its Bundle:
//   ExactMath           explicit FMA (core/bundle.hpp); needs nothing of the chip
//   TabledReciprocal    the chip's approximate reciprocal and two FMA. The same bits as ExactMath on a chip whose
//                       approximations have all been tried (kernels/reciprocal_test.cu); chosen only there
//   FastMath            the chip's approximate exponential and reciprocal: --math fast, other bits
#pragma once

#include "builtins.hpp"
#include "myriad/core/bundle.hpp"
#include "myriad/core/elementary.hpp"

namespace myriad {

struct TabledReciprocal {};
struct FastMath {};

#define MYRIAD_EACH_NETWORK(expression)                                \
  MYRIAD_UNROLL                                                        \
  for (int k = 0; k < K; ++k) result.at[k] = expression;               \
  return result;

/// RN(1/a), for a in [1, 2^125].
template <int K>
MYRIAD_HD Bundle<K, TabledReciprocal> reciprocal(Bundle<K, TabledReciprocal> a) {
  Bundle<K, TabledReciprocal> result;
  MYRIAD_EACH_NETWORK(correct_reciprocal(a.at[k], approximate_reciprocal(a.at[k])))
}

/// 1/a within 1 ulp.
template <int K>
MYRIAD_HD Bundle<K, FastMath> reciprocal(Bundle<K, FastMath> a) {
  Bundle<K, FastMath> result;
  MYRIAD_EACH_NETWORK(approximate_reciprocal(a.at[k]))
}

/// 2^t within 2 ulp, for |t| <= 125.
template <int K>
MYRIAD_HD Bundle<K, FastMath> exp2_bounded(Bundle<K, FastMath> t) {
  Bundle<K, FastMath> result;
  MYRIAD_EACH_NETWORK(approximate_exp2(t.at[k]))
}

#undef MYRIAD_EACH_NETWORK

/// e^-y for y in [0, 87]: relative error below 2^-16, from the rounding of y log2(e).
template <int K>
MYRIAD_HD Bundle<K, FastMath> exp_minus(Bundle<K, FastMath> y) {
  return exp2_bounded(mul(y, Bundle<K, FastMath>(-kLog2E)));
}

/// tanh and its derivative: 1 - 2 q and 4 (q - q^2) with q = 1 / (1 + e^2|x|); absolute error below 2^-21.
template <int K>
MYRIAD_HD ValueAndSlope<Bundle<K, FastMath>> tanh_with_slope(Bundle<K, FastMath> x) {
  using T = Bundle<K, FastMath>;
  const T signed_x = at_least(x, T(-40.0f));
  const T power = mul(at_most(absolute(signed_x), T(40.0f)), T(2.0f * kLog2E));
  const T q = reciprocal(add(T(1.0f), exp2_bounded(power)));
  return {copy_sign(fma(T(-2.0f), q, T(1.0f)), signed_x), mul(T(4.0f), fma(negate(q), q, q))};
}

/// K networks as one value: a plain float when there is but one and nothing to choose.
template <int K, class Math>
struct ThreadValue {
  using Type = Bundle<K, Math>;
};
template <>
struct ThreadValue<1, ExactMath> {
  using Type = float;
};

}  // namespace myriad
