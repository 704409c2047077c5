// Bundle<K, Math>: K networks held by one GPU thread. The same words as for float, repeated K times, so that
// a row read once from shared memory serves K networks and their operations overlap. Math says how the
// elementary functions are computed; kernels/kernel_math.cuh has the others.
#pragma once

#include "myriad/core/arithmetic.hpp"

namespace myriad {

/// Explicit FMA alone, as on a CPU.
struct ExactMath {};

template <int K, class Math = ExactMath>
struct Bundle {
  float at[K];
  Bundle() = default;
  MYRIAD_HD explicit Bundle(float x) {
    MYRIAD_UNROLL
    for (int k = 0; k < K; ++k) at[k] = x;
  }
};

template <int K>
struct BundleBits {
  std::uint32_t at[K];
  BundleBits() = default;
  MYRIAD_HD explicit BundleBits(std::uint32_t x) {
    MYRIAD_UNROLL
    for (int k = 0; k < K; ++k) at[k] = x;
  }
};

template <int K>
struct BundleMask {
  bool at[K];
  BundleMask() = default;
  MYRIAD_HD explicit BundleMask(bool x) {
    MYRIAD_UNROLL
    for (int k = 0; k < K; ++k) at[k] = x;
  }
};

template <int K, class Math>
struct Companions<Bundle<K, Math>> {
  using Bits = BundleBits<K>;
  using Mask = BundleMask<K>;
  static constexpr int width = K;
  static constexpr bool predicates = true;
  static constexpr bool skips_clamps = true;
};

// One line per word: RESULT name(arguments) applied entry by entry. The result's type comes last.
#define MYRIAD_EACH(expression, ...)           \
  __VA_ARGS__ result;                          \
  MYRIAD_UNROLL                                \
  for (int k = 0; k < K; ++k) result.at[k] = expression; \
  return result;

template <int K, class M> MYRIAD_HD Bundle<K, M> fma(Bundle<K, M> a, Bundle<K, M> b, Bundle<K, M> c) { MYRIAD_EACH(fma(a.at[k], b.at[k], c.at[k]), Bundle<K, M>) }
template <int K, class M> MYRIAD_HD Bundle<K, M> mul(Bundle<K, M> a, Bundle<K, M> b) { MYRIAD_EACH(mul(a.at[k], b.at[k]), Bundle<K, M>) }
template <int K, class M> MYRIAD_HD Bundle<K, M> add(Bundle<K, M> a, Bundle<K, M> b) { MYRIAD_EACH(add(a.at[k], b.at[k]), Bundle<K, M>) }
template <int K, class M> MYRIAD_HD Bundle<K, M> sub(Bundle<K, M> a, Bundle<K, M> b) { MYRIAD_EACH(sub(a.at[k], b.at[k]), Bundle<K, M>) }
template <int K, class M> MYRIAD_HD Bundle<K, M> div(Bundle<K, M> a, Bundle<K, M> b) { MYRIAD_EACH(div(a.at[k], b.at[k]), Bundle<K, M>) }
template <int K, class M> MYRIAD_HD Bundle<K, M> sqrt(Bundle<K, M> a) { MYRIAD_EACH(sqrt(a.at[k]), Bundle<K, M>) }
template <int K, class M> MYRIAD_HD Bundle<K, M> negate(Bundle<K, M> a) { MYRIAD_EACH(negate(a.at[k]), Bundle<K, M>) }
template <int K, class M> MYRIAD_HD Bundle<K, M> absolute(Bundle<K, M> a) { MYRIAD_EACH(absolute(a.at[k]), Bundle<K, M>) }
template <int K, class M> MYRIAD_HD Bundle<K, M> copy_sign(Bundle<K, M> magnitude, Bundle<K, M> sign) { MYRIAD_EACH(copy_sign(magnitude.at[k], sign.at[k]), Bundle<K, M>) }
template <int K, class M> MYRIAD_HD BundleBits<K> to_bits(Bundle<K, M> a) { MYRIAD_EACH(to_bits(a.at[k]), BundleBits<K>) }
template <int K, class M> MYRIAD_HD BundleMask<K> operator>(Bundle<K, M> a, Bundle<K, M> b) { MYRIAD_EACH(a.at[k] > b.at[k], BundleMask<K>) }
template <int K, class M> MYRIAD_HD BundleMask<K> operator<(Bundle<K, M> a, Bundle<K, M> b) { MYRIAD_EACH(a.at[k] < b.at[k], BundleMask<K>) }
template <int K, class M> MYRIAD_HD BundleMask<K> operator>=(Bundle<K, M> a, Bundle<K, M> b) { MYRIAD_EACH(a.at[k] >= b.at[k], BundleMask<K>) }
template <int K, class M> MYRIAD_HD BundleMask<K> operator<=(Bundle<K, M> a, Bundle<K, M> b) { MYRIAD_EACH(a.at[k] <= b.at[k], BundleMask<K>) }
template <int K> MYRIAD_HD BundleBits<K> operator+(BundleBits<K> a, BundleBits<K> b) { MYRIAD_EACH(a.at[k] + b.at[k], BundleBits<K>) }
template <int K> MYRIAD_HD BundleBits<K> operator-(BundleBits<K> a, BundleBits<K> b) { MYRIAD_EACH(a.at[k] - b.at[k], BundleBits<K>) }
template <int K> MYRIAD_HD BundleBits<K> operator&(BundleBits<K> a, BundleBits<K> b) { MYRIAD_EACH(a.at[k] & b.at[k], BundleBits<K>) }
template <int K> MYRIAD_HD BundleBits<K> operator|(BundleBits<K> a, BundleBits<K> b) { MYRIAD_EACH(a.at[k] | b.at[k], BundleBits<K>) }
template <int K> MYRIAD_HD BundleMask<K> operator>(BundleBits<K> a, BundleBits<K> b) { MYRIAD_EACH(a.at[k] > b.at[k], BundleMask<K>) }
template <int K> MYRIAD_HD BundleMask<K> operator<(BundleBits<K> a, BundleBits<K> b) { MYRIAD_EACH(a.at[k] < b.at[k], BundleMask<K>) }
template <int K> MYRIAD_HD BundleMask<K> operator==(BundleBits<K> a, BundleBits<K> b) { MYRIAD_EACH(a.at[k] == b.at[k], BundleMask<K>) }
template <int K> MYRIAD_HD BundleBits<K> shift_left(BundleBits<K> a, int n) { MYRIAD_EACH(a.at[k] << n, BundleBits<K>) }
template <int K> MYRIAD_HD BundleMask<K> operator&(BundleMask<K> a, BundleMask<K> b) { MYRIAD_EACH(a.at[k] && b.at[k], BundleMask<K>) }
template <int K> MYRIAD_HD BundleMask<K> operator|(BundleMask<K> a, BundleMask<K> b) { MYRIAD_EACH(a.at[k] || b.at[k], BundleMask<K>) }
template <int K> MYRIAD_HD BundleMask<K> operator!(BundleMask<K> a) { MYRIAD_EACH(!a.at[k], BundleMask<K>) }
template <int K, class M> MYRIAD_HD Bundle<K, M> select(BundleMask<K> m, Bundle<K, M> yes, Bundle<K, M> no) { MYRIAD_EACH(m.at[k] ? yes.at[k] : no.at[k], Bundle<K, M>) }
template <int K> MYRIAD_HD BundleBits<K> select(BundleMask<K> m, BundleBits<K> yes, BundleBits<K> no) { MYRIAD_EACH(m.at[k] ? yes.at[k] : no.at[k], BundleBits<K>) }

#undef MYRIAD_EACH

template <class T, int K>
MYRIAD_HD T from_bits(BundleBits<K> bits) {
  T result;
  MYRIAD_UNROLL
  for (int k = 0; k < K; ++k) result.at[k] = from_bits(bits.at[k]);
  return result;
}

template <int K, class M> MYRIAD_HD float lane(Bundle<K, M> a, int k) { return a.at[k]; }
template <int K> MYRIAD_HD std::uint32_t lane(BundleBits<K> a, int k) { return a.at[k]; }
template <int K> MYRIAD_HD bool lane(BundleMask<K> a, int k) { return a.at[k]; }
template <int K> MYRIAD_HD void set_lane(BundleBits<K>& a, int k, std::uint32_t value) { a.at[k] = value; }
/// Whether it is true of all networks of this warp, so that a branch on it does not part its threads.
template <int K>
MYRIAD_HD bool all_networks(BundleMask<K> mask) {
  bool all = true;
  MYRIAD_UNROLL
  for (int k = 0; k < K; ++k) all = all && mask.at[k];
#if defined(__CUDA_ARCH__)
  all = __all_sync(__activemask(), all);
#endif
  return all;
}

template <int K, class M> MYRIAD_HD void set_lane(Bundle<K, M>& a, int k, float value) { a.at[k] = value; }

}  // namespace myriad
