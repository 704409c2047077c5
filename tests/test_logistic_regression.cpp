// Fits against statsmodels and scikit-learn; separation against closed forms and brute force.
#include "myriad/logistic_regression.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>

#include "cell_fixture.hpp"
#include "myriad/ceiling.hpp"
#include "myriad/theory.hpp"

namespace myriad {
namespace {

using Rows = std::vector<oracle::Row>;

LogisticFit fit(const Rows& rows) { return logistic_regression(split_of(rows)).value(); }

double entropy(double p) { return -p * std::log(p) - (1 - p) * std::log(1 - p); }

TEST(LogisticRegression, AsStatsmodelsAndSklearnFit) {
  const auto sets = nlohmann::json::parse(
      std::ifstream(MYRIAD_SOURCE_DIR "/tests/vectors/logistic_regression.json"));
  for (const auto& set : sets) {
    Rows rows;
    for (std::size_t i = 0; i < set["y"].size(); ++i) {
      rows.push_back(
          {set["x1"][i].get<double>(), set["x2"][i].get<double>(), set["y"][i].get<int>()});
    }
    const LogisticFit got = fit(rows);
    SCOPED_TRACE(set["name"]);
    EXPECT_EQ(got.separation, Separation::none);
    EXPECT_NEAR(got.loss, set["loss"].get<double>(), 1e-12);
    EXPECT_DOUBLE_EQ(got.accuracy, set["accuracy"].get<double>());
    for (std::size_t k = 0; k < 3; ++k) {
      const double want = set["weight"][k];
      EXPECT_NEAR(got.weight->at(k), want, 1e-6 * std::fabs(want)) << k;
    }
  }
}

TEST(LogisticRegression, IrisPetalsAsPublished) {
  const LogisticFit got = fit(oracle::iris_petals());
  EXPECT_EQ(got.accuracy, 0.94);
  EXPECT_NEAR(got.loss, 0.102818, 5e-7);
  // any invertible linear map of the features leaves the maximum where it is
  EXPECT_NEAR(fit(oracle::standardise(oracle::iris_petals())).loss, got.loss, 1e-7);
}

TEST(LogisticRegression, XorIsNotToldApart) {
  const LogisticFit got = fit(oracle::xor_rows());
  EXPECT_EQ(got.separation, Separation::none);
  EXPECT_NEAR(got.loss, std::log(2), 1e-15);
  EXPECT_EQ(got.accuracy, 0.5);
  EXPECT_EQ(*got.weight, (std::array<double, 3>{0, 0, 0}));
}

TEST(LogisticRegression, CompleteSeparationCostsNothing) {
  const Rows cases[] = {{{0, 0, 0}, {0, 1, 0}, {1, 0, 0}, {1, 1, 1}},
                        {{1, 1, 1}, {2, 3, 1}},
                        {{1, 1, 0}, {2, 2, 1}},
                        {{1, 5, 0}, {1, 6, 0}, {1, 7, 1}},
                        {{-1, 1, 0}, {-1, -1, 0}, {0, 0, 0}, {1, 0, 1}, {2, 0, 1}},
                        {{0, 0, 0}, {2, 0, 0}, {1, 1, 1}, {1, 2, 1}}};
  for (const Rows& rows : cases) {
    const LogisticFit got = fit(rows);
    EXPECT_EQ(got.separation, Separation::complete);
    EXPECT_EQ(got.loss, 0);
    EXPECT_EQ(got.accuracy, 1);
    EXPECT_FALSE(got.weight.has_value());
  }
}

// Rows on the separating line are fitted along it.
TEST(LogisticRegression, QuasiSeparationLeavesTheRowsOnTheLine) {
  // two flowers in one place: 1 of 3 and 2 of 3 among 7 rows, the others told apart
  LogisticFit got =
      fit({{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {1, 1, 0}, {1, 1, 1}, {1, 1, 1}, {2, 2, 1}});
  EXPECT_EQ(got.separation, Separation::quasi);
  EXPECT_NEAR(got.loss, 3 / 7.0 * entropy(1 / 3.0), 1e-15);
  EXPECT_DOUBLE_EQ(got.accuracy, 6 / 7.0);
  // 0, 1, 0, 1 along a line that tells the other rows apart
  const Rows on_line = {{0, 0, 0}, {1, 0, 1}, {2, 0, 0}, {3, 0, 1}};
  Rows rows = on_line;
  for (const oracle::Row& row : Rows{{0, 1, 1}, {5, 2, 1}, {1, -1, 0}}) rows.push_back(row);
  got = fit(rows);
  EXPECT_EQ(got.separation, Separation::quasi);
  EXPECT_NEAR(got.loss, 4 / 7.0 * fit(on_line).loss, 1e-15);
  // rows on one line, told apart but for one place of it; likewise upright
  for (const bool upright : {false, true}) {
    const double slope = upright ? 0 : 1;
    got = fit({{0, 0, 0}, {slope, 1, 0}, {slope, 1, 1}, {2 * slope, 2, 1}});
    EXPECT_EQ(got.separation, Separation::quasi);
    EXPECT_NEAR(got.loss, 2 / 4.0 * std::log(2), 1e-15);
    EXPECT_EQ(got.accuracy, 0.75);
  }
  // one place, nothing to fit but the share
  got = fit({{1, 1, 0}, {1, 1, 1}, {1, 1, 1}});
  EXPECT_EQ(got.separation, Separation::none);
  EXPECT_NEAR(got.loss, entropy(1 / 3.0), 1e-15);
  EXPECT_DOUBLE_EQ(got.accuracy, 2 / 3.0);
}

// Over small grids: complete exactly where a half-plane gets every row right, and where a line
// leaves both classes on its own closed side it is separated at least in part.
TEST(LogisticRegression, SeparationAgreesWithTheBestHalfPlane) {
  std::mt19937 random(1);
  int seen[3] = {0, 0, 0};
  for (int trial = 0; trial < 4000; ++trial) {
    const unsigned side = 2 + trial % 4;
    Rows rows(2 + random() % 8);
    for (oracle::Row& row : rows) {
      row = {double(random() % side), double(random() % side), int(random() % 2)};
    }
    bool weakly = false;  // some line through two rows, not all of them on it
    for (const oracle::Row& p : rows) {
      for (const oracle::Row& q : rows) {
        bool apart = true, off = false;
        for (const oracle::Row& r : rows) {
          const double at = (q.x1 - p.x1) * (r.x2 - p.x2) - (q.x2 - p.x2) * (r.x1 - p.x1);
          apart = apart && (r.label == 1 ? at >= 0 : at <= 0);
          off = off || at != 0;
        }
        weakly = weakly || (apart && off);
      }
    }
    const LogisticFit got = fit(rows);
    const bool complete = best_linear_accuracy(split_of(rows)) == 1;
    ASSERT_EQ(got.separation == Separation::complete, complete) << trial;
    ASSERT_FALSE(weakly && got.separation == Separation::none) << trial;
    if (got.separation == Separation::quasi) {
      ASSERT_GT(got.loss, 0) << trial;
      ASSERT_LT(got.accuracy, 1) << trial;
    }
    ASSERT_LE(got.loss, label_entropy(split_of(rows)) + 1e-12);
    ASSERT_LE(got.accuracy, best_linear_accuracy(split_of(rows)).value() + 1e-12);
    ++seen[static_cast<int>(got.separation)];
  }
  for (const int count : seen) EXPECT_GT(count, 100);
}

// The maximum: the gradient is 0 there, whatever the data.
TEST(LogisticRegression, TheGradientVanishes) {
  std::mt19937 random(2);
  for (int trial = 0; trial < 300; ++trial) {
    Rows rows(12 + random() % 30);
    for (oracle::Row& row : rows) {
      row = {double(random() % 1000) / 8, double(random() % 1000) / 64 - 40, int(random() % 2)};
    }
    const LogisticFit got = fit(rows);
    if (!got.weight) continue;
    double gradient[3] = {0, 0, 0};
    for (const oracle::Row& row : rows) {
      const double logit =
          got.weight->at(0) * row.x1 + got.weight->at(1) * row.x2 + got.weight->at(2);
      const double off = 1 / (1 + std::exp(-logit)) - row.label;
      gradient[0] += off * row.x1;
      gradient[1] += off * row.x2;
      gradient[2] += off;
    }
    for (const double g : gradient) EXPECT_NEAR(g, 0, 1e-9) << trial;
  }
}

TEST(LogisticRegression, OfNothingIsNothing) {
  EXPECT_FALSE(logistic_regression(Split{}).has_value());
}

}  // namespace
}  // namespace myriad
