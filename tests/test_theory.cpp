// P(born dead) of one hidden layer against exact rationals, the independent oracle and brute force.
// Other laws are in test_theory_laws.cpp, two layers in test_theory_chain.cpp.
#include "myriad/theory.hpp"

#include <chrono>
#include <cmath>
#include <numbers>
#include <random>

#include <gtest/gtest.h>

#include "oracle/probability.hpp"
#include "theory_fixture.hpp"

namespace myriad {
namespace {

CellConfig torch_default() { return joint<TorchLinearInit>(); }

TEST(BornDeadTheory, ExactRationals) {
  struct {
    Rows rows;
    double square, torch;
  } const cases[] = {
      {kOnePoint, 1 / 2.0, 1 / 2.0},
      {kAxes, 1 / 4.0, 1 / 3.0},
      {kRay, 1 / 2.0, 29 / 64.0},
      {kTriangle, 3 / 8.0, 55 / 144.0},
      {oracle::xor_rows(), 1 / 4.0, 13 / 48.0},
      {oracle::square_corners(0.5, 1.5), 3 / 8.0, 73 / 192.0},
      {oracle::square_corners(1, 0), 0, 1 / 12.0},
      {oracle::square_corners(3, 0), 0, 1 / 108.0},
  };
  for (const auto& expected : cases) {
    EXPECT_NEAR(theory(relu(uniform(-0.05, 0.05)), expected.rows), expected.square, 1e-15);
    EXPECT_NEAR(theory(relu(init<XavierUniformInit>({1})), expected.rows), expected.square, 1e-15);
    EXPECT_NEAR(theory(torch_default(), expected.rows), expected.torch, 1e-14);
    EXPECT_NEAR(theory(relu(uniform(-3, 3), uniform(-3, 3)), expected.rows), expected.torch, 1e-14);
  }
}

TEST(BornDeadTheory, PrintedValuesForNormalWeights) {
  struct {
    Rows rows;
    double isotropic, gaussian;
  } const cases[] = {
      {kOnePoint, 1 / 2.0, 1 / 2.0},
      {kAxes, 1 / 4.0, 1 / 3.0},
      {kRay, 1 / 2.0, 0.456130},
      {kTriangle, 0.397584, 0.396409},
      {oracle::xor_rows(), 0.25, 0.277043},
      {oracle::square_corners(0.5, 1.5), 0.397584, 0.396704},
      {oracle::square_corners(1, 0), 0, 0.108173},
  };
  for (const auto& expected : cases) {
    EXPECT_NEAR(theory(relu(normal(0, 0.3)), expected.rows), expected.isotropic, 6e-7);
    EXPECT_NEAR(theory(relu(init<KaimingNormalInit>({0, 0, 0})), expected.rows), expected.isotropic,
                6e-7);
    EXPECT_NEAR(theory(relu(normal(0, 0.3), normal(0, 0.3)), expected.rows), expected.gaussian,
                6e-7);
  }
}

TEST(BornDeadTheory, IrisPetals) {
  const CellConfig square = relu(uniform(-0.05, 0.05)), isotropic = relu(normal(0, 1));
  const CellConfig gaussian = relu(normal(0, 1), normal(0, 1));
  const Rows raw = oracle::iris_petals();
  EXPECT_NEAR(theory(square, raw), 1315 / 2788.0, 1e-8);  // rows are floats
  EXPECT_NEAR(theory(isotropic, raw), 0.468072, 6e-7);
  EXPECT_NEAR(theory(torch_default(), raw), 0.461843, 6e-7);
  EXPECT_NEAR(theory(gaussian, raw), 0.455733, 6e-7);
  EXPECT_NEAR(theory(relu(uniform(-0.05, 0.05), constant(0.01)), raw), 0.4484, 6e-5);
  const Rows unit = oracle::min_max(raw);
  EXPECT_NEAR(theory(square, unit), 0.25, 1e-15);
  EXPECT_NEAR(theory(isotropic, unit), 0.25, 1e-15);
  EXPECT_NEAR(theory(torch_default(), unit), 0.335108, 6e-7);
  EXPECT_NEAR(theory(gaussian, unit), 0.331289, 6e-7);
  const Rows standard = oracle::standardise(raw);
  EXPECT_EQ(theory(square, standard), 0);
  EXPECT_EQ(theory(isotropic, standard), 0);
  EXPECT_NEAR(theory(torch_default(), standard), 0.046354, 6e-7);
  EXPECT_NEAR(theory(gaussian, standard), 0.065010, 6e-7);
}

TEST(BornDeadTheory, ShiftedSquares) {
  for (const double s : {0.0, 0.5, 1.0, 1.5, 4.0, 100.0}) {
    const double expected = s < 1 ? 0 : s / (2 * (s + 1));
    EXPECT_NEAR(theory(relu(uniform(-2, 2)), oracle::square_corners(1, s)), expected, 1e-15) << s;
  }
}

TEST(BornDeadTheory, AgreesWithTheOracleOnRandomRows) {
  std::mt19937_64 engine(1);
  for (int i = 0; i < 150; ++i) {
    const Rows rows = random_rows(engine);
    const double bias = std::normal_distribution<double>()(engine);
    const double fixed = static_cast<float>(bias);
    const double half = 0.1 + std::fabs(bias);
    EXPECT_NEAR(theory(relu(uniform(-0.7, 0.7)), rows), oracle::born_dead_uniform(rows, 0.7, 0),
                1e-9);
    EXPECT_NEAR(theory(relu(uniform(-0.7, 0.7), uniform(-half, half)), rows),
                oracle::born_dead_uniform(rows, 0.7, half), 1e-9);
    EXPECT_NEAR(theory(relu(uniform(-0.7, 0.7), constant(bias)), rows),
                oracle::born_dead_uniform(rows, 0.7, 0, fixed), 1e-9);
    EXPECT_NEAR(theory(relu(uniform(-0.7, 0.7), uniform(fixed - half, fixed + half)), rows),
                oracle::born_dead_uniform(rows, 0.7, half, fixed), 1e-9);
    EXPECT_NEAR(theory(relu(normal(0, 2)), rows), oracle::born_dead_isotropic(rows), 1e-9);
    EXPECT_NEAR(theory(relu(normal(0, 2), normal(0, half)), rows),
                oracle::born_dead_normal(rows, 2, half), 1e-9);
  }
}

TEST(BornDeadTheory, FixedStartsAreDeadOrNot) {
  const Rows rows = {{1, 2, 0}, {2, 1, 0}};
  const CellConfig dead = relu(init<ValuesInit>({-1, 0.25}), init<ValuesInit>({0.5}));
  EXPECT_EQ(theory(dead, rows), 1);  // z = -1/2 + 1/2 = 0 on the first row
  EXPECT_EQ(theory(relu(init<ValuesInit>({-1, 0.25}), constant(0.5001)), rows), 0);
  EXPECT_EQ(theory(relu(init<ZerosInit>()), rows), 1);
  EXPECT_EQ(theory(relu(init<OnesInit>()), rows), 0);
  EXPECT_EQ(theory(relu(constant(-1), constant(3)), rows), 1);
  EXPECT_NEAR(theory(relu(constant(-1), uniform(2, 4)), rows), 0.5, 1e-15);
  EXPECT_NEAR(theory(relu(init<ValuesInit>({-1, 0}), normal(0, 1)), rows), 0.841344746068543,
              1e-14);
  EXPECT_EQ(theory(relu(uniform(-1, -1)), rows), 1);
  EXPECT_EQ(theory(relu(normal(-1, 0)), rows), 1);
}

TEST(BornDeadTheory, RowsAtTheOriginNeverFireWithoutABias) {
  EXPECT_EQ(theory(relu(uniform(-1, 1)), {{0, 0, 0}}), 1);
  EXPECT_EQ(theory(relu(normal(0, 1)), {{0, 0, 0}, {-0.0, 0, 0}}), 1);
  EXPECT_NEAR(theory(relu(uniform(-1, 1), uniform(-1, 3)), {{0, 0, 0}}), 0.25, 1e-15);
  EXPECT_NEAR(theory(relu(normal(0, 1), constant(0.5)), {{0, 0, 0}}), 0, 1e-15);
  EXPECT_NEAR(theory(relu(normal(0, 1), constant(-0.5)), {{0, 0, 0}}), 1, 1e-14);
}

TEST(BornDeadTheory, MeasureZeroIsExactlyZero) {
  EXPECT_EQ(theory(relu(uniform(-1, 1)), {{1, 0, 0}, {-1, 0, 0}}), 0);
  EXPECT_EQ(theory(relu(normal(0, 1)), {{0.1, 0.3, 0}, {-0.1, -0.3, 0}}), 0);
  std::mt19937_64 engine(11);
  for (int i = 0; i < 200; ++i) {
    Rows rows = random_rows(engine);
    const std::size_t n = rows.size();
    for (std::size_t k = 0; k < n; ++k) rows.push_back({-rows[k].x1, -rows[k].x2, 0});
    bool nothing = true;
    for (const oracle::Row& row : rows) nothing = nothing && row.x1 == 0 && row.x2 == 0;
    EXPECT_EQ(theory(relu(uniform(-1, 1)), rows), nothing ? 1 : 0);
    EXPECT_EQ(theory(relu(normal(0, 1)), rows), nothing ? 1 : 0);
  }
}

TEST(BornDeadTheory, LatticesAreCounted) {
  const Rows iris = oracle::iris_petals();
  const auto count = [](int m, const Rows& rows) {
    return theory(relu(init<LatticeInit>({double(m), 0.05})), rows) * m * m;
  };
  EXPECT_EQ(count(64, iris), 1932);
  EXPECT_EQ(count(1024, iris), 494577);
  EXPECT_EQ(count(64, kTriangle), 1536);
  EXPECT_EQ(count(1024, kTriangle), 393216);
  EXPECT_EQ(count(100, iris), oracle::lattice_born_dead(iris, 100, 10));
}

TEST(BornDeadTheory, LatticesAgreeWithBruteForce) {
  std::mt19937_64 engine(13);
  for (int i = 0; i < 20; ++i) {
    const Rows rows = random_rows(engine);
    const float bias = static_cast<float>(std::normal_distribution<double>(0, 0.5)(engine));
    const int m = 37;
    int dead = 0;
    for (int k = 0; k < m * m; ++k) {
      const float w1 = float(2 * (k / m) + 1 - m) / m, w2 = float(2 * (k % m) + 1 - m) / m;
      bool fires = false;
      for (const oracle::Row& row : rows) {
        fires = fires || std::fma(w2, float(row.x2), std::fma(w1, float(row.x1), bias)) > 0;
      }
      dead += !fires;
    }
    const CellConfig config = relu(init<LatticeInit>({double(m), 1.0}), constant(bias));
    EXPECT_NEAR(theory(config, rows) * m * m, dead, 1e-9);
  }
}

TEST(BornDeadTheory, SmoothAndLeakyUnitsAreNeverDead) {
  for (const int id : {index_in<LeakyRelu>(Activations{}), index_in<Tanh>(Activations{}),
                       index_in<Identity>(Activations{}), index_in<Sigmoid>(Activations{})}) {
    for (const int layers : {1, 2}) {
      CellConfig config = relu(uniform(-1, -0.5), init<ZerosInit>(), layers);
      config.activation = {id, {0.01}};
      EXPECT_EQ(theory(config, kAxes), 0);
    }
  }
}

TEST(BornDeadTheory, BiasFollowsAJointInitialiser) {
  EXPECT_NEAR(theory(torch_default(), kAxes), 1 / 3.0, 1e-15);
  CellConfig given = torch_default();
  given.init.bias_init_given = true;
  EXPECT_NEAR(theory(given, kAxes), 1 / 4.0, 1e-15);
}

TEST(BornDeadTheory, TakesAHundredThousandRows) {
  Rows rows;
  for (int i = 0; i < 100'000; ++i) {  // nearly all of them corners of the hull
    const double angle = 2 * std::numbers::pi * i / 100'000;
    rows.push_back({std::cos(angle), std::sin(angle), 0});
  }
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(theory(relu(uniform(-1, 1)), rows), 0);
  EXPECT_NEAR(theory(relu(uniform(-1, 1), constant(-0.5)), rows), std::numbers::pi / 16, 1e-6);
  // a disc of rows: dead iff |w| <= -b
  EXPECT_NEAR(theory(relu(normal(0, 1), constant(-0.5)), rows), 1 - std::exp(-0.125), 1e-6);
  EXPECT_NEAR(theory(relu(uniform(-1, 1), uniform(-1, 1)), rows), std::numbers::pi / 24, 1e-6);
  EXPECT_NEAR(theory(relu(normal(0, 1), normal(0, 1)), rows), 0.5 - std::sqrt(0.125), 1e-6);
  EXPECT_LT(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(), 20);
}

TEST(LabelShares, OfASplit) {
  Split split;
  split.rows.resize(10);
  split.class0 = 6;
  EXPECT_NEAR(majority_share(split), 0.6, 1e-15);
  EXPECT_NEAR(label_entropy(split), 0.673011667009257, 1e-14);
  split.class0 = 3;
  EXPECT_NEAR(majority_share(split), 0.7, 1e-15);
  split.class0 = 10;
  EXPECT_EQ(majority_share(split), 1);
  EXPECT_EQ(label_entropy(split), 0);
}

}  // namespace
}  // namespace myriad
