// Differences of shares against intervals printed in the literature.
#include "host/report/difference.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace myriad::report {
namespace {

void expect_difference(const Difference& d, double value, double low, double high,
                       double tolerance) {
  EXPECT_NEAR(d.value, value, tolerance);
  EXPECT_NEAR(d.interval.low, low, tolerance);
  EXPECT_NEAR(d.interval.high, high, tolerance);
}

// R. G. Newcombe, Statistics in Medicine 17 (1998) 873-890, table II, method 10.
TEST(Difference, NewcombesTableForIndependentShares) {
  expect_difference(unpaired_difference({48, 80}, {56, 70}), 0.2, 0.0524, 0.3339, 5e-5);
  expect_difference(unpaired_difference({3, 10}, {9, 10}), 0.6, 0.1705, 0.8090, 5e-5);
  expect_difference(unpaired_difference({0, 20}, {10, 10}), 1.0, 0.6791, 1.0, 5e-5);
  expect_difference(unpaired_difference({0, 20}, {0, 10}), 0.0, -0.1611, 0.2775, 5e-5);
}

// M. W. Fagerland, S. Lydersen, P. Laake, Statistical Analysis of Contingency Tables, chapter 8:
// airway hyper-responsiveness, 1 both, 1 before only, 7 after only, 12 neither: -0.507 … -0.026
// (before - after).
TEST(Difference, TheBookExampleForPairs) {
  expect_difference(paired_difference({1, 7, 1, 12}), -6.0 / 21, -0.507, -0.026, 5e-4);
}

// The paper's formulas worked in another language: 20 both, 2 before only, 12 after only, 16
// neither.
TEST(Difference, PairsThatAgreeAreCorrectedForContinuity) {
  expect_difference(paired_difference({20, 2, 12, 16}), 0.2, 0.05615642, 0.32920700, 1e-8);
}

TEST(Difference, TurnsItsSignWithItsArguments) {
  const Difference there = unpaired_difference({100, 1000}, {300, 1000});
  const Difference back = unpaired_difference({300, 1000}, {100, 1000});
  EXPECT_DOUBLE_EQ(there.value, -back.value);
  EXPECT_DOUBLE_EQ(there.interval.low, -back.interval.high);
}

TEST(Difference, AgreementMakesPairsNarrower) {
  const Difference unpaired = unpaired_difference({472, 1000}, {540, 1000});
  const Difference paired = paired_difference({472, 0, 68, 460});
  EXPECT_DOUBLE_EQ(unpaired.value, paired.value);
  EXPECT_GT(paired.interval.low, unpaired.interval.low);
  EXPECT_LT(paired.interval.high, unpaired.interval.high);
  EXPECT_GT(paired.interval.low, 0.05);
}

TEST(Difference, WithoutNetworksNothingIsKnown) {
  expect_difference(unpaired_difference({0, 0}, {1, 2}), 0, -1, 1, 0);
  expect_difference(paired_difference({}), 0, -1, 1, 0);
}

TEST(Difference, OfMeans) {
  const Difference d = mean_difference(0.5, 0.3, 900, 0.7, 0.4, 1600);
  expect_difference(d, 0.2, 0.2 - 1.96 * std::sqrt(2e-4), 0.2 + 1.96 * std::sqrt(2e-4), 1e-5);
}

TEST(Difference, TheMeanOfDifferencesHasTheMeanInterval) {
  const Difference mean = average({{0.1, {0.0, 0.3}}, {0.3, {0.2, 0.5}}});
  expect_difference(mean, 0.2, 0.1, 0.4, 1e-15);
}

TEST(Difference, Texts) {
  EXPECT_EQ(points_text({-0.421, {-0.429, -0.413}}), "-42.1 points [-42.9, -41.3]");
  EXPECT_EQ(points_text({0, {-0.011, 0.011}}), "0 points [-1.1, +1.1]");
  EXPECT_EQ(signed_text({0.213, {0.209, 0.217}}), "+0.213 [+0.209, +0.217]");
}

}  // namespace
}  // namespace myriad::report
