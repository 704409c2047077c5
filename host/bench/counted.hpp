// A float that counts the words it goes through. The step is written once over T, so running it over Counted
// says how much arithmetic a row takes, for any activation and loss, whatever a compiler makes of it.
#pragma once

#include <cstdint>

#include "myriad/core/arithmetic.hpp"

namespace myriad {

/// Words of core/arithmetic.hpp that one thread has gone through since it was set to {}.
struct WordCounts {
  std::uint64_t multiply_add = 0;  ///< fma, mul, add, sub
  std::uint64_t divide = 0;        ///< div, sqrt
  std::uint64_t choose = 0;        ///< comparisons and select
  std::uint64_t integer = 0;       ///< operations on bits
  std::uint64_t total() const { return multiply_add + divide + choose + integer; }
};
inline thread_local WordCounts words_gone_through;

struct Counted {
  float x;
  Counted() = default;
  MYRIAD_HD explicit Counted(float value) : x(value) {}
};
struct CountedBits {
  std::uint32_t x;
  CountedBits() = default;
  MYRIAD_HD explicit CountedBits(std::uint32_t value) : x(value) {}
};

template <>
struct Companions<Counted> {
  using Bits = CountedBits;
  using Mask = bool;
  static constexpr int width = 1;
  static constexpr bool predicates = false;
  static constexpr bool skips_clamps = true;
};

#define MYRIAD_COUNTED(Result, signature, kind, expression) \
  MYRIAD_HD Result signature {                              \
    ++words_gone_through.kind;                              \
    return Result(expression);                              \
  }
MYRIAD_COUNTED(Counted, fma(Counted a, Counted b, Counted c), multiply_add, fma(a.x, b.x, c.x))
MYRIAD_COUNTED(Counted, mul(Counted a, Counted b), multiply_add, mul(a.x, b.x))
MYRIAD_COUNTED(Counted, add(Counted a, Counted b), multiply_add, add(a.x, b.x))
MYRIAD_COUNTED(Counted, sub(Counted a, Counted b), multiply_add, sub(a.x, b.x))
MYRIAD_COUNTED(Counted, div(Counted a, Counted b), divide, div(a.x, b.x))
MYRIAD_COUNTED(Counted, sqrt(Counted a), divide, sqrt(a.x))
MYRIAD_COUNTED(bool, operator>(Counted a, Counted b), choose, a.x > b.x)
MYRIAD_COUNTED(bool, operator<(Counted a, Counted b), choose, a.x < b.x)
MYRIAD_COUNTED(bool, operator>=(Counted a, Counted b), choose, a.x >= b.x)
MYRIAD_COUNTED(bool, operator<=(Counted a, Counted b), choose, a.x <= b.x)
MYRIAD_COUNTED(bool, operator>(CountedBits a, CountedBits b), choose, a.x > b.x)
MYRIAD_COUNTED(bool, operator<(CountedBits a, CountedBits b), choose, a.x < b.x)
MYRIAD_COUNTED(bool, operator==(CountedBits a, CountedBits b), choose, a.x == b.x)
MYRIAD_COUNTED(Counted, select(bool m, Counted yes, Counted no), choose, m ? yes.x : no.x)
MYRIAD_COUNTED(CountedBits, select(bool m, CountedBits yes, CountedBits no), choose, m ? yes.x : no.x)
MYRIAD_COUNTED(CountedBits, operator+(CountedBits a, CountedBits b), integer, a.x + b.x)
MYRIAD_COUNTED(CountedBits, operator-(CountedBits a, CountedBits b), integer, a.x - b.x)
MYRIAD_COUNTED(CountedBits, operator&(CountedBits a, CountedBits b), integer, a.x& b.x)
MYRIAD_COUNTED(CountedBits, operator|(CountedBits a, CountedBits b), integer, a.x | b.x)
MYRIAD_COUNTED(CountedBits, shift_left(CountedBits a, int n), integer, a.x << n)
#undef MYRIAD_COUNTED

// Signs are modifiers of operands, or folded into a neighbouring word: they count nothing.
MYRIAD_HD Counted negate(Counted a) { return Counted(negate(a.x)); }
MYRIAD_HD Counted absolute(Counted a) { return Counted(absolute(a.x)); }
MYRIAD_HD CountedBits to_bits(Counted a) { return CountedBits(to_bits(a.x)); }
template <class T>
MYRIAD_HD T from_bits(CountedBits bits) {
  return T(from_bits(bits.x));
}
MYRIAD_HD bool all_networks(bool mask) { return mask; }
MYRIAD_HD float lane(Counted a, int) { return a.x; }
MYRIAD_HD std::uint32_t lane(CountedBits a, int) { return a.x; }
MYRIAD_HD void set_lane(Counted& a, int, float value) { a.x = value; }

}  // namespace myriad
