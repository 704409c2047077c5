// The software fma against the C library's, and the negative control of every test of bits.
#define MYRIAD_ISA of_test_arithmetic  // this file's own lanes, apart from the library's
#include "myriad/core/arithmetic.hpp"

#include <gtest/gtest.h>

#include <cfloat>
#include <cmath>
#include <limits>
#include <random>

#include "myriad/core/bundle.hpp"
#include "myriad/core/lanes.hpp"

namespace myriad {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

void expect_fma(float a, float b, float c) {
  const std::uint32_t expected = to_bits(canonical(std::fma(a, b, c)));
  ASSERT_EQ(to_bits(canonical(fma_by_round_to_odd(a, b, c))), expected)
      << std::hexfloat << a << " * " << b << " + " << c;
  const Lanes packed = fma(Lanes(a), Lanes(b), Lanes(c));
  ASSERT_EQ(to_bits(canonical(lane(packed, 0))), expected)
      << "lanes: " << std::hexfloat << a << " * " << b << " + " << c;
}

TEST(arithmetic, software_fma_is_fma_on_random_bits) {
  std::mt19937 random{1};
  const auto bits = [&] { return static_cast<std::uint32_t>(random()); };
  for (int i = 0; i < 1000000; ++i) {
    const float a = from_bits(bits()), b = from_bits(bits());
    ASSERT_NO_FATAL_FAILURE(expect_fma(a, b, from_bits(bits())));
    const float product = a * b;  // cancellation, to within a few units
    const float near = from_bits((to_bits(product) ^ 0x80000000u) + bits() % 5 - 2);
    ASSERT_NO_FATAL_FAILURE(expect_fma(a, b, near));
  }
}

TEST(arithmetic, software_fma_is_fma_where_rounding_is_hard) {
  std::mt19937 random{2};
  const auto mantissa = [&](int set_bits) {
    const std::uint32_t bits = static_cast<std::uint32_t>(random()) & 0x7fffffu;
    return from_bits(0x3f800000u | (bits >> (23 - set_bits) << (23 - set_bits)));
  };
  for (int i = 0; i < 300000; ++i) {
    // 25 significant bits in the product: halfway between floats; the addend breaks the tie or not.
    const float a = mantissa(12), b = mantissa(12);
    const int gap = static_cast<int>(random() % 120) - 20;
    const float sign = random() % 2 == 0 ? 1.0f : -1.0f;
    ASSERT_NO_FATAL_FAILURE(expect_fma(a, b, sign * std::ldexp(mantissa(23), -gap)));
    // Subnormal results: the same, scaled to the bottom of the range.
    const int low = -126 - static_cast<int>(random() % 30);
    const float tiny = std::ldexp(a, low / 2), small = std::ldexp(b, low - low / 2);
    ASSERT_NO_FATAL_FAILURE(expect_fma(tiny, small, sign * std::ldexp(mantissa(23), low - gap)));
    const float least = from_bits(static_cast<std::uint32_t>(random()) % 4);
    ASSERT_NO_FATAL_FAILURE(expect_fma(tiny, sign * small, least));
    // Results on both sides of overflow.
    const float large = std::ldexp(mantissa(23), 64), huge = std::ldexp(mantissa(23), 63);
    ASSERT_NO_FATAL_FAILURE(
        expect_fma(large, huge, sign * std::ldexp(mantissa(23), 127 - gap % 40)));
  }
  const float edges[] = {0.0f,
                         from_bits(1u),
                         from_bits(0x007fffffu),
                         FLT_MIN,
                         0x1p-75f,
                         0x1p-24f,
                         0x1.fffffep-1f,
                         1.0f,
                         0x1.000002p+0f,
                         0x1p+24f,
                         FLT_MAX,
                         kInfinity,
                         kNan};
  for (const float a : edges) {
    for (const float b : edges) {
      for (const float c : edges) {
        ASSERT_NO_FATAL_FAILURE(expect_fma(a, b, c));
        ASSERT_NO_FATAL_FAILURE(expect_fma(-a, b, c));
        ASSERT_NO_FATAL_FAILURE(expect_fma(a, b, -c));
      }
    }
  }
}

// The negative control of every test of bits: without fusing, other bits come out, but for dyadic
// data.
int unfused_differences(float scale) {
  std::mt19937 random{3};
  int different = 0;
  for (int i = 0; i < 1000; ++i) {
    const auto number = [&] {
      return static_cast<float>(static_cast<int>(random() % 64) - 32) * scale;
    };
    const float w1 = number(), w2 = number(), x1 = number(), x2 = number(), b = number();
    const float fused = fma(w2, x2, fma(w1, x1, b));
    const float apart = add(mul(w2, x2), fma(w1, x1, b));
    different += to_bits(fused) != to_bits(apart);
  }
  return different;
}

TEST(arithmetic, one_unfused_operation_shows_in_the_bits) {
  EXPECT_GT(unfused_differences(0.1f), 100);
  EXPECT_EQ(unfused_differences(0.125f), 0);
}

TEST(arithmetic, signs_are_bits_and_nothing_else) {
  for (const std::uint32_t bits : {0u, 1u, 0x00800000u, 0x3f800001u, 0x7f7fffffu, 0x7f800000u}) {
    for (const std::uint32_t sign : {0u, 0x80000000u}) {
      const float x = from_bits(bits | sign);
      EXPECT_EQ(to_bits(negate(x)), bits | (sign ^ 0x80000000u));
      EXPECT_EQ(to_bits(absolute(x)), bits);
      EXPECT_EQ(to_bits(lane(negate(Lanes(x)), 1)), bits | (sign ^ 0x80000000u));
      EXPECT_EQ(to_bits(lane(absolute(Lanes(x)), 1)), bits);
      EXPECT_EQ(to_bits(absolute(Bundle<2>(x)).at[1]), bits);
    }
  }
}

}  // namespace
}  // namespace myriad
