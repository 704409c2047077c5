// Statistics of features against exact rationals and long double.
#include "myriad/feature_statistics.hpp"

#include <random>

#include <gtest/gtest.h>

namespace myriad {
namespace {

std::vector<Sample> rows_of(const std::vector<double>& feature) {
  std::vector<Sample> rows;
  for (const double x : feature) rows.push_back({x, 2 * x, 0});
  return rows;
}

TEST(FeatureStatistics, CompensatedSumsLoseNothing) {
  CompensatedSum sum;
  for (const double x : {1e16, 1.0, -1e16, 1e-8, 3.0}) sum.insert(x);
  EXPECT_EQ(sum.value(), 4 + 1e-8);
}

TEST(FeatureStatistics, MeanAndVarianceOfSmallNumbersAreExact) {
  const MeanAndVariance found = mean_and_variance(rows_of({1, 2, 4, 5}), &Sample::x1);
  EXPECT_EQ(found.mean, 3);
  EXPECT_EQ(found.variance, 2.5);
  EXPECT_FALSE(found.constant);
  EXPECT_TRUE(mean_and_variance(rows_of({7}), &Sample::x1).constant);
}

TEST(FeatureStatistics, ConstantsEqualTheirMean) {
  for (const double x : {0.1, 1 / 3.0, -7.3e9, 1e38, 1e-38}) {
    for (std::size_t n = 1; n < 200; ++n) {
      const MeanAndVariance found =
          mean_and_variance(rows_of(std::vector<double>(n, x)), &Sample::x1);
      EXPECT_EQ(found.mean, x);
      EXPECT_TRUE(found.constant);
    }
  }
}

TEST(FeatureStatistics, PercentilesAreNumpys) {
  const std::vector<double> sorted = sorted_feature(rows_of({9, 1, 4, 2}), &Sample::x1);
  EXPECT_EQ(sorted, (std::vector<double>{1, 2, 4, 9}));
  const double percents[] = {0, 10, 25, 50, 75, 97.5, 100};
  const double expected[] = {1, 1.3, 1.75, 3, 5.25, 8.625, 9};  // numpy.percentile
  for (int i = 0; i < 7; ++i) EXPECT_DOUBLE_EQ(percentile(sorted, percents[i]), expected[i]);
  EXPECT_EQ(percentile({5}, 30), 5);
  EXPECT_EQ(median(sorted), 3);
  EXPECT_EQ(median({1, 2, 9}), 2);
}

TEST(FeatureStatistics, AxesOfAnEllipseAreFound) {
  // (3, 4)/5 with lengths 10, (-4, 3)/5 with lengths 1, about (1, 2); the farthest row is negative
  const std::vector<Sample> rows = {{1 + 6, 2 + 8, 0},
                                    {1 - 6, 2 - 8, 0},
                                    {1 - 0.8, 2 + 0.6, 0},
                                    {1 + 0.8, 2 - 0.6, 0},
                                    {1, 2, 0}};
  const PrincipalAxes found = principal_axes(rows);
  EXPECT_NEAR(found.mean[0], 1, 1e-15);
  EXPECT_NEAR(found.mean[1], 2, 1e-15);
  EXPECT_NEAR(found.variance[0], 200 / 4.0, 1e-13);
  EXPECT_NEAR(found.variance[1], 2 / 4.0, 1e-15);
  EXPECT_NEAR(std::fabs(found.axis[0][0]), 0.6, 1e-15);
  EXPECT_NEAR(found.axis[0][0] * found.axis[1][0] + found.axis[0][1] * found.axis[1][1], 0, 1e-16);
  EXPECT_NEAR(found.axis[0][0] * found.axis[0][1], 0.48, 1e-15);
}

TEST(FeatureStatistics, TheFarthestRowIsOnThePositiveSide) {
  for (const double sign : {1.0, -1.0}) {
    const PrincipalAxes found =
        principal_axes({{sign * 10, 0, 0}, {0, sign * 2, 0}, {sign * -1, -sign, 0}, {0, 0, 0}});
    EXPECT_GT(found.axis[0][0] * sign, 0.9);
    EXPECT_GT(found.axis[1][1] * sign, 0.9);
  }
}

TEST(FeatureStatistics, SmallSpreadsStayAccurateBesideLargeOnes) {
  // Spreads 1 and 1e-9 along the diagonals: a covariance matrix alone would lose the second.
  std::mt19937_64 engine(9);
  std::normal_distribution<double> normal;
  std::vector<Sample> rows;
  long double sum = 0, squares = 0;
  for (int i = 0; i < 1000; ++i) {
    const double large = std::ldexp(std::round(std::ldexp(normal(engine), 20)), -20);
    const double small = std::ldexp(std::round(std::ldexp(normal(engine), 20)), -50);
    rows.push_back({large + small, large - small, 0});
    sum += small, squares += static_cast<long double>(small) * small;
  }
  const double variance = 2 * double((squares - sum * sum / 1000) / 999);
  EXPECT_NEAR(principal_axes(rows).variance[1] / variance, 1,
              0.02);  // up to the sample's correlation
}

TEST(FeatureStatistics, OneRowHasAxesWithoutSpread) {
  const PrincipalAxes found = principal_axes({{3, 4, 0}});
  EXPECT_EQ(found.variance[0], 0);
  EXPECT_EQ(found.variance[1], 0);
  EXPECT_EQ(found.axis[0][0], 1);
  EXPECT_EQ(found.axis[1][1], 1);
}

}  // namespace
}  // namespace myriad
