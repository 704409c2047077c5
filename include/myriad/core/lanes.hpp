// Lanes: several networks in one CPU vector register. Compiled once per instruction set; the inline
// namespace keeps each build's types, and so all their instantiations, apart.
#pragma once

#include "myriad/core/arithmetic.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

#ifndef MYRIAD_ISA
#define MYRIAD_ISA baseline
#endif
#define MYRIAD_JOIN_(a, b) a##b
#define MYRIAD_JOIN(a, b) MYRIAD_JOIN_(a, b)

namespace myriad {
inline namespace MYRIAD_JOIN(isa_, MYRIAD_ISA) {

#if defined(__AVX512F__)
constexpr int kLanes = 16;
#elif defined(__AVX2__)
constexpr int kLanes = 8;
#else
constexpr int kLanes = 4;
#endif

using FloatVector = float __attribute__((vector_size(4 * kLanes)));
using IntVector = std::int32_t __attribute__((vector_size(4 * kLanes)));
using BitsVector = std::uint32_t __attribute__((vector_size(4 * kLanes)));

struct Lanes {
  FloatVector v;
  Lanes() = default;
  MYRIAD_HD explicit Lanes(float x) : v(x - FloatVector{}) {}  // x itself, -0 too, without an addition
  MYRIAD_HD explicit Lanes(FloatVector x) : v(x) {}
};

struct LaneBits {
  BitsVector v;
  LaneBits() = default;
  MYRIAD_HD explicit LaneBits(std::uint32_t x) : v(BitsVector{} + x) {}
  MYRIAD_HD explicit LaneBits(BitsVector x) : v(x) {}
};

/// All ones or all zeros per lane.
struct LaneMask {
  IntVector v;
  LaneMask() = default;
  MYRIAD_HD explicit LaneMask(bool x) : v(IntVector{} - static_cast<std::int32_t>(x)) {}
  MYRIAD_HD explicit LaneMask(IntVector x) : v(x) {}
};

}  // namespace isa

template <>
struct Companions<Lanes> {
  using Bits = LaneBits;
  using Mask = LaneMask;
  static constexpr int width = kLanes;
  static constexpr bool predicates = false;
};

inline namespace MYRIAD_JOIN(isa_, MYRIAD_ISA) {

/// Whether a multiply-add is one instruction here. Where it is a call, it is nearly all the time there is.
#if defined(__FMA__) || defined(__aarch64__)
constexpr bool kHardwareFma = true;
#else
constexpr bool kHardwareFma = false;
#endif

#if defined(__AVX512F__)
MYRIAD_HD Lanes fma(Lanes a, Lanes b, Lanes c) {
  return Lanes((FloatVector)_mm512_fmadd_ps((__m512)a.v, (__m512)b.v, (__m512)c.v));
}
#elif defined(__AVX2__) && defined(__FMA__)
MYRIAD_HD Lanes fma(Lanes a, Lanes b, Lanes c) {
  return Lanes((FloatVector)_mm256_fmadd_ps((__m256)a.v, (__m256)b.v, (__m256)c.v));
}
#elif defined(__aarch64__)
MYRIAD_HD Lanes fma(Lanes a, Lanes b, Lanes c) {
  return Lanes((FloatVector)vfmaq_f32((float32x4_t)c.v, (float32x4_t)a.v, (float32x4_t)b.v));
}
#else
/// The vector form of fma_by_round_to_odd (core/arithmetic.hpp). A call each: inlined, its 30 instructions
/// at every use would take minutes to compile.
__attribute__((noinline)) static Lanes fma(Lanes a, Lanes b, Lanes c) {
  using DoubleVector = double __attribute__((vector_size(8 * kLanes)));
  using WideVector = std::int64_t __attribute__((vector_size(8 * kLanes)));
  const DoubleVector product =
      __builtin_convertvector(a.v, DoubleVector) * __builtin_convertvector(b.v, DoubleVector);
  const DoubleVector addend = __builtin_convertvector(c.v, DoubleVector);
  const DoubleVector sum = product + addend;
  const DoubleVector part = sum - product;
  const DoubleVector error = (product - (sum - part)) + (addend - part);
  const WideVector bits = (WideVector)sum;
  const WideVector finite = (bits & 0x7ff0000000000000) != 0x7ff0000000000000;
  const WideVector adjust = finite & (error != 0.0) & ((bits & 1) == 0);
  const WideVector same_sign = ~((WideVector)error ^ bits) >> 63;  // -1 where both point away from 0
  const WideVector odd = bits + (adjust & (-1 - 2 * same_sign));
  return Lanes(__builtin_convertvector((DoubleVector)odd, FloatVector));
}
#endif

MYRIAD_HD Lanes sqrt(Lanes a) {
#if defined(__AVX512F__)
  return Lanes((FloatVector)_mm512_sqrt_ps((__m512)a.v));
#elif defined(__AVX2__)
  return Lanes((FloatVector)_mm256_sqrt_ps((__m256)a.v));
#else
  Lanes result;
  for (int k = 0; k < kLanes; ++k) result.v[k] = __builtin_sqrtf(a.v[k]);
  return result;
#endif
}

MYRIAD_HD Lanes mul(Lanes a, Lanes b) { return Lanes(a.v * b.v); }
MYRIAD_HD Lanes add(Lanes a, Lanes b) { return Lanes(a.v + b.v); }
MYRIAD_HD Lanes sub(Lanes a, Lanes b) { return Lanes(a.v - b.v); }
MYRIAD_HD Lanes div(Lanes a, Lanes b) { return Lanes(a.v / b.v); }
MYRIAD_HD LaneBits to_bits(Lanes a) { return LaneBits((BitsVector)a.v); }
template <class T>
MYRIAD_HD T from_bits(LaneBits a) { return T((FloatVector)a.v); }
MYRIAD_HD Lanes negate(Lanes a) { return Lanes(-a.v); }
MYRIAD_HD Lanes absolute(Lanes a) { return Lanes((FloatVector)((BitsVector)a.v & 0x7fffffffu)); }
MYRIAD_HD LaneBits operator+(LaneBits a, LaneBits b) { return LaneBits(a.v + b.v); }
MYRIAD_HD LaneBits operator-(LaneBits a, LaneBits b) { return LaneBits(a.v - b.v); }
MYRIAD_HD LaneBits operator&(LaneBits a, LaneBits b) { return LaneBits(a.v & b.v); }
MYRIAD_HD LaneBits operator|(LaneBits a, LaneBits b) { return LaneBits(a.v | b.v); }
MYRIAD_HD LaneBits shift_left(LaneBits a, int n) { return LaneBits(a.v << n); }
MYRIAD_HD LaneMask operator>(Lanes a, Lanes b) { return LaneMask((IntVector)(a.v > b.v)); }
MYRIAD_HD LaneMask operator<(Lanes a, Lanes b) { return LaneMask((IntVector)(a.v < b.v)); }
MYRIAD_HD LaneMask operator>=(Lanes a, Lanes b) { return LaneMask((IntVector)(a.v >= b.v)); }
MYRIAD_HD LaneMask operator<=(Lanes a, Lanes b) { return LaneMask((IntVector)(a.v <= b.v)); }
MYRIAD_HD LaneMask operator>(LaneBits a, LaneBits b) { return LaneMask((IntVector)(a.v > b.v)); }
MYRIAD_HD LaneMask operator<(LaneBits a, LaneBits b) { return LaneMask((IntVector)(a.v < b.v)); }
MYRIAD_HD LaneMask operator==(LaneBits a, LaneBits b) { return LaneMask((IntVector)(a.v == b.v)); }
MYRIAD_HD LaneMask operator&(LaneMask a, LaneMask b) { return LaneMask(a.v & b.v); }
MYRIAD_HD LaneMask operator|(LaneMask a, LaneMask b) { return LaneMask(a.v | b.v); }
MYRIAD_HD LaneMask operator!(LaneMask a) { return LaneMask(~a.v); }
MYRIAD_HD Lanes select(LaneMask m, Lanes yes, Lanes no) { return Lanes(m.v != 0 ? yes.v : no.v); }
MYRIAD_HD LaneBits select(LaneMask m, LaneBits yes, LaneBits no) {
  return LaneBits(m.v != 0 ? yes.v : no.v);
}

// The selects of core/elementary_exp.hpp in one instruction: it, too, gives its second operand where an entry is NaN
// or both are 0. A compiler may not turn one into the other by itself.
#if defined(__AVX512F__)
MYRIAD_HD Lanes at_least(Lanes x, Lanes low) {
  return Lanes((FloatVector)_mm512_max_ps((__m512)x.v, (__m512)low.v));
}
MYRIAD_HD Lanes at_most(Lanes x, Lanes high) {
  return Lanes((FloatVector)_mm512_min_ps((__m512)x.v, (__m512)high.v));
}
#elif defined(__AVX2__)
MYRIAD_HD Lanes at_least(Lanes x, Lanes low) {
  return Lanes((FloatVector)_mm256_max_ps((__m256)x.v, (__m256)low.v));
}
MYRIAD_HD Lanes at_most(Lanes x, Lanes high) {
  return Lanes((FloatVector)_mm256_min_ps((__m256)x.v, (__m256)high.v));
}
#endif

MYRIAD_HD float lane(Lanes a, int k) { return a.v[k]; }
MYRIAD_HD std::uint32_t lane(LaneBits a, int k) { return a.v[k]; }
MYRIAD_HD bool lane(LaneMask a, int k) { return a.v[k] != 0; }
MYRIAD_HD void set_lane(Lanes& a, int k, float value) { a.v[k] = value; }

}  // namespace isa
}  // namespace myriad
