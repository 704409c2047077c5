// Bundle<K>: K networks held by one GPU thread. The same words as for float, repeated K times, so that
// a row read once from shared memory serves K networks and their operations overlap.
#pragma once

#include "myriad/core/arithmetic.hpp"

namespace myriad {


template <int K>
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

template <int K>
struct Companions<Bundle<K>> {
  using Bits = BundleBits<K>;
  using Mask = BundleMask<K>;
  static constexpr int width = K;
};

// One line per word: RESULT name(arguments) applied entry by entry.
#define MYRIAD_EACH(Result, expression)        \
  Result result;                               \
  MYRIAD_UNROLL                                \
  for (int k = 0; k < K; ++k) result.at[k] = expression; \
  return result;

template <int K> MYRIAD_HD Bundle<K> fma(Bundle<K> a, Bundle<K> b, Bundle<K> c) { MYRIAD_EACH(Bundle<K>, fma(a.at[k], b.at[k], c.at[k])) }
template <int K> MYRIAD_HD Bundle<K> mul(Bundle<K> a, Bundle<K> b) { MYRIAD_EACH(Bundle<K>, mul(a.at[k], b.at[k])) }
template <int K> MYRIAD_HD Bundle<K> add(Bundle<K> a, Bundle<K> b) { MYRIAD_EACH(Bundle<K>, add(a.at[k], b.at[k])) }
template <int K> MYRIAD_HD Bundle<K> sub(Bundle<K> a, Bundle<K> b) { MYRIAD_EACH(Bundle<K>, sub(a.at[k], b.at[k])) }
template <int K> MYRIAD_HD Bundle<K> div(Bundle<K> a, Bundle<K> b) { MYRIAD_EACH(Bundle<K>, div(a.at[k], b.at[k])) }
template <int K> MYRIAD_HD Bundle<K> sqrt(Bundle<K> a) { MYRIAD_EACH(Bundle<K>, sqrt(a.at[k])) }
template <int K> MYRIAD_HD Bundle<K> negate(Bundle<K> a) { MYRIAD_EACH(Bundle<K>, negate(a.at[k])) }
template <int K> MYRIAD_HD Bundle<K> absolute(Bundle<K> a) { MYRIAD_EACH(Bundle<K>, absolute(a.at[k])) }
template <int K> MYRIAD_HD BundleBits<K> to_bits(Bundle<K> a) { MYRIAD_EACH(BundleBits<K>, to_bits(a.at[k])) }
template <int K> MYRIAD_HD BundleMask<K> operator>(Bundle<K> a, Bundle<K> b) { MYRIAD_EACH(BundleMask<K>, a.at[k] > b.at[k]) }
template <int K> MYRIAD_HD BundleMask<K> operator<(Bundle<K> a, Bundle<K> b) { MYRIAD_EACH(BundleMask<K>, a.at[k] < b.at[k]) }
template <int K> MYRIAD_HD BundleMask<K> operator>=(Bundle<K> a, Bundle<K> b) { MYRIAD_EACH(BundleMask<K>, a.at[k] >= b.at[k]) }
template <int K> MYRIAD_HD BundleMask<K> operator<=(Bundle<K> a, Bundle<K> b) { MYRIAD_EACH(BundleMask<K>, a.at[k] <= b.at[k]) }
template <int K> MYRIAD_HD BundleBits<K> operator+(BundleBits<K> a, BundleBits<K> b) { MYRIAD_EACH(BundleBits<K>, a.at[k] + b.at[k]) }
template <int K> MYRIAD_HD BundleBits<K> operator-(BundleBits<K> a, BundleBits<K> b) { MYRIAD_EACH(BundleBits<K>, a.at[k] - b.at[k]) }
template <int K> MYRIAD_HD BundleBits<K> operator&(BundleBits<K> a, BundleBits<K> b) { MYRIAD_EACH(BundleBits<K>, a.at[k] & b.at[k]) }
template <int K> MYRIAD_HD BundleBits<K> operator|(BundleBits<K> a, BundleBits<K> b) { MYRIAD_EACH(BundleBits<K>, a.at[k] | b.at[k]) }
template <int K> MYRIAD_HD BundleMask<K> operator>(BundleBits<K> a, BundleBits<K> b) { MYRIAD_EACH(BundleMask<K>, a.at[k] > b.at[k]) }
template <int K> MYRIAD_HD BundleMask<K> operator<(BundleBits<K> a, BundleBits<K> b) { MYRIAD_EACH(BundleMask<K>, a.at[k] < b.at[k]) }
template <int K> MYRIAD_HD BundleMask<K> operator==(BundleBits<K> a, BundleBits<K> b) { MYRIAD_EACH(BundleMask<K>, a.at[k] == b.at[k]) }
template <int K> MYRIAD_HD BundleBits<K> shift_left(BundleBits<K> a, int n) { MYRIAD_EACH(BundleBits<K>, a.at[k] << n) }
template <int K> MYRIAD_HD BundleMask<K> operator&(BundleMask<K> a, BundleMask<K> b) { MYRIAD_EACH(BundleMask<K>, a.at[k] && b.at[k]) }
template <int K> MYRIAD_HD BundleMask<K> operator|(BundleMask<K> a, BundleMask<K> b) { MYRIAD_EACH(BundleMask<K>, a.at[k] || b.at[k]) }
template <int K> MYRIAD_HD BundleMask<K> operator!(BundleMask<K> a) { MYRIAD_EACH(BundleMask<K>, !a.at[k]) }
template <int K> MYRIAD_HD Bundle<K> select(BundleMask<K> m, Bundle<K> yes, Bundle<K> no) { MYRIAD_EACH(Bundle<K>, m.at[k] ? yes.at[k] : no.at[k]) }
template <int K> MYRIAD_HD BundleBits<K> select(BundleMask<K> m, BundleBits<K> yes, BundleBits<K> no) { MYRIAD_EACH(BundleBits<K>, m.at[k] ? yes.at[k] : no.at[k]) }

#undef MYRIAD_EACH

template <class T, int K>
MYRIAD_HD T from_bits(BundleBits<K> bits) {
  T result;
  MYRIAD_UNROLL
  for (int k = 0; k < K; ++k) result.at[k] = from_bits(bits.at[k]);
  return result;
}

template <int K> MYRIAD_HD float lane(Bundle<K> a, int k) { return a.at[k]; }
template <int K> MYRIAD_HD std::uint32_t lane(BundleBits<K> a, int k) { return a.at[k]; }
template <int K> MYRIAD_HD bool lane(BundleMask<K> a, int k) { return a.at[k]; }
template <int K> MYRIAD_HD void set_lane(Bundle<K>& a, int k, float value) { a.at[k] = value; }
template <int K> MYRIAD_HD void set_lane(BundleBits<K>& a, int k, std::uint32_t value) { a.at[k] = value; }

}  // namespace myriad
