// The preprocessors against what scikit-learn computes (vectors/preprocess.json), and at their
// edges.
#include "myriad/parts/preprocess.hpp"

#include <cmath>
#include <fstream>
#include <random>
#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "oracle/rows.hpp"

namespace myriad {
namespace {

using Json = nlohmann::json;

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

std::vector<Sample> samples_of(const Json& rows) {
  std::vector<Sample> samples;
  for (const Json& row : rows) samples.push_back({row.at(0), row.at(1), 0});
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

const Json& vectors() {
  static const Json read =
      Json::parse(std::ifstream(MYRIAD_SOURCE_DIR "/tests/vectors/preprocess.json"));
  return read;
}

/// Relative to the larger of the number and its column's largest, since both sides round a
/// difference.
void expect_close(const std::vector<Sample>& found, const std::vector<Sample>& expected,
                  double Sample::*feature, const std::string& what) {
  double largest = 0;
  for (const Sample& row : expected) largest = std::max(largest, std::fabs(row.*feature));
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const double wanted = expected[i].*feature;
    EXPECT_NEAR(found[i].*feature, wanted, 1e-12 * std::fabs(wanted) + 1e-15 * largest)
        << what << ", row " << i;
  }
}

template <class Preprocessor>
void check_case(const Json& one) {
  const Json& data = vectors().at("data").at(one.at("data").get<std::string>());
  const std::vector<double> arguments = one.at("arguments");
  ASSERT_EQ(arguments.size(), Preprocessor::parameters.size());
  const std::vector<Sample> train = samples_of(data.at("train"));
  const std::vector<double> fitted = Preprocessor::fit(train, arguments.data());
  EXPECT_EQ(fitted.size(), Preprocessor::fitted_names.size());
  for (const char* split : {"train", "test"}) {
    std::vector<Sample> scaled;
    for (const Sample& row : samples_of(data.at(split))) {
      scaled.push_back(Preprocessor::apply(row, fitted, arguments.data()));
    }
    const std::string what = one.at("preprocess").get<std::string>() + one.at("arguments").dump() +
                             " of " + one.at("data").get<std::string>() + ", " + split;
    expect_close(scaled, samples_of(one.at(split)), &Sample::x1, what + ", x1");
    expect_close(scaled, samples_of(one.at(split)), &Sample::x2, what + ", x2");
  }
}

TEST(Preprocess, EveryOneMatchesScikitLearn) {
  for_each_type(Preprocessors{}, [](auto tag, int) {
    using Preprocessor = typename decltype(tag)::type;
    int cases = 0;
    for (const Json& one : vectors().at("cases")) {
      if (one.at("preprocess") != Preprocessor::info.name) continue;
      ++cases;
      check_case<Preprocessor>(one);
    }
    EXPECT_GT(cases, 0) << Preprocessor::info.name;
  });
}

TEST(Preprocess, NamesItsConstantsOnce) {
  for_each_type(Preprocessors{}, [](auto tag, int index) {
    using Preprocessor = typename decltype(tag)::type;
    const std::vector<std::string> names = fitted_names(index);
    EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), names.size());
    std::vector<double> arguments;
    for (const Parameter& p : Preprocessor::parameters) arguments.push_back(p.fallback);
    EXPECT_EQ(Preprocessor::fit(rows_of({1, 2, 4}), arguments.data()).size(), names.size());
  });
  EXPECT_EQ(fitted_names(index_in<Center>(Preprocessors{})),
            (std::vector<std::string>{"x1.mean", "x2.mean"}));
  EXPECT_TRUE(fitted_names(-1).empty());
}

TEST(Preprocess, LabelsStay) {
  for_each_type(Preprocessors{}, [](auto tag, int) {
    using Preprocessor = typename decltype(tag)::type;
    std::vector<double> arguments;
    for (const Parameter& p : Preprocessor::parameters) arguments.push_back(p.fallback);
    const std::vector<Sample> rows = {{1, 2, 1}, {2, 5, 0}, {4, 3, 1}};
    const std::vector<Sample> scaled = fit_and_apply<Preprocessor>(rows, arguments);
    for (int i = 0; i < 3; ++i)
      EXPECT_EQ(scaled[i].label, rows[i].label) << Preprocessor::info.name;
  });
}

TEST(Preprocess, StandardScalerGivesScikitLearnsNumbers) {
  const std::vector<Sample> scaled = fit_and_apply<StandardScaler>(rows_of({1, 2, 4}), {1, 1});
  const double printed[] = {-1.06904497, -0.26726124, 1.33630621};
  for (int i = 0; i < 3; ++i) {
    EXPECT_NEAR(scaled[i].x1, printed[i], 5e-9);
    EXPECT_NEAR(scaled[i].x2, -printed[i], 5e-9);
  }
}

TEST(Preprocess, ConstantFeaturesAreExactlyCentred) {
  // 0.1 is no double: a naive variance of ten of them is not 0, and dividing by it would be absurd
  for (const double x : {0.0, 0.1, 7.3e9, -3e-30, 1e38}) {
    for (const std::size_t n : {1, 3, 7, 10, 49, 1000}) {
      const std::vector<Sample> rows = rows_of(std::vector<double>(n, x));
      for (const std::vector<Sample>& scaled :
           {fit_and_apply<StandardScaler>(rows, {1, 1}), fit_and_apply<Center>(rows, {}),
            fit_and_apply<RobustScaler>(rows, {25, 75, 0}), fit_and_apply<PcaWhiten>(rows, {}),
            fit_and_apply<KerasNormalization>(rows, {})}) {
        EXPECT_EQ(scaled.front().x1, 0) << x << " " << n;
        EXPECT_EQ(scaled.back().x2, 0) << x << " " << n;
      }
      const double arguments[] = {1, 1};
      EXPECT_EQ(StandardScaler::fit(rows, arguments)[1], 1);
    }
  }
}

