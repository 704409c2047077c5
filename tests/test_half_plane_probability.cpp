// P(w.x + b <= 0 for every point): one point, where it is a normal variable, and mixtures of
// biases. tests/test_theory.cpp compares whole configurations with the oracle, with rationals and
// simulation.
#include "host/half_plane_probability.hpp"

#include <cmath>
#include <functional>
#include <numbers>

#include <gtest/gtest.h>

namespace myriad {
namespace {

using Kind = Distribution::Kind;

Distribution constant(double value) { return {Kind::constant, value, 0}; }
Distribution normal(double mean, double sd) { return {Kind::normal, mean, sd}; }
Distribution uniform(double low, double high) { return {Kind::uniform, low, high}; }

double probability(const Polygon& points, const Distribution& weight, const Distribution& bias) {
  return half_plane_probability(points, weight, bias).value_or(std::nan(""));
}

TEST(HalfPlaneProbability, OnePointIsOneNormalVariable) {
  const auto phi = [](double x) { return std::erfc(-x / std::numbers::sqrt2) / 2; };
  const auto density = [](double x) {
    return std::exp(-x * x / 2) / std::sqrt(2 * std::numbers::pi);
  };
  const double length = 5,
               sd = 0.25;  // of the point (3, 4) and of the weights: w.x has deviation 1.25
  const Polygon point = {{3, 4}};
  for (double b = 1e-11; b < 40; b *= 5) {
    const double u = b / (length * sd);
    EXPECT_NEAR(probability(point, normal(0, sd), constant(b)), phi(-u), 1e-11) << b;
    EXPECT_NEAR(probability(point, normal(0, sd), constant(-b)), phi(u), 1e-11) << b;
    // the mean of phi(-u) over (0, u); the difference of densities loses digits for tiny u
    const double mean =
        u < 1e-4 ? 0.5 - u * density(0) / 2 : phi(-u) + (density(0) - density(u)) / u;
    EXPECT_NEAR(probability(point, normal(0, sd), uniform(0, b)), mean, 1e-10) << b;
    EXPECT_NEAR(probability(point, normal(0, sd), uniform(-b, 0)), 1 - mean, 1e-10) << b;
  }
}

/// Averages the constant-bias probability over a density of the bias (trapezoids).
double mean_over_bias(const Polygon& points, double low, double high,
                      const std::function<double(double)>& density) {
  const int steps = 2000;
  double sum = 0, total = 0;
  for (int i = 0; i <= steps; ++i) {
    const double b = low + (high - low) * i / steps;
    const double share = density(b) * (i == 0 || i == steps ? 0.5 : 1);
    sum += share * probability(points, normal(0, 0.8), constant(b));
    total += share;
  }
  return sum / total;
}

TEST(HalfPlaneProbability, ConstantBiasesAverageToRandomOnes) {
  const Polygon shapes[] = {{{1, 2}, {2, 1}, {3, 4}, {4, 2}},
                            {{-1, -1}, {1, -1}, {0, 2}},
                            {{0.5, 0}, {1.5, -1}, {2, 0.25}}};
  for (const Polygon& points : shapes) {
    const auto bell = [](double b) { return std::exp(-b * b / 2); };
    const auto flat = [](double) { return 1.0; };
    // a dead share may jump at b = 0, which costs trapezoids half a step of it
    EXPECT_NEAR(probability(points, normal(0, 0.8), normal(0, 1)),
                mean_over_bias(points, -9, 9, bell), 2e-5);
    EXPECT_NEAR(probability(points, normal(0, 0.8), uniform(-0.5, 2)),
                mean_over_bias(points, -0.5, 2, flat), 2e-4);
  }
}

TEST(HalfPlaneProbability, NoPointsAreAlwaysOnOneSide) {
  EXPECT_EQ(probability({}, uniform(-1, 1), constant(5)), 1);
}

TEST(HalfPlaneProbability, OfNotBeingPositive) {
  EXPECT_EQ(probability_not_positive(constant(0)), 1);
  EXPECT_EQ(probability_not_positive(constant(1e-9)), 0);
  EXPECT_EQ(probability_not_positive(uniform(-1, 3)), 0.25);
  EXPECT_EQ(probability_not_positive(uniform(1, 3)), 0);
  EXPECT_EQ(probability_not_positive(uniform(-2, -2)), 1);
  EXPECT_NEAR(probability_not_positive(normal(-2, 2)).value(), 0.841344746068543, 1e-14);
  EXPECT_FALSE(probability_not_positive({Kind::lattice, 8, 1}));
}

}  // namespace
}  // namespace myriad
