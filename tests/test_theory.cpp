// P(born dead) against exact rationals, the independent oracle, simulation and brute force.
#include "myriad/theory.hpp"

#include <chrono>
#include <cmath>
#include <functional>
#include <numbers>
#include <random>

#include <gtest/gtest.h>

#include "myriad/parts/activation.hpp"
#include "myriad/parts/initializer.hpp"
#include "oracle/probability.hpp"
#include "oracle/rows.hpp"

namespace myriad {
namespace {

using Kind = Distribution::Kind;
using Rows = std::vector<oracle::Row>;

Dataset dataset_of(const Rows& rows) {
  Dataset dataset;
  for (const oracle::Row& row : rows) {
    dataset.train.rows.push_back({static_cast<float>(row.x1), static_cast<float>(row.x2), 0, 0});
  }
  dataset.train.class0 = static_cast<std::uint32_t>(rows.size());
  return dataset;
}

/// The same rows as the networks see them: rounded to float.
Rows rounded(Rows rows) {
  for (oracle::Row& row : rows) {
    row.x1 = static_cast<float>(row.x1);
    row.x2 = static_cast<float>(row.x2);
  }
  return rows;
}

template <class Init>
PartCall init(std::vector<double> arguments = {}) {
  return {index_in<Init>(Initializers{}), std::move(arguments)};
}

CellConfig relu(PartCall weight, PartCall bias = init<ZerosInit>(), int hidden_layers = 1) {
  CellConfig config;
  config.hidden_layers = hidden_layers;
  config.activation = {index_in<Relu>(Activations{}), {}};
  config.init.weight_init = std::move(weight);
  config.init.bias_init = std::move(bias);
  config.init.bias_init_given = true;
  return config;
}

PartCall uniform(double a, double b) { return init<UniformInit>({a, b}); }
PartCall normal(double mean, double sd) { return init<NormalInit>({mean, sd}); }
PartCall constant(double value) { return init<ConstantInit>({value}); }

double theory(const CellConfig& config, const Rows& rows) {
  const std::optional<double> p = born_dead_theory(config, dataset_of(rows));
  return p.value_or(std::nan(""));
}

CellConfig torch_default() {
  CellConfig config = relu(init<TorchLinearInit>());
  config.init.bias_init_given = false;
  return config;
}

const Rows kOnePoint = {{1, 1, 0}};
const Rows kAxes = {{1, 0, 0}, {0, 1, 0}};
const Rows kRay = {{1, 1, 0}, {2, 2, 0}};
const Rows kTriangle = {{2, 1, 0}, {1, 2, 0}, {3, 3, 0}};

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

/// Random rows of several kinds: clouds, grids with collinear and equal points, lines, single
/// points.
Rows random_rows(std::mt19937_64& engine) {
  std::normal_distribution<double> normal_law;
  std::uniform_int_distribution<int> grid(-3, 3), kind(0, 3), count(1, 20);
  const int n = count(engine), what = kind(engine);
  const double shift1 = 2 * normal_law(engine), shift2 = 2 * normal_law(engine);
  Rows rows;
  for (int i = 0; i < n; ++i) {
    const double t = normal_law(engine);
    if (what == 0) rows.push_back({shift1 + t, shift2 + normal_law(engine), 0});
    if (what == 1) rows.push_back({double(grid(engine)), double(grid(engine)), 0});
    if (what == 2) rows.push_back({shift1 + t, shift2 - 0.5 * t, 0});
    if (what == 3) rows.push_back({std::fabs(t), std::fabs(shift1 + normal_law(engine)), 0});
  }
  return rounded(rows);
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

/// The share of a million simulated units for which every row has z <= 0.
double simulate(const Rows& rows, const std::function<double(std::mt19937_64&)>& weight,
                const std::function<double(std::mt19937_64&)>& bias) {
  std::mt19937_64 engine(7);
  const int units = 1'000'000;
  int dead = 0;
  for (int i = 0; i < units; ++i) {
    const double w1 = weight(engine), w2 = weight(engine), b = bias(engine);
    bool fires = false;
    for (const oracle::Row& row : rows) fires = fires || w1 * row.x1 + w2 * row.x2 + b > 0;
    dead += !fires;
  }
  return double(dead) / units;
}

TEST(BornDeadTheory, AgreesWithSimulation) {
  const Rows rows = {{0.5, 1.2, 0}, {1.5, -0.4, 0}, {0.9, 0.8, 0}, {2.0, 0.7, 0}};
  const auto lopsided = [](auto& engine) {
    return std::uniform_real_distribution<>(-2, 0.5)(engine);
  };
  const auto gauss = [](auto& engine) { return std::normal_distribution<>(0, 0.6)(engine); };
  const auto wide = [](auto& engine) {
    return std::uniform_real_distribution<>(-0.3, 1.1)(engine);
  };
  const auto nothing = [](auto&) { return 0.0; };
  const auto little = [](auto&) { return 0.4; };
  const auto less = [](auto&) { return -0.4; };
  const double five_errors = 5 * 0.5 / 1000;
  EXPECT_NEAR(theory(relu(uniform(-2, 0.5)), rows), simulate(rows, lopsided, nothing), five_errors);
  EXPECT_NEAR(theory(relu(uniform(-2, 0.5), constant(0.4)), rows), simulate(rows, lopsided, little),
              five_errors);
  EXPECT_NEAR(theory(relu(uniform(-2, 0.5), uniform(-0.3, 1.1)), rows),
              simulate(rows, lopsided, wide), five_errors);
  EXPECT_NEAR(theory(relu(normal(0, 0.6), constant(0.4)), rows), simulate(rows, gauss, little),
              five_errors);
  EXPECT_NEAR(theory(relu(normal(0, 0.6), constant(-0.4)), rows), simulate(rows, gauss, less),
              five_errors);
  EXPECT_NEAR(theory(relu(normal(0, 0.6), uniform(-0.3, 1.1)), rows), simulate(rows, gauss, wide),
              five_errors);
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

TEST(BornDeadTheory, TwoLayersWithoutBiases) {
  const CellConfig chain = relu(uniform(-0.05, 0.05), init<ZerosInit>(), 2);
  EXPECT_NEAR(theory(chain, oracle::square_corners(1, 0)), 0.5, 1e-15);
  EXPECT_NEAR(theory(chain, oracle::xor_rows()), 5 / 8.0, 1e-15);
  const Rows iris = rounded(oracle::iris_petals());
  const double first = theory(relu(uniform(-0.05, 0.05)), iris);
  EXPECT_NEAR(theory(chain, iris), oracle::born_dead_stacked(first, 1), 1e-15);
}

TEST(BornDeadTheory, TwoLayersWithOtherLaws) {
  CellConfig chain = relu(uniform(-1, 1), init<ZerosInit>(), 2);
  chain.init.by_group["hidden.1.weight"] = uniform(-1, 3);
  EXPECT_NEAR(theory(chain, kAxes), 1 - 0.75 * 0.75, 1e-15);
  chain.init.by_group["hidden.1.weight"] = normal(1, 1);
  EXPECT_NEAR(theory(chain, kAxes), 1 - 0.75 * 0.841344746068543, 1e-14);
  chain.init.by_group["hidden.1.weight"] = constant(1);
  EXPECT_NEAR(theory(chain, kAxes), 0.25, 1e-15);
  chain.init.by_group["hidden.0.bias"] = uniform(-1, 1);
  EXPECT_NEAR(theory(chain, kAxes), 1 / 3.0, 1e-15);
  chain.init.by_group["hidden.1.bias"] = constant(0.1);
  EXPECT_TRUE(std::isnan(theory(chain, kAxes)));
  chain.init.by_group["hidden.0.weight"] = constant(-1);
  chain.init.by_group["hidden.0.bias"] = init<ZerosInit>();
  EXPECT_EQ(theory(chain, kAxes), 1);
  chain.init.by_group["hidden.0.weight"] = constant(1);
  EXPECT_EQ(theory(chain, kAxes), 0);
  chain.init.by_group["hidden.1.weight"] = constant(-1);
  EXPECT_EQ(theory(chain, kAxes), 1);
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

TEST(BornDeadTheory, IsEmptyWhereNothingIsKnown) {
  EXPECT_FALSE(born_dead_theory(relu(normal(1, 1)), dataset_of(kAxes)));
  EXPECT_FALSE(born_dead_theory(relu(uniform(-1, 1), normal(0, 1)), dataset_of(kAxes)));
  EXPECT_FALSE(born_dead_theory(relu(normal(0, 1), normal(1, 1)), dataset_of(kAxes)));
  EXPECT_FALSE(born_dead_theory(relu(init<LatticeInit>({8, 1}), normal(0, 1)), dataset_of(kAxes)));
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
