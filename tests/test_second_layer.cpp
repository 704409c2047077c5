// The second layer behind activations of every shape, against simulation and against itself.
#include "host/theory/second_layer.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include <gtest/gtest.h>

#include "oracle/probability.hpp"
#include "theory_fixture.hpp"

namespace myriad {
namespace {

using Kind = Distribution::Kind;

const Rows kRows = {{0.5, 1.2, 0}, {1.5, -0.4, 0}, {0.9, 0.8, 0}};

/// P(layer 1 in some flat set, or layer 2 in one), put together as theory does.
double dead(const FirstLayer& first, const SecondLayer& second, const std::vector<SumInterval>& flat) {
  double total = 0;
  for (const SumInterval& a : flat) {
    total += first.probability(a).value() + second.probability({}, a).value();
    for (const SumInterval& b : flat) total -= second.probability(b, a).value();
  }
  return total;
}

struct Shape {
  const char* name;
  std::function<float(float)> phi;
  std::vector<SumInterval> flat;
};

const std::vector<Shape>& shapes() {
  static const std::vector<Shape> all = {
      {"hardtanh",
       [](float z) { return std::clamp(z, -1.0f, 1.0f); },
       {{-kInfinite, -1}, {1, kInfinite}}},
      {"relu6",
       [](float z) { return std::clamp(z, 0.0f, 6.0f); },
       {{-kInfinite, 0}, {6, kInfinite}}},
      {"threshold", [](float z) { return z > 0.5f ? z : -2.0f; }, {{-kInfinite, 0.5}}},
      {"hardshrink", [](float z) { return z > 0.5f || z < -0.5f ? z : 0.0f; }, {{-0.5, 0.5}}},
      {"softshrink",
       [](float z) { return z > 0.5f    ? z - 0.5f
                            : z < -0.5f ? z + 0.5f
                                        : 0.0f; },
       {{-0.5, 0.5}}},
  };
  return all;
}

bool is_random(const Distribution& law) { return law.kind == Kind::uniform; }
bool is_band(const SumInterval& z) { return std::isfinite(z.low) && std::isfinite(z.high); }

struct Bias {
  Distribution law;
  std::function<double(std::mt19937_64&)> draw;
};

TEST(SecondLayer, AgreesWithSimulationForEveryKindOfFlatSet) {
  const Dataset data = training_rows(kRows);
  const auto flat = [](std::mt19937_64& e, double half) {
    return std::uniform_real_distribution<>(-half, half)(e);
  };
  const Bias biases[] = {{{}, [](auto&) { return 0.0; }},
                         {{Kind::constant, 0.25}, [](auto&) { return 0.25; }},
                         {{Kind::uniform, -2, 2}, [&](auto& e) { return flat(e, 2); }}};
  const int networks = 200'000;
  for (const Shape& shape : shapes()) {
    std::vector<std::pair<double, double>> sets;
    for (const SumInterval& z : shape.flat) sets.emplace_back(z.low, z.high);
    const auto phi = [&](double z) {
      return static_cast<double>(shape.phi(static_cast<float>(z)));
    };
    for (const Bias& bias : biases) {
      const FirstLayer first({Kind::uniform, -2, 2}, bias.law, data.train);
      const SecondLayer second(first, shape.phi, RisingCurve::of(shape.phi), {Kind::uniform, -3, 3},
                               bias.law);
      const oracle::Shares shares = oracle::simulate(
          kRows, 2, networks,
          [&](auto& e) {
            return oracle::Start{flat(e, 2), flat(e, 2), bias.draw(e), flat(e, 3), bias.draw(e)};
          },
          phi, sets);
      if (is_random(bias.law) && is_band(shape.flat.front())) {
        EXPECT_EQ(second.probability({}, shape.flat.front()), std::nullopt) << shape.name << ": it would take a minute";
        continue;
      }
      EXPECT_NEAR(dead(first, second, shape.flat), shares.dead, 5 * 0.5 / std::sqrt(networks))
          << shape.name;
    }
  }
}

TEST(SecondLayer, BehindAFixedFirstLayerAnyActivationWill) {
  const Dataset data = training_rows(kRows);
  const FirstLayer first({Kind::values, 1, -1}, {Kind::constant, 0.5}, data.train);
  const auto silu = [](float z) { return z / (1 + std::exp(-z)); };
  const SecondLayer second(first, silu, std::nullopt, {Kind::uniform, -1, 1},
                           {Kind::constant, 0.1});
  double least = 1e9, most = -1e9;
  for (const oracle::Row& row : kRows) {
    const double h = silu(static_cast<float>(row.x1 - row.x2 + 0.5));
    least = std::min(least, h);
    most = std::max(most, h);
  }
  ASSERT_LT(least, 0);  // v h <= -0.1 for both: impossible
  EXPECT_EQ(second.probability({}, {-kInfinite, 0}), 0);
  // v h >= -0.1 for both: -0.1/most <= v <= 0.1/-least, cut at 1
  EXPECT_NEAR(second.probability({}, {0, kInfinite}).value(),
              (std::min(1.0, 0.1 / -least) + 0.1 / most) / 2, 1e-6);
}

TEST(SecondLayer, WeightsOfOneSignAndAJumpAtZero) {
  const Dataset data = training_rows(kAxes);
  const auto relu = [](float z) { return z > 0 ? z : 0.0f; };
  const FirstLayer first({Kind::uniform, -1, 1}, {}, data.train);
  const SumInterval dead{-kInfinite, 0};
  const SecondLayer up(first, relu, RisingCurve::of(relu), {Kind::constant, 1}, {});
  EXPECT_NEAR(up.probability({}, dead).value(), 0.25, 1e-15);
  const SecondLayer down(first, relu, RisingCurve::of(relu), {Kind::constant, -1}, {});
  EXPECT_NEAR(down.probability({}, dead).value(), 1, 1e-15);
  const SecondLayer off(first, relu, RisingCurve::of(relu), {Kind::constant, 0},
                        {Kind::uniform, -1, 3});
  EXPECT_NEAR(off.probability({}, dead).value(), 0.25, 1e-9);
}

}  // namespace
}  // namespace myriad
