// Numbers as a reader wants them: as many digits as their interval bears, never a wrong 0 or 100.
#include "host/report/number_text.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace myriad::report {
namespace {

// science: k = 37 of n = 1000 has Wilson's interval .026961 … .050582.
TEST(NumberText, ASharesDigitsFollowItsInterval) {
  EXPECT_EQ(share_text(37, 1000), "3.7% [2.7, 5.1]");
  EXPECT_EQ(share_text(370'000'000, 10'000'000'000), "3.7000% [3.6996, 3.7004]");
}

TEST(NumberText, NoneAndAllAreExact) {
  EXPECT_EQ(share_text(0, 1000), "0% [0, 0.4]");
  EXPECT_EQ(share_text(1000, 1000), "100% [99.6, 100]");
  EXPECT_EQ(share_text(0, 0), "no networks");
}

TEST(NumberText, OneOfManyIsNotPrintedAsNone) {
  EXPECT_EQ(percent_digits(1e-7, 1), "0.00001");
  EXPECT_EQ(percent_digits(0.9999, 1), "99.99");
  EXPECT_EQ(percent_digits(0.99999, 0), "99.999");
  EXPECT_EQ(percent_digits(0, 3), "0");
  EXPECT_EQ(percent_digits(1, 3), "100");
}

TEST(NumberText, AShareAndTheRestMakeAHundred) {
  EXPECT_EQ(percent_digits(2435 / 10'000.0, 1), "24.4");
  EXPECT_EQ(percent_digits(7565 / 10'000.0, 1), "75.6");
  for (int n : {2000, 10'000}) {
    for (int k = n / 1000; k <= n - n / 1000; ++k) {
      const double share = static_cast<double>(k) / n, rest = static_cast<double>(n - k) / n;
      const double sum = std::stod(percent_digits(share, 1)) + std::stod(percent_digits(rest, 1));
      ASSERT_NEAR(sum, 100, 1e-9) << k << " of " << n;
    }
  }
}

TEST(NumberText, ExactProbabilities) {
  EXPECT_EQ(probability_text(1315.0 / 2788.0), "47.1664%");
  EXPECT_EQ(probability_text(0.25), "25%");
  EXPECT_EQ(probability_text(0), "0%");
  EXPECT_EQ(probability_text(1), "100%");
}

TEST(NumberText, Rates) {
  EXPECT_EQ(rate_text(3.4188e9), "3.42e9");
  EXPECT_EQ(rate_text(12345), "12,345");
  EXPECT_EQ(rate_text(0), "not known");
  EXPECT_EQ(rate_text(std::nan("")), "not known");
}

TEST(NumberText, MeansCarryTheirInterval) {
  EXPECT_EQ(mean_text(0.694, 0.2, 10'000), "0.694 [0.690, 0.698]");
  EXPECT_EQ(mean_text(0.5, 0, 1000), "0.500 [0.500, 0.500]");
  EXPECT_EQ(mean_text(0.5, std::nan(""), 1), "0.500");
  EXPECT_EQ(mean_text(std::nan(""), 1, 10), "not defined");
}

TEST(NumberText, Seconds) {
  EXPECT_EQ(seconds_text(0.25), "0.2 s");
  EXPECT_EQ(seconds_text(75), "75 s");
  EXPECT_EQ(seconds_text(600), "10 min");
  EXPECT_EQ(seconds_text(9000), "2.5 h");
}

}  // namespace
}  // namespace myriad::report
