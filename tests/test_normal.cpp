// Normal probabilities and quantiles against erfc of the system's library, in double.
#include "myriad/core/normal.hpp"

#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "myriad/core/random.hpp"

namespace myriad {
namespace {

double below(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

TEST(normal, probabilities_in_double) {
  for (double x = -36; x <= 36; x += 0.0173) {
    EXPECT_NEAR(normal_below(x) / below(x), 1.0, 2e-13) << x;
    const double offset = 0.5 * std::erf(x / std::sqrt(2.0));
    EXPECT_NEAR(normal_offset(x), offset, 4e-15 * std::fabs(offset)) << x;
    EXPECT_NEAR(normal_density(x) / (std::exp(-x * x / 2) / std::sqrt(2 * M_PI)), 1.0, 1e-13) << x;
  }
  EXPECT_NEAR(normal_offset(1e-12) / 3.989422804014327e-13, 1.0, 1e-14);
  EXPECT_EQ(normal_below(-1e30), 0.0);
  EXPECT_EQ(normal_below(1e30), 1.0);
  EXPECT_EQ(normal_offset(0.0), 0.0);
}

TEST(normal, probabilities_of_intervals_keep_their_digits) {
  EXPECT_NEAR(normal_between(10, 11) / (below(-10) - below(-11)), 1.0, 1e-13);
  EXPECT_NEAR(normal_between(-11, -10) / (below(-10) - below(-11)), 1.0, 1e-13);
  EXPECT_NEAR(normal_between(-1e-9, 1e-9) / (2e-9 * normal_density(0)), 1.0, 1e-13);
  EXPECT_NEAR(normal_between(-1, 2),
              std::erf(2 / std::sqrt(2.0)) / 2 + std::erf(1 / std::sqrt(2.0)) / 2, 1e-15);
}

/// The quantile of a probability that is known in all its digits, by Newton's method in double.
double exact_quantile(double p, double q, double start) {
  double x = start;
  for (int i = 0; i < 6; ++i) {
    const double error = p < q ? below(x) - p : q - below(-x);
    x -= error / (std::exp(-x * x / 2) / std::sqrt(2 * M_PI));
  }
  return x;
}

TEST(normal, quantiles_of_every_uniform) {
  double worst = 0;
  for (std::uint32_t k = 0; k < 1u << 23; k += 7) {
    const float u = uniform_open(k << 9);
    const float x = normal_quantile(u, sub(1.0f, u), sub(u, 0.5f));
    const double exact = exact_quantile(u, 1.0 - u, x);
    worst = std::max(worst, std::fabs(x / exact - 1));
    ASSERT_EQ(normal_quantile(sub(1.0f, u), u, sub(0.5f, u)), -x);  // odd to the bit
  }
  RecordProperty("worst", std::to_string(worst));
  EXPECT_LT(worst, 9e-7);
}

TEST(normal, quantiles_far_out) {
  double worst = 0;
  std::mt19937_64 engine(3);
  for (int i = 0; i < 200'000; ++i) {
    const double wanted = std::uniform_real_distribution<>(0, 8.2)(engine);
    const float above = static_cast<float>(below(-wanted));
    const float under = static_cast<float>(1.0 - above), offset = static_cast<float>(0.5 - above);
    const double exact = exact_quantile(1.0 - above, above, wanted);
    if (wanted < 0.3) continue;  // offset is rounded: near the middle others are meant
    worst = std::max(worst, std::fabs(normal_quantile(under, above, offset) / exact - 1));
  }
  EXPECT_LT(worst, 9e-7);
}

TEST(normal, quantiles_at_the_middle_and_beyond_the_ends) {
  EXPECT_EQ(normal_quantile(0.5f, 0.5f, 0.0f), 0.0f);
  EXPECT_NEAR(normal_quantile(0.5f, 0.5f, 0x1p-60f), std::sqrt(2 * M_PI) * 0x1p-60, 1e-24);
  EXPECT_NEAR(normal_quantile(0.0f, 1.0f, -0.5f), -8.2, 0.3);
  EXPECT_NEAR(normal_quantile(1.0f, 0.0f, 0.5f), 8.2, 0.3);
}

}  // namespace
}  // namespace myriad
