// The preprocessors against what scikit-learn prints, and against the oracle's own scalers.
#include "myriad/parts/preprocess.hpp"

#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "oracle/rows.hpp"

namespace myriad {
namespace {

template <class Preprocessor>
std::vector<Sample> fit_and_apply(const std::vector<Sample>& rows, std::vector<double> arguments) {
  const std::vector<double> fitted = Preprocessor::fit(rows, arguments.data());
  std::vector<Sample> scaled;
  for (const Sample& row : rows) {
    scaled.push_back(Preprocessor::apply(row, fitted, arguments.data()));
  }
  return scaled;
}

/// One feature, the other its negative.
std::vector<Sample> rows_of(const std::vector<double>& feature) {
  std::vector<Sample> rows;
  for (const double x : feature) rows.push_back({x, -x, 1});
  return rows;
}

std::vector<Sample> samples_of(const std::vector<oracle::Row>& rows) {
  std::vector<Sample> samples;
  for (const oracle::Row& row : rows) samples.push_back({row.x1, row.x2, double(row.label)});
  return samples;
}

std::vector<oracle::Row> random_rows(int n, double shift, double scale) {
  std::mt19937_64 engine(5);
  std::normal_distribution<double> normal;
  std::vector<oracle::Row> rows;
  for (int i = 0; i < n; ++i) {
    rows.push_back({shift + scale * normal(engine), scale * normal(engine), i % 2});
  }
  return rows;
}

TEST(Preprocess, NoneLeavesRowsAlone) {
  const std::vector<Sample> scaled = fit_and_apply<None>(rows_of({1, 2.5}), {});
  EXPECT_EQ(scaled[1].x1, 2.5);
  EXPECT_EQ(scaled[1].x2, -2.5);
  EXPECT_EQ(scaled[1].label, 1);
}

TEST(Preprocess, StandardScalerGivesScikitLearnsNumbers) {
  const std::vector<Sample> scaled = fit_and_apply<StandardScaler>(rows_of({1, 2, 4}), {1, 1});
  const double printed[] = {-1.06904497, -0.26726124, 1.33630621};
  for (int i = 0; i < 3; ++i) {
    EXPECT_NEAR(scaled[i].x1, printed[i], 5e-9);
    EXPECT_NEAR(scaled[i].x2, -printed[i], 5e-9);
    EXPECT_EQ(scaled[i].label, 1);
  }
}

TEST(Preprocess, StandardScalerOnlyCentresConstantFeatures) {
  // 0.1 is no double: a naive variance of ten of them is not 0, and dividing by it would be absurd
  for (const double x : {0.0, 0.1, 7.3e9, -3e-30, 1e38}) {
    for (const Sample& s :
         fit_and_apply<StandardScaler>(rows_of(std::vector<double>(10, x)), {1, 1})) {
      EXPECT_LE(std::fabs(s.x1), 1e-15 * std::fabs(x));
    }
  }
  const std::vector<Sample> rows = rows_of(std::vector<double>(10, 0.1));
  const double arguments[] = {1, 1};
  EXPECT_EQ(StandardScaler::fit(rows, arguments)[1], 1);
}

TEST(Preprocess, StandardScalerTellsSmallSpreadsFromConstants) {
  const std::vector<Sample> scaled = fit_and_apply<StandardScaler>(rows_of({1, 1 + 1e-6}), {1, 1});
  EXPECT_NEAR(scaled[1].x1, 1, 1e-9);
  // within (n mean eps)^2 of constant: scikit-learn's rule
  EXPECT_LT(std::fabs(fit_and_apply<StandardScaler>(rows_of({1, 1 + 4e-16}), {1, 1})[1].x1), 1e-15);
}

TEST(Preprocess, StandardScalerCanOnlyCentreOrOnlyScale) {
  EXPECT_NEAR(fit_and_apply<StandardScaler>(rows_of({1, 2, 6}), {1, 0})[2].x1, 3, 1e-15);
  const double sd = std::sqrt(14.0 / 3.0);
  EXPECT_NEAR(fit_and_apply<StandardScaler>(rows_of({1, 2, 6}), {0, 1})[2].x1, 6 / sd, 1e-15);
}

TEST(Preprocess, StandardScalerStaysAccurateFarFromZero) {
  const std::vector<oracle::Row> rows = random_rows(100'000, 1e9, 1);
  long double sum = 0, squares = 0;
  for (const oracle::Row& row : rows) sum += row.x1;
  const long double mean = sum / rows.size();
  for (const oracle::Row& row : rows) squares += (row.x1 - mean) * (row.x1 - mean);
  const double arguments[] = {1, 1};
  const std::vector<double> fitted = StandardScaler::fit(samples_of(rows), arguments);
  EXPECT_EQ(fitted[0], static_cast<double>(mean));
  EXPECT_NEAR(fitted[1] / static_cast<double>(sqrtl(squares / rows.size())), 1, 1e-15);
}

TEST(Preprocess, ScalersAgreeWithTheOracle) {
  for (const std::vector<oracle::Row>& rows : {oracle::iris_petals(), random_rows(77, 3, 0.2)}) {
    const std::vector<oracle::Row> standard = oracle::standardise(rows),
                                   minmax = oracle::min_max(rows);
    const std::vector<Sample> a = fit_and_apply<StandardScaler>(samples_of(rows), {1, 1});
    const std::vector<Sample> b = fit_and_apply<MinmaxScaler>(samples_of(rows), {0, 1});
    for (std::size_t i = 0; i < rows.size(); ++i) {
      EXPECT_NEAR(a[i].x1, standard[i].x1, 1e-12);
      EXPECT_NEAR(a[i].x2, standard[i].x2, 1e-12);
      EXPECT_NEAR(b[i].x1, minmax[i].x1, 1e-14);
      EXPECT_NEAR(b[i].x2, minmax[i].x2, 1e-14);
    }
  }
}

TEST(Preprocess, MinmaxScalerReachesBothEnds) {
  const std::vector<Sample> scaled = fit_and_apply<MinmaxScaler>(rows_of({3, 7, 4}), {-1, 1});
  EXPECT_NEAR(scaled[0].x1, -1, 1e-15);
  EXPECT_NEAR(scaled[1].x1, 1, 1e-15);
  EXPECT_NEAR(scaled[2].x1, -0.5, 1e-15);
  EXPECT_NEAR(scaled[2].x2, 0.5, 1e-15);
}

TEST(Preprocess, MinmaxScalerPutsTheLeastExactlyOnZero) {
  const std::vector<Sample> rows = samples_of(random_rows(1000, 0.1, 0.3));
  const std::vector<Sample> scaled = fit_and_apply<MinmaxScaler>(rows, {0, 1});
  double least = 1, greatest = 0;
  for (const Sample& s : scaled) least = std::min(least, s.x1), greatest = std::max(greatest, s.x1);
  EXPECT_EQ(least, 0);
  EXPECT_EQ(static_cast<float>(greatest), 1.0f);
}

TEST(Preprocess, MinmaxScalerTurnsConstantsIntoLow) {
  for (const Sample& s : fit_and_apply<MinmaxScaler>(rows_of({0.1, 0.1}), {2, 5})) {
    EXPECT_NEAR(s.x1, 2, 1e-15);
  }
}

TEST(Preprocess, MinmaxScalerNeedsARange) {
  const double arguments[] = {1, 1};
  EXPECT_THROW(MinmaxScaler::fit(rows_of({1, 2}), arguments), UsageError);
}

}  // namespace
}  // namespace myriad