TEST(Preprocess, StandardScalerTellsSmallSpreadsFromConstants) {
  const std::vector<Sample> scaled = fit_and_apply<StandardScaler>(rows_of({1, 1 + 1e-6}), {1, 1});
  EXPECT_NEAR(scaled[1].x1, 1, 1e-9);
  // within (n mean eps)^2 of constant: scikit-learn's rule
  EXPECT_LT(std::fabs(fit_and_apply<StandardScaler>(rows_of({1, 1 + 4e-16}), {1, 1})[1].x1), 1e-15);
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

TEST(Preprocess, RobustScalerRefusesOddPercentiles) {
  const std::vector<Sample> rows = rows_of({1, 2});
  for (const std::vector<double>& arguments :
       {std::vector<double>{75, 25, 0}, {0, 75, 1}, {25, 100, 1}, {50, 50, 1}}) {
    EXPECT_THROW(RobustScaler::fit(rows, arguments.data()), UsageError);
  }
  EXPECT_EQ(fit_and_apply<RobustScaler>(rows, {50, 50, 0})[1].x1, 0.5);
}

TEST(Preprocess, NormalizerPutsRowsOnTheUnitCircleOfTheirNorm) {
  const std::vector<Sample> rows = {{3, -4, 0}, {0, 0, 0}, {-1e30, 0, 0}};
  for (const double norm : {0.0, 1.0, 2.0}) {
    const std::vector<Sample> scaled = fit_and_apply<Normalizer>(rows, {norm});
    EXPECT_EQ(scaled[1].x1, 0);
    EXPECT_EQ(scaled[2].x1, -1);
  }
  EXPECT_EQ(fit_and_apply<Normalizer>(rows, {0})[0].x1, 3 / 7.0);
  EXPECT_EQ(fit_and_apply<Normalizer>(rows, {1})[0].x2, -0.8);
  EXPECT_EQ(fit_and_apply<Normalizer>(rows, {2})[0].x1, 0.75);
}

TEST(Preprocess, PcaWhitenLeavesUncorrelatedFeaturesOfVarianceOne) {
  std::vector<Sample> rows = samples_of(random_rows(501, 3, 0.7));
  for (Sample& row : rows) row.x2 = 1e-6 * row.x2 + 5 * row.x1;  // a spread 1e7 below the other
  long double sum1 = 0, sum2 = 0, squares1 = 0, squares2 = 0, products = 0;
  for (const Sample& s : fit_and_apply<PcaWhiten>(rows, {})) {
    sum1 += s.x1, sum2 += s.x2;
    squares1 += s.x1 * s.x1, squares2 += s.x2 * s.x2, products += s.x1 * s.x2;
  }
  EXPECT_NEAR(double(squares1 / 500), 1, 1e-14);
  EXPECT_NEAR(double(squares2 / 500), 1, 1e-7);  // x2 itself is rounded at 1e-8 of that spread
  EXPECT_NEAR(double(products / 500), 0, 1e-7);
  EXPECT_NEAR(double(sum1 / 501), 0, 1e-13);
  EXPECT_NEAR(double(sum2 / 501), 0, 1e-7);
}

TEST(Preprocess, PcaWhitenOnlyCentresWhatDoesNotSpread) {
  // all rows on one line: the second axis holds rounding noise only
  std::vector<Sample> rows;
  for (int i = 0; i < 50; ++i) rows.push_back({0.1 * i + 7, 0.03 * i - 2, 0});
  rows.push_back({0, -4.1, 0});
  const std::vector<Sample> scaled = fit_and_apply<PcaWhiten>(rows, {});
  for (const Sample& s : scaled) EXPECT_LT(std::fabs(s.x2), 1e-14);
  EXPECT_GT(scaled[50].x1, 3);  // the farthest row is on the positive side
  EXPECT_LT(scaled[49].x1, 0);
}

TEST(Preprocess, Log1pNeedsFeaturesAboveMinusOne) {
  EXPECT_EQ(Log1p::refusal({-0.999, 1e30, 0}), nullptr);
  for (const Sample& bad : {Sample{-1, 0, 0}, {0, -1, 0}, {-5, 3, 0}, {0, -INFINITY, 0}}) {
    EXPECT_NE(Log1p::refusal(bad), nullptr);
  }
}

TEST(Preprocess, Log1pIsAccurateOverAllMagnitudes) {
  for (double x = 1e-40; x < 1e38; x *= 1.37) {
    EXPECT_NEAR(detail::log1p_double(x) / std::log1p(x), 1, 4e-16) << x;
    if (x >= 1) continue;
    EXPECT_NEAR(detail::log1p_double(-x) / std::log1p(-x), 1, 4e-16) << -x;
  }
}

TEST(Preprocess, KerasNormalizationDividesByNoLessThanItsEpsilon) {
  const std::vector<Sample> scaled = fit_and_apply<KerasNormalization>(rows_of({1e-9, 3e-9}), {});
  EXPECT_NEAR(scaled[1].x1, 1e-2, 1e-16);
}

TEST(Preprocess, MinmaxScalerNeedsARange) {
  const double arguments[] = {1, 1};
  EXPECT_THROW(MinmaxScaler::fit(rows_of({1, 2}), arguments), UsageError);
}

}  // namespace
}  // namespace myriad
