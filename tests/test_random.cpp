// Random words against the published answers of Random123, and the numbers made from them.
#include "myriad/core/random.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdint>

#include "myriad/core/elementary.hpp"

namespace myriad {
namespace {

std::array<std::uint32_t, 4> words(std::uint64_t seed, std::uint64_t network, std::uint32_t stream,
                                   std::uint32_t draw) {
  const Words w = random_words(seed, network, stream, draw);
  return {w.word[0], w.word[1], w.word[2], w.word[3]};
}

TEST(random, known_answers_of_random123) {
  using Answer = std::array<std::uint32_t, 4>;
  EXPECT_EQ(words(0, 0, 0, 0), (Answer{0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u}));
  const std::uint64_t ones = ~std::uint64_t{0};
  EXPECT_EQ(words(ones, ones, 0xffffffffu, 0xffffffffu),
            (Answer{0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu}));
  EXPECT_EQ(words(0x299f31d0a4093822u, 0x85a308d3243f6a88u, 0x13198a2eu, 0x03707344u),
            (Answer{0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u}));
}

TEST(random, every_part_of_the_place_matters) {
  const auto here = words(1, 2, 3, 4);
  EXPECT_NE(words(2, 2, 3, 4), here);
  EXPECT_NE(words(1 + (1ull << 32), 2, 3, 4), here);
  EXPECT_NE(words(1, 3, 3, 4), here);
  EXPECT_NE(words(1, 2 + (1ull << 32), 3, 4), here);
  EXPECT_NE(words(1, 2, 4, 4), here);
  EXPECT_NE(words(1, 2, 3, 5), here);
}

TEST(random, uniform_is_open_exact_and_symmetric) {
  EXPECT_EQ(uniform_open(0), 0x1p-24f);
  EXPECT_EQ(uniform_open(0xffffffffu), 1.0f - 0x1p-24f);
  for (std::uint64_t word = 0; word < 1ull << 32; word += 509) {
    const auto w = static_cast<std::uint32_t>(word);
    const double exact = (2.0 * (w >> 9) + 1.0) / 16777216.0;
    const float u = uniform_open(w);
    ASSERT_EQ(static_cast<double>(u), exact);
    ASSERT_EQ(static_cast<double>(uniform_open(~w)), 1.0 - exact);
    ASSERT_TRUE(u > 0.0f && u < 1.0f);
  }
}

TEST(random, normals_have_the_moments_of_a_normal) {
  const int n = 2000000;
  double sum[5] = {};
  int beyond_two = 0;
  for (int i = 0; i < n; ++i) {
    const Words w = random_words(5, static_cast<std::uint64_t>(i), 9, 0);
    const double x = standard_normal(w.word[0], w.word[1]);
    ASSERT_LT(std::abs(x), 5.8);
    double power = 1;
    for (double& s : sum) {
      s += power / n;
      power *= x;
    }
    beyond_two += std::abs(x) > 2;
  }
  EXPECT_NEAR(sum[1], 0.0, 4.5 * std::sqrt(1.0 / n));
  EXPECT_NEAR(sum[2], 1.0, 4.5 * std::sqrt(2.0 / n));
  EXPECT_NEAR(sum[3], 0.0, 4.5 * std::sqrt(15.0 / n));
  EXPECT_NEAR(sum[4], 3.0, 4.5 * std::sqrt(96.0 / n));
  const double p = std::erfc(2 / std::sqrt(2.0));
  EXPECT_NEAR(beyond_two / static_cast<double>(n), p, 4.5 * std::sqrt(p * (1 - p) / n));
}

TEST(random, normals_at_the_ends_of_their_words) {
  EXPECT_EQ(standard_normal(0xffffffffu, 0), 0.0f);  // u = 1
  EXPECT_NEAR(standard_normal(0, 0), std::sqrt(2 * 23 * std::log(2.0)), 1e-5);
  EXPECT_NEAR(standard_normal(0, 0x80000000u), -std::sqrt(2 * 23 * std::log(2.0)), 1e-5);
  for (std::uint32_t i = 0; i < 100000; ++i) {  // the definition, in double
    const Words w = random_words(6, i, 0, 0);
    const double u = ((w.word[0] >> 9) + 1.0) / 8388608.0;
    const double turn = (w.word[1] >> 9) / 8388608.0;
    const double exact = std::sqrt(-2 * std::log(u)) * std::cos(2 * 3.14159265358979323846 * turn);
    ASSERT_NEAR(standard_normal(w.word[0], w.word[1]), exact, 2e-6);
  }
}

}  // namespace
}  // namespace myriad
