// Wilson's interval against printed values and its defining equation.
#include "myriad/statistics.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace myriad {
namespace {

TEST(Statistics, WilsonPrintedValues) {
  const Interval interval = wilson(37, 1000);
  EXPECT_NEAR(interval.low, 0.026961, 5e-7);
  EXPECT_NEAR(interval.high, 0.050582, 5e-7);
}

TEST(Statistics, WilsonEndsSolveTheScoreEquation) {
  // (share - p)^2 = z^2 p (1 - p) / n, z = 1.959964
  const std::uint64_t trials[] = {1, 7, 100, 65536, 4000000000u};
  for (const std::uint64_t n : trials) {
    for (const double at : {0.0, 0.1, 0.5, 0.93, 1.0}) {
      const auto k = static_cast<std::uint64_t>(at * static_cast<double>(n));
      const double share = static_cast<double>(k) / static_cast<double>(n);
      const Interval interval = wilson(k, n);
      EXPECT_LE(interval.low, share);
      EXPECT_GE(interval.high, share);
      for (const double p : {interval.low, interval.high}) {
        const double z = 1.959963984540054;
        const double right = z * std::sqrt(p * (1 - p) / static_cast<double>(n));
        EXPECT_NEAR(std::fabs(share - p), right, 1e-9 * right + 1e-16) << k << " of " << n;
      }
    }
  }
}

TEST(Statistics, WilsonAtTheEnds) {
  EXPECT_EQ(wilson(0, 50).low, 0);
  EXPECT_GT(wilson(0, 50).high, 0);
  EXPECT_EQ(wilson(50, 50).high, 1);
  EXPECT_LT(wilson(50, 50).low, 1);
  EXPECT_NEAR(wilson(0, 50).high, 1 - wilson(50, 50).low, 1e-15);
}

TEST(Statistics, WilsonOfNothingIsNotANumber) {
  EXPECT_TRUE(std::isnan(wilson(0, 0).low));
  EXPECT_TRUE(std::isnan(wilson(0, 0).high));
}

}  // namespace
}  // namespace myriad
