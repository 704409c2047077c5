// test_oracle_linear: ceilings of half-planes, and logistic regression.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "oracle/linear.hpp"
#include "oracle/rows.hpp"
#include "oracle_fixture.hpp"

namespace {

using namespace oracle;

TEST(Linear, Ceilings) {
  EXPECT_EQ(best_half_plane_correct(iris_petals()), 97);
  EXPECT_EQ(best_half_plane_accuracy(xor_rows()), .75);
  EXPECT_EQ(majority_share(iris_petals()), .5);
  EXPECT_EQ(majority_share(golden_rows()), .6);
}

TEST(Linear, TiesOnTheLine) {
  const std::vector<Row> alternating{{0, 0, 0}, {1, 1, 1}, {2, 2, 0}, {3, 3, 1}};
  EXPECT_EQ(best_half_plane_correct(alternating), 3);
  EXPECT_EQ(best_half_plane_correct({{1, 1, 0}, {1, 1, 1}, {1, 1, 1}}), 2);
  EXPECT_EQ(best_half_plane_correct({{0, 0, 1}, {0, 0, 0}, {1, 1, 0}, {2, 2, 0}}), 3);
  EXPECT_EQ(best_half_plane_correct({{0, 0, 0}, {1, 0, 0}, {0, 1, 1}, {1, 1, 1}}), 4);
}

// Rounding must not lift points off their common line: alternating labels allow one cut only.
TEST(Linear, CollinearDecimals) {
  std::vector<Row> rows;
  for (int k = 1; k <= 9; ++k) rows.push_back({k * 0.1, k * 0.3 + 0.7, k % 2});
  EXPECT_EQ(best_half_plane_correct(rows), 5);
}

// Few places on a coarse grid in tenths: many ties, against sweeping a line through all angles.
TEST(Linear, RandomGridsAgainstASweepOfLines) {
  std::mt19937_64 words(13);
  for (int repeat = 0; repeat < 200; ++repeat) {
    std::vector<Row> rows;
    for (int i = 0; i < 9; ++i) {
      rows.push_back({double(words() % 3) / 10, double(words() % 3) / 10, int(words() % 2)});
    }
    int best = 0;
    for (int k = 0; k < 97; ++k) {
      const double angle = 2 * std::acos(-1) * (k + 0.3) / 97;  // never along the grid
      for (int cut = -100; cut <= 100; ++cut) {
        int right = 0;
        for (const Row& row : rows) {
          const double place = std::cos(angle) * row.x1 + std::sin(angle) * row.x2;
          right += (place >= cut * 0.00317) == (row.label == 1);
        }
        best = std::max(best, right);
      }
    }
    EXPECT_EQ(best_half_plane_correct(rows), best);
  }
}

TEST(Linear, NetworksNeverBeatTheCeiling) {
  Uniform uniform(31);
  int solved_three = 0;
  for (int i = 0; i < 60; ++i) {
    const Result outcome = train(problem_of(xor_rows(), uniform.start(2), "relu", 500, 1.0));
    EXPECT_LE(outcome.train_correct, 3);
    solved_three += outcome.train_correct == 3;
  }
  EXPECT_GT(solved_three, 5);
}

TEST(Linear, LogisticRegressionOnIrisPetals) {
  const Logistic fit = fit_logistic(iris_petals());
  EXPECT_TRUE(fit.converged);
  EXPECT_DOUBLE_EQ(fit.accuracy, .94);
  EXPECT_NEAR(fit.mean_nll, .102818, 5e-7);
  const Parameters at = one(fit.w1, fit.w2, fit.c, 1, 0);  // the identity network is the same
  for (double slope : pack(gradient(problem_of(iris_petals(), at, "identity"), at))) {
    EXPECT_NEAR(slope, 0, 1e-9);
  }
  EXPECT_FALSE(fit_logistic({{0, 0, 0}, {1, 0, 0}, {0, 1, 1}, {1, 2, 1}}).converged);
}

}  // namespace
