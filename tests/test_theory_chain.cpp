// Fates of two hidden layers: published values, symmetry, a slow integral of the oracle,
// simulation.
#include <cmath>
#include <functional>

#include <gtest/gtest.h>

#include "oracle/probability.hpp"
#include "oracle/quadrature.hpp"
#include "theory_fixture.hpp"

namespace myriad {
namespace {

TEST(TheoryChain, WithoutBiases) {
  const CellConfig chain = relu(uniform(-0.05, 0.05), init<ZerosInit>(), 2);
  EXPECT_NEAR(theory(chain, oracle::square_corners(1, 0)), 0.5, 1e-15);
  EXPECT_NEAR(theory(chain, oracle::xor_rows()), 5 / 8.0, 1e-15);
  EXPECT_NEAR(theory(chain, kOnePoint), 0.75, 1e-15);
  const Rows iris = rounded(oracle::iris_petals());
  const double first = theory(relu(uniform(-0.05, 0.05)), iris);
  EXPECT_NEAR(theory(chain, iris), oracle::born_dead_stacked(first, 1), 1e-15);
  for (const CellConfig& other :
       {relu(init<HeNormalInit>(), init<ZerosInit>(), 2), joint<KerasDenseInit>(2),
        relu(init<OrthogonalInit>({1}), init<ZerosInit>(), 2),
        relu(normal(0, 3), init<ZerosInit>(), 2)}) {
    CellConfig single = other;
    single.hidden_layers = 1;
    EXPECT_NEAR(theory(other, iris), oracle::born_dead_stacked(theory(single, iris), 1), 1e-12);
  }
}

TEST(TheoryChain, WithOtherLawsOfTheSecondWeight) {
  CellConfig chain = relu(uniform(-1, 1), init<ZerosInit>(), 2);
  chain.init.by_group["hidden.1.weight"] = uniform(-1, 3);
  EXPECT_NEAR(theory(chain, kAxes), 1 - 0.75 * 0.75, 1e-15);
  chain.init.by_group["hidden.1.weight"] = normal(1, 1);
  EXPECT_NEAR(theory(chain, kAxes), 1 - 0.75 * 0.841344746068543, 1e-14);
  chain.init.by_group["hidden.1.weight"] = constant(1);
  EXPECT_NEAR(theory(chain, kAxes), 0.25, 1e-15);
  chain.init.by_group["hidden.0.bias"] = uniform(-1, 1);
  EXPECT_NEAR(theory(chain, kAxes), 1 / 3.0, 1e-15);
  // z2 = h + b2: dead iff max h <= -b2; w, b in [-1,1]^3, (1,0) and (0,1)
  chain.init.by_group["hidden.1.bias"] = constant(-0.5);
  const double expected = oracle::born_dead_uniform(kAxes, 1, 1, -0.5);
  EXPECT_NEAR(theory(chain, kAxes), expected, 1e-9);
}

TEST(TheoryChain, FixedFirstLayers) {
  CellConfig chain = relu(constant(-1), init<ZerosInit>(), 2);
  chain.init.by_group["hidden.1.weight"] = uniform(-1, 3);
  chain.init.by_group["hidden.1.bias"] = constant(0.1);
  EXPECT_EQ(theory(chain, kAxes), 1);
  chain.init.by_group["hidden.0.weight"] = init<ValuesInit>({1, 2});
  // h = 1 and 2; dead iff v + b2 <= 0 and 2 v + b2 <= 0
  EXPECT_NEAR(theory(chain, kAxes), 0.9 / 4, 1e-7);
  EXPECT_NEAR(always_on_theory(chain, kAxes), 1 - 0.95 / 4, 1e-7);
  chain.init.by_group["hidden.1.bias"] = uniform(-1, 1);
  // v <= -max(b2, b2 / 2): the mean of (1 - b2) / 4 below 0 is (1 + 1/4)/4 ... by halves
  EXPECT_NEAR(theory(chain, kAxes), ((1 + 0.5 * 0.5) / 4 + (1 - 0.5) / 4) / 2, 1e-12);
  chain.init.by_group["hidden.1.weight"] = constant(1);
  EXPECT_NEAR(theory(chain, kAxes), 0, 1e-12);
  chain.init.by_group["hidden.1.weight"] = constant(-0.5);
  EXPECT_NEAR(theory(chain, kAxes), 0.75, 1e-12);
  chain.init.by_group["hidden.1.bias"] = constant(0.5);
  EXPECT_EQ(theory(chain, kAxes), 1);
  EXPECT_EQ(always_on_theory(chain, kAxes), 0);
}

TEST(TheoryChain, SymmetricLawsAtOneRow) {
  // z1 and, whatever h is, z2 are symmetric: each layer is dead with probability 1/2.
  const CellConfig configs[] = {
      joint<TorchLinearInit>(2),
      joint<SklearnMlpInit>(2, {1}),
      relu(normal(0, 1), normal(0, 0.3), 2),
      relu(init<HeNormalInit>(), init<HeNormalInit>(), 2),
      relu(init<HeNormalInit>(), uniform(-5, 5), 2),
      relu(uniform(-1e-3, 1e-3), normal(0, 10), 2),
      relu(init<OrthogonalInit>({1}), uniform(-0.1, 0.1), 2),
      relu(init<OrthogonalInit>({1}), init<OrthogonalInit>({0.5}), 2),
  };
  const Rows row = {{1.5, -0.25, 0}};
  for (const CellConfig& config : configs) {
    EXPECT_NEAR(theory(config, row), 0.75, 1e-8);
    EXPECT_NEAR(always_on_theory(config, row), 0.25, 1e-8);
    EXPECT_NEAR(inactive_theory(config, row), 0.75, 1e-8);
  }
}

TEST(TheoryChain, OnTheWholePlaneAQuarterIsDead) {
  // Rows everywhere: only v <= 0 and b2 <= 0 keep the second unit down (arXiv 2412.06829).
  const Rows far = oracle::square_corners(1e7, 0);
  EXPECT_NEAR(theory(joint<TorchLinearInit>(2), far), 0.25, 1e-6);
  EXPECT_NEAR(theory(relu(normal(0, 1), normal(0, 1), 2), far), 0.25, 1e-6);
}

TEST(TheoryChain, TorchsStartAgreesWithASlowIntegral) {
  // For each v and b2, the second unit is dead iff max z1 <= -b2/v, or v < 0 and min z1 >= b2/-v.
  for (const Rows& rows : {kTriangle, Rows{{1, -1, 0}, {-0.5, 2, 0}}}) {
    Rows opposite = rows;
    for (oracle::Row& row : opposite) row = {-row.x1, -row.x2, 0};
    const double a = 1 / std::sqrt(2.0), first = oracle::born_dead_uniform(rows, a, a);
    const auto over_v = [&](double v) {
      const auto over_b = [&](double b) {
        if (v > 0) return b > 0 ? 0 : oracle::born_dead_uniform(rows, a, a, b / v);
        return b <= 0 ? 1 : oracle::born_dead_uniform(opposite, a, a, -b / v);
      };
      return oracle::integrate(over_b, -1, 0, 1e-5, 4) + oracle::integrate(over_b, 0, 1, 1e-5, 4);
    };
    const double second = (oracle::integrate(over_v, -1, -1e-9, 1e-5, 4) +
                           oracle::integrate(over_v, 1e-9, 1, 1e-5, 4)) /
                          4;
    EXPECT_NEAR(theory(joint<TorchLinearInit>(2), rows), second + first / 2, 2e-5);
  }
}

using Draw = std::function<double(std::mt19937_64&)>;

double flat(std::mt19937_64& e, double half) {
  return std::uniform_real_distribution<>(-half, half)(e);
}
double bell(std::mt19937_64& e, double mean, double sd) {
  return std::normal_distribution<>(mean, sd)(e);
}

oracle::Start rai_start(std::mt19937_64& e) {
  const double sd = 0.6007 / std::sqrt(2.0);
  oracle::Start p = {bell(e, 0, sd), bell(e, 0, sd), bell(e, 0, sd), bell(e, 0, 0.6007),
                     bell(e, 0, 0.6007)};
  const auto beta = [&] { return std::sqrt(std::uniform_real_distribution<>()(e)); };
  p[std::uniform_int_distribution<std::size_t>(0, 2)(e)] = beta();
  p[std::uniform_int_distribution<std::size_t>(3, 4)(e)] = beta();
  return p;
}

struct ChainCase {
  const char* name;
  CellConfig config;
  oracle::Sampler draw;
};

std::vector<ChainCase> chain_cases() {
  std::vector<ChainCase> cases;
  cases.push_back(
      {"torch", joint<TorchLinearInit>(2), [](auto& e) {
         const double a = std::sqrt(0.5);
         return oracle::Start{flat(e, a), flat(e, a), flat(e, a), flat(e, 1), flat(e, 1)};
       }});
  cases.push_back({"rai", joint<RaiInit>(2), rai_start});
  cases.push_back({"normals", relu(normal(0.2, 0.7), normal(-0.1, 0.5), 2), [](auto& e) {
                     return oracle::Start{bell(e, 0.2, 0.7), bell(e, 0.2, 0.7), bell(e, -0.1, 0.5),
                                          bell(e, 0.2, 0.7), bell(e, -0.1, 0.5)};
                   }});
  cases.push_back({"constant biases", relu(uniform(-1, 1), constant(0.25), 2), [](auto& e) {
                     return oracle::Start{flat(e, 1), flat(e, 1), 0.25, flat(e, 1), 0.25};
                   }});
  CellConfig mixed = relu(normal(0, 1), uniform(-0.5, 0.5), 2);
  mixed.init.by_group["hidden.1.weight"] = constant(0.75);
  cases.push_back(
      {"constant weight", mixed, [](auto& e) {
         return oracle::Start{bell(e, 0, 1), bell(e, 0, 1), flat(e, 0.5), 0.75, flat(e, 0.5)};
       }});
  cases.push_back(
      {"signs", relu(init<OrthogonalInit>({0.5}), init<OrthogonalInit>({0.25}), 2), [](auto& e) {
         const double t = flat(e, 3.14159265358979323846);
         const auto sign = [&](double x) { return flat(e, 1) > 0 ? x : -x; };
         return oracle::Start{0.5 * std::cos(t), 0.5 * std::sin(t), sign(0.25), sign(0.5),
                              sign(0.25)};
       }});
  return cases;
}

TEST(TheoryChain, AgreesWithSimulation) {
  const Rows rows = {{0.5, 1.2, 0}, {1.5, -0.4, 0}, {0.9, 0.8, 0}, {-0.7, 0.3, 0}};
  struct {
    const char* name;
    int id;
    std::function<double(double)> phi;
    std::vector<std::pair<double, double>> flat;
  } const activations[] = {
      {"relu",
       index_in<Relu>(Activations{}),
       [](double z) { return std::fmax(z, 0); },
       {{-1e300, 0}}},
      {"leaky",
       index_in<LeakyRelu>(Activations{}),
       [](double z) { return z > 0 ? z : 0.3 * z; },
       {}},
      {"tanh", index_in<Tanh>(Activations{}), [](double z) { return std::tanh(z); }, {}},
      {"sigmoid",
       index_in<Sigmoid>(Activations{}),
       [](double z) { return 1 / (1 + std::exp(-z)); },
       {}},
  };
  const int networks = 200'000;
  const double five_errors = 5 * 0.5 / std::sqrt(networks);
  int known = 0;
  for (const ChainCase& one : chain_cases()) {
    for (const auto& activation : activations) {
      CellConfig config = one.config;
      config.activation = {activation.id, {static_cast<double>(0.3f)}};
      const oracle::Shares shares =
          oracle::simulate(rows, 2, networks, one.draw, activation.phi, activation.flat);
      const double dead = theory(config, rows), inactive = inactive_theory(config, rows);
      const double on = always_on_theory(config, rows);
      EXPECT_NEAR(dead, shares.dead, five_errors) << one.name << ' ' << activation.name;
      if (std::isnan(inactive) || std::isnan(on)) continue;
      ++known;
      EXPECT_NEAR(inactive, shares.inactive, five_errors) << one.name << ' ' << activation.name;
      EXPECT_NEAR(on, shares.always_on, five_errors) << one.name << ' ' << activation.name;
    }
  }
  EXPECT_EQ(known, 24 - 4);  // RAI and normals, both at random, behind tanh and sigmoid: empty
}

TEST(TheoryChain, IsEmptyWhereItWouldTakeMinutes) {
  CellConfig lattice = relu(init<LatticeInit>({64, 1}), init<ZerosInit>(), 2);
  lattice.init.by_group["hidden.1.weight"] = uniform(-1, 1);
  const double first = theory(relu(init<LatticeInit>({64, 1})), kTriangle);
  EXPECT_NEAR(theory(lattice, kTriangle), oracle::born_dead_stacked(first, 1), 1e-15);
  lattice.init.by_group["hidden.1.bias"] = uniform(-1, 1);
  EXPECT_FALSE(born_dead_theory(lattice, training_rows(kTriangle)));
  CellConfig tanh = relu(normal(0, 1), normal(0, 1), 2);
  tanh.activation = {index_in<Tanh>(Activations{}), {}};
  EXPECT_FALSE(born_inactive_theory(tanh, training_rows(kTriangle)));
  EXPECT_EQ(born_dead_theory(tanh, training_rows(kTriangle)), 0);
}

}  // namespace
}  // namespace myriad
