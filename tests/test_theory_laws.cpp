// Fates of one hidden layer for every initialiser: against published numbers, the oracle's
// integrals and simulation, for activations with a lower, an upper or a middle flat set.
#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "oracle/probability.hpp"
#include "theory_fixture.hpp"

namespace myriad {
namespace {

constexpr double kKerasCut = 0.87962566103423978;

oracle::Law cut_at_two(double sd) { return oracle::truncated_law(0, sd, -2 * sd, 2 * sd); }

double dead(const Rows& rows, const oracle::Law& w, double bias) {
  return oracle::born_between(rounded(rows), w, w, bias, -1e300, 0);
}
double dead(const Rows& rows, const oracle::Law& w, const oracle::Law& bias) {
  return oracle::born_between(rounded(rows), w, w, bias, -1e300, 0);
}

TEST(TheoryLaws, RaiOnIrisPetals) {
  const Rows raw = oracle::iris_petals(), standard = oracle::standardise(raw);
  EXPECT_NEAR(theory(joint<RaiInit>(), raw), 0.18493, 5e-6);
  EXPECT_NEAR(theory(joint<RaiInit>(), standard), 0.00900, 5e-6);
  for (const Rows& rows :
       {raw, standard, oracle::min_max(raw), kTriangle, kRay, oracle::xor_rows()}) {
    EXPECT_NEAR(theory(joint<RaiInit>(), rows), oracle::born_dead_rai(rounded(rows)), 2e-8);
  }
}

TEST(TheoryLaws, KerasOnIrisPetals) {
  const Rows raw = oracle::iris_petals(), standard = oracle::standardise(raw);
  EXPECT_NEAR(theory(joint<KerasDenseInit>(), raw), 1315 / 2788.0, 1e-8);
  EXPECT_EQ(theory(joint<KerasDenseInit>(), standard), 0);
  const double glorot = std::sqrt(2.0 / 3) / kKerasCut, he = 1 / kKerasCut,
               lecun = std::sqrt(0.5) / kKerasCut;
  EXPECT_NEAR(theory(relu(init<GlorotNormalInit>()), raw), dead(raw, cut_at_two(glorot), 0), 1e-8);
  EXPECT_NEAR(theory(relu(init<HeNormalInit>()), raw), dead(raw, cut_at_two(1), 0),
              1e-8);  // no scale
  EXPECT_NEAR(theory(relu(init<LecunUniformInit>()), raw), 1315 / 2788.0, 1e-8);
  EXPECT_EQ(theory(relu(init<HeNormalInit>()), standard), 0);
  EXPECT_NEAR(theory(relu(init<HeNormalInit>(), constant(0.01)), raw),
              dead(raw, cut_at_two(he), static_cast<float>(0.01)), 1e-8);
  EXPECT_NEAR(theory(relu(init<LecunNormalInit>(), init<LecunNormalInit>()), standard),
              dead(standard, cut_at_two(lecun), cut_at_two(lecun)), 1e-6);
}

TEST(TheoryLaws, SklearnIsScaleFreeLikeTorch) {
  for (const Rows& rows :
       {oracle::iris_petals(), oracle::standardise(oracle::iris_petals()), kTriangle}) {
    EXPECT_NEAR(theory(joint<SklearnMlpInit>(1, {0}), rows), theory(joint<TorchLinearInit>(), rows),
                1e-12);
    EXPECT_NEAR(theory(joint<SklearnMlpInit>(1, {1}), rows), theory(joint<TorchLinearInit>(), rows),
                1e-12);
  }
}

TEST(TheoryLaws, DirectionsAreIsotropic) {
  const CellConfig zero_bias = relu(init<OrthogonalInit>({1}));
  for (const Rows& rows :
       {kAxes, kTriangle, kRay, oracle::iris_petals(), oracle::square_corners(0.5, 1.5)}) {
    EXPECT_NEAR(theory(zero_bias, rows), oracle::born_dead_isotropic(rounded(rows)), 1e-12);
  }
  EXPECT_EQ(theory(zero_bias, oracle::standardise(oracle::iris_petals())), 0);
  // one row at distance 2: cos t <= -b/2
  const Rows row = {{0, 2, 0}};
  EXPECT_NEAR(theory(relu(init<OrthogonalInit>({1}), constant(1)), row), 1 / 3.0, 1e-12);
  EXPECT_NEAR(theory(relu(init<OrthogonalInit>({1}), init<OrthogonalInit>({1})), row), 0.5, 1e-12);
  EXPECT_NEAR(theory(relu(init<OrthogonalInit>({2}), init<OrthogonalInit>({8})), row), 0.5, 1e-12);
  EXPECT_NEAR(theory(relu(uniform(-1, 1), init<OrthogonalInit>({1})), {{1, 0, 0}, {-1, 0, 0}}), 0.5,
              1e-12);
}

using Draw = std::function<double(std::mt19937_64&)>;

Draw flat(double low, double high) {
  return [=](auto& engine) { return std::uniform_real_distribution<>(low, high)(engine); };
}
Draw bell(double mean, double sd) {
  return [=](auto& engine) { return std::normal_distribution<>(mean, sd)(engine); };
}
Draw cut(double mean, double sd, double low, double high) {
  return [=](auto& engine) {
    for (;;) {
      const double x = std::normal_distribution<>(mean, sd)(engine);
      if (x >= low && x <= high) return x;
    }
  };
}
Draw fixed(double value) {
  return [=](auto&) { return value; };
}
Draw signs(double value) {
  return [=](auto& engine) { return (engine() & 1) != 0 ? value : -value; };
}

TEST(TheoryLaws, AgreeWithSimulationForEveryPairOfFamilies) {
  struct Family {
    PartCall call;
    Draw draw;
  };
  const Family weights[] = {
      {uniform(-2, 0.5), flat(-2, 0.5)},
      {normal(0, 0.6), bell(0, 0.6)},
      {normal(-0.4, 0.6), bell(-0.4, 0.6)},
      {truncated(0.1, 0.8, -1, 1.5), cut(0.1, 0.8, -1, 1.5)},
  };
  const Family biases[] = {
      {constant(0.4), fixed(static_cast<float>(0.4))},
      {constant(-0.4), fixed(static_cast<float>(-0.4))},
      {uniform(-0.3, 1.1), flat(-0.3, 1.1)},
      {normal(0.2, 0.5), bell(0.2, 0.5)},
      {truncated(0, 0.5, -0.3, 2), cut(0, 0.5, -0.3, 2)},
      {init<OrthogonalInit>({0.6}), signs(static_cast<float>(0.6))},
  };
  const Rows rows = {{0.5, 1.2, 0}, {1.5, -0.4, 0}, {0.9, 0.8, 0}, {2.0, 0.7, 0}};
  const int networks = 400'000;
  const double five_errors = 5 * 0.5 / std::sqrt(networks);
  for (const Family& w : weights) {
    for (const Family& b : biases) {
      const oracle::Shares shares = oracle::simulate(
          rows, 1, networks,
          [&](auto& e) {
            return oracle::Start{w.draw(e), w.draw(e), b.draw(e), 0, 0};
          },
          [](double z) { return z; }, {{-1e300, 0}});
      const CellConfig config = relu(w.call, b.call);
      EXPECT_NEAR(theory(config, rows), shares.dead, five_errors);
      EXPECT_NEAR(inactive_theory(config, rows), shares.inactive, five_errors);
      EXPECT_NEAR(always_on_theory(config, rows), shares.always_on, five_errors);
    }
  }
}

TEST(TheoryLaws, SymmetricStartsAreAsOftenAlwaysOnAsDead) {
  std::mt19937_64 engine(21);
  const CellConfig configs[] = {relu(uniform(-1, 1)),
                                relu(normal(0, 1)),
                                relu(init<HeNormalInit>()),
                                joint<TorchLinearInit>(),
                                relu(normal(0, 1), normal(0, 2)),
                                relu(init<OrthogonalInit>({1})),
                                relu(init<LatticeInit>({50, 1}))};
  for (int i = 0; i < 20; ++i) {
    Rows rows = random_rows(engine);
    std::erase_if(rows, [](const oracle::Row& row) { return row.x1 == 0 && row.x2 == 0; });
    if (rows.empty()) continue;
    for (const CellConfig& config : configs) {
      const double on = always_on_theory(config, rows);
      // lattices have ties on lines through grid rows: those are dead, and not on
      if (config.init.weight_init.id == index_in<LatticeInit>(Initializers{})) {
        EXPECT_LE(on, theory(config, rows));
      } else {
        EXPECT_NEAR(on, theory(config, rows), 1e-9);
      }
      EXPECT_EQ(theory(config, rows), inactive_theory(config, rows));
    }
  }
}

TEST(TheoryLaws, ARowAtTheOriginIsNeverOnWithoutABias) {
  const Rows rows = oracle::xor_rows();
  for (const CellConfig& config :
       {relu(uniform(-1, 1)), relu(normal(0, 1)), relu(init<OrthogonalInit>({1})),
        relu(init<OnesInit>()), relu(init<LatticeInit>({8, 1}))}) {
    EXPECT_EQ(always_on_theory(config, rows), 0);
  }
  EXPECT_NEAR(always_on_theory(joint<TorchLinearInit>(), rows), 13 / 48.0, 1e-14);
  EXPECT_EQ(always_on_theory(relu(init<OnesInit>(), constant(0.1)), rows), 1);
}

TEST(TheoryLaws, InactiveIsAskedOfEveryActivation) {
  for (const int id : {index_in<LeakyRelu>(Activations{}), index_in<Tanh>(Activations{}),
                       index_in<Sigmoid>(Activations{})}) {
    CellConfig config = relu(uniform(-1, 1));
    config.activation = {id, {0.01}};
    EXPECT_NEAR(inactive_theory(config, kTriangle), 3 / 8.0, 1e-15);
    EXPECT_NEAR(always_on_theory(config, kTriangle), 3 / 8.0, 1e-15);
    EXPECT_EQ(theory(config, kTriangle), 0);
  }
}

TEST(TheoryLaws, LatticesWithARandomBiasAreSummed) {
  const Rows rows = kTriangle;
  const int m = 9;
  for (const double low : {-1.0, 0.3}) {
    double expected = 0;
    for (int i = 0; i < m; ++i) {
      for (int j = 0; j < m; ++j) {
        const double w1 = double(2 * i + 1 - m) / m, w2 = double(2 * j + 1 - m) / m;
        double most = -1e300;
        for (const oracle::Row& row : rows) most = std::fmax(most, w1 * row.x1 + w2 * row.x2);
        expected += std::clamp((-most - low) / 2, 0.0, 1.0) / (m * m);
      }
    }
    EXPECT_NEAR(theory(relu(init<LatticeInit>({double(m), 1}), uniform(low, low + 2)), rows),
                expected, 1e-7);
  }
  // signs: the mean of two counts
  const auto at = [&](double bias) {
    return theory(relu(init<LatticeInit>({64, 1}), constant(bias)), rows);
  };
  EXPECT_NEAR(theory(relu(init<LatticeInit>({64, 1}), init<OrthogonalInit>({0.5})), rows),
              (at(0.5) + at(-0.5)) / 2, 1e-15);
  EXPECT_FALSE(
      born_dead_theory(relu(init<LatticeInit>({65536, 1}), normal(0, 1)), training_rows(rows)));
}

TEST(TheoryLaws, DegenerateRows) {
  std::mt19937_64 engine(31);
  const CellConfig configs[] = {
      relu(truncated(0, 1, -1, 2)), relu(truncated(0, 1, -1, 2), normal(0.1, 1)), joint<RaiInit>(),
      relu(init<OrthogonalInit>({1}), normal(0, 1)), relu(normal(0.5, 1), uniform(-1, 2))};
  for (int i = 0; i < 30; ++i) {
    const Rows rows = random_rows(engine, 5);
    Rows doubled = rows, between = rows;
    doubled.insert(doubled.end(), rows.begin(), rows.end());
    const oracle::Row a = rows.front(), b = rows.back();
    between.push_back({(a.x1 + b.x1) / 2, (a.x2 + b.x2) / 2, 0});  // inside the hull: no news
    for (const CellConfig& config : configs) {
      const double p = theory(config, rows);
      EXPECT_EQ(theory(config, doubled), p);
      EXPECT_NEAR(theory(config, between), p, 1e-7);
      EXPECT_GE(p, 0);
      EXPECT_LE(p, 1);
    }
  }
  EXPECT_EQ(theory(relu(truncated(0, 1, -1, 2)), {{0, 0, 0}}), 1);
  EXPECT_EQ(always_on_theory(relu(truncated(0, 1, -1, 2)), {{0, 0, 0}}), 0);
  EXPECT_NEAR(theory(joint<RaiInit>(), {{0, 0, 0}}), 1 / 3.0,
              1e-12);  // the bias: normal twice of three
}

}  // namespace
}  // namespace myriad
