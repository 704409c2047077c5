// test_oracle_probability: born dead: isotropic, square, all uniform, Gaussian starts, stacked
// layers, lattices.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "oracle/probability.hpp"
#include "oracle/rows.hpp"
#include "oracle_fixture.hpp"

namespace {

using namespace oracle;

constexpr double printed = 1e-6;  // the agreement asked of numbers printed with six digits

const std::vector<Row> three_rows{{2, 1, 0}, {1, 2, 1}, {3, 3, 1}};

void expect_table(const std::vector<Row>& rows, double isotropic, double square, double uniform,
                  double normal, double exact = 1e-9) {
  EXPECT_NEAR(born_dead_isotropic(rows), isotropic, printed);
  EXPECT_NEAR(born_dead_uniform(rows, 0.05, 0), square, exact);
  EXPECT_NEAR(born_dead_uniform(rows, 0.7, 0.7), uniform, exact);
  EXPECT_NEAR(born_dead_normal(rows, 0.3, 0.3), normal, printed);
}

TEST(Probability, OneRow) { expect_table({{1, 1, 0}}, .5, .5, .5, .5); }

TEST(Probability, UnitVectors) { expect_table({{1, 0, 0}, {0, 1, 0}}, .25, .25, 1. / 3, 1. / 3); }

TEST(Probability, RowAndItsDouble) {
  expect_table({{1, 1, 0}, {2, 2, 0}}, .5, .5, 29. / 64, .456130);
}

TEST(Probability, ThreeRows) { expect_table(three_rows, .397584, 3. / 8, 55. / 144, .396409); }

TEST(Probability, Xor) { expect_table(xor_rows(), .25, .25, 13. / 48, .277043); }

TEST(Probability, SquareOneTwo) {
  expect_table(square_corners(.5, 1.5), .397584, 3. / 8, 73. / 192, .396704);
}

TEST(Probability, CentredSquare) { expect_table(square_corners(1, 0), 0, 0, 1. / 12, .108173); }

TEST(Probability, IrisPetalsRaw) {
  expect_table(iris_petals(), .468072, 1315. / 2788, .461843, .455733, printed);
  EXPECT_NEAR(born_dead_uniform(iris_petals(), 0.05, 0), 1315. / 2788, 1e-12);
}

TEST(Probability, IrisPetalsMinMax) {
  expect_table(min_max(iris_petals()), .25, .25, .335108, .331289, printed);
}

TEST(Probability, IrisPetalsStandardised) {
  expect_table(standardise(iris_petals()), 0, 0, .046354, .065010, printed);
}

TEST(Probability, CentredSquareShrinksWithItsSize) {
  for (double s : {1.0, 1.5, 3.0, 10.0}) {
    EXPECT_NEAR(born_dead_uniform(square_corners(s, 0), 1, 1), 1 / (12 * s * s), 1e-9);
  }
}

// Zero bias, corners of [-1,1]^2 moved by (s, s): nothing below s = 1, then s / (2 (s + 1)).
TEST(Probability, ShiftedSquare) {
  EXPECT_EQ(born_dead_uniform(square_corners(1, 0.9), 1, 0), 0.0);
  for (double s : {1.0, 1.25, 2.0, 7.0}) {
    EXPECT_NEAR(born_dead_uniform(square_corners(1, s), 1, 0), s / (2 * (s + 1)), 1e-12);
  }
}

// (1 + g(r1) + g(r2)) / 4 for positive rows, g(t) = t/2 for t <= 1, else 1 - 1/(2t).
TEST(Probability, PositiveRowsClosedForm) {
  auto g = [](double t) { return t <= 1 ? t / 2 : 1 - 1 / (2 * t); };
  Uniform uniform(5);
  for (int repeat = 0; repeat < 50; ++repeat) {
    std::vector<Row> rows;
    double r1 = INFINITY, r2 = INFINITY;
    for (int i = 0; i < 4; ++i) {
      rows.push_back({1.1 + uniform(1), 1.1 + uniform(1), 0});
      r1 = std::min(r1, rows.back().x1 / rows.back().x2);
      r2 = std::min(r2, rows.back().x2 / rows.back().x1);
    }
    EXPECT_NEAR(born_dead_uniform(rows, 3, 0), (1 + g(r1) + g(r2)) / 4, 1e-12);
  }
}

TEST(Probability, FixedBiasLowersBornDeathAndItsNegativeRaisesIt) {
  const std::vector<Row> rows = iris_petals();
  EXPECT_NEAR(born_dead_uniform(rows, 0.05, 0, 0.01), .4484, 5e-5);
  EXPECT_GT(born_dead_uniform(rows, 0.05, 0, -0.01), .4717);
  // (1,1), b = a/2: the triangle w1 + w2 <= -a/2 of the square (-a,a)^2, 9/32 of it.
  EXPECT_NEAR(born_dead_uniform({{1, 1, 0}}, 0.05, 0, 0.025), 9. / 32, 1e-9);
}

// z <= 0 on the corners of [-1,1]^2 means |w1| + |w2| <= -b: a diamond of area 2 b^2.
TEST(Probability, FixedNegativeBiasOnCentredData) {
  for (double bias : {-.25, -.7, -1.0}) {
    EXPECT_NEAR(born_dead_uniform(square_corners(1, 0), 1, 0, bias), bias * bias / 2, 1e-9);
  }
}

TEST(Probability, AWideBiasIsTheMeanOfFixedBiases) {
  const std::vector<Row> rows = min_max(iris_petals());
  double mean = 0;
  for (int k = 0; k < 400; ++k) {
    mean += born_dead_uniform(rows, 1, 0, -1 + (2 * k + 1) / 400.0) / 400;
  }
  EXPECT_NEAR(born_dead_uniform(rows, 1, 1), mean, 1e-5);
  EXPECT_NEAR(born_dead_normal(rows, 1, 1e-9), born_dead_isotropic(rows), 1e-8);
}

TEST(Probability, StackedLayers) {
  EXPECT_DOUBLE_EQ(born_dead_stacked(0, 1), 1. / 2);    // zero-centred 2-1-1-1
  EXPECT_DOUBLE_EQ(born_dead_stacked(.25, 1), 5. / 8);  // positive quadrant
  Uniform uniform(11);
  int dead = 0;
  const int networks = 20000;
  const std::vector<Row> rows = standardise(iris_petals());
  for (int i = 0; i < networks; ++i) {
    Parameters start = uniform.start(1, 2);
    start.b = start.b2 = 0;
    dead += look(problem_of(rows, start), start).dead;
  }
  EXPECT_NEAR(dead / double(networks), .5, 5 * .5 / std::sqrt(networks));
}

TEST(Probability, Lattice) {
  EXPECT_EQ(lattice_born_dead(iris_petals(), 64, 10), 1932);
  EXPECT_EQ(lattice_born_dead(iris_petals(), 1024, 10), 494577);
  EXPECT_EQ(lattice_born_dead(three_rows, 64, 1), 1536);
  EXPECT_EQ(lattice_born_dead(three_rows, 1024, 1), 393216);
  EXPECT_THROW(lattice_born_dead(iris_petals(), 4, 1), std::invalid_argument);
}

TEST(Probability, RandomisedAsymmetricInitialisation) {
  EXPECT_NEAR(born_dead_rai(iris_petals()), .18493, 5e-6);
  EXPECT_NEAR(born_dead_rai(standardise(iris_petals())), .00900, 5e-6);
}

}  // namespace
