// P(low <= w.x + b <= high on every row) against the oracle's integrals, which know nothing of
// hulls or cones, and against values known by hand.
#include "host/theory/interval_probability.hpp"

#include <cmath>
#include <numbers>
#include <random>

#include <gtest/gtest.h>

#include "oracle/probability.hpp"
#include "theory_fixture.hpp"

namespace myriad {
namespace {

Polygon hull_of(const Rows& rows) {
  std::vector<Point> points;
  for (const oracle::Row& row : rows) points.push_back({row.x1, row.x2});
  return convex_hull(points);
}

/// One law twice: ours and the oracle's.
struct BothLaws {
  const char* name;
  ScalarLaw ours;
  oracle::Law theirs;
};

const std::vector<BothLaws>& all_laws() {
  static const std::vector<BothLaws> laws = {
      {"uniform", ScalarLaw::uniform(-0.7, 1.1), oracle::uniform_law(-0.7, 1.1)},
      {"normal", ScalarLaw::normal(0, 0.8), oracle::normal_law(0, 0.8)},
      {"off", ScalarLaw::normal(-0.6, 0.5), oracle::normal_law(-0.6, 0.5)},
      {"cut", ScalarLaw::truncated(0, 0.6, -1.2, 1.2), oracle::truncated_law(0, 0.6, -1.2, 1.2)},
      {"lopsided", ScalarLaw::truncated(0.2, 1, -2, 0.5), oracle::truncated_law(0.2, 1, -2, 0.5)},
      {"beta", ScalarLaw::beta(), oracle::beta_law()},
  };
  return laws;
}

const SumInterval kIntervals[] = {
    {-kInfinite, 0}, {-kInfinite, 0.4}, {0.3, kInfinite}, {-1, 0.5}, {-0.5, 0.5}};

TEST(IntervalProbability, AgreesWithTheOracleForFixedBiases) {
  std::mt19937_64 engine(3);
  int positive = 0;
  for (const BothLaws& x : all_laws()) {
    for (const BothLaws& y : all_laws()) {
      const Rows rows = random_rows(engine);
      const double bias = std::normal_distribution<double>(-0.3, 0.4)(engine);
      for (const SumInterval& z : kIntervals) {
        const double ours = interval_probability(
            hull_of(rows), z, WeightLaw::independent(x.ours, y.ours), ScalarLaw::point(bias));
        const double theirs = oracle::born_between(rows, x.theirs, y.theirs, bias, z.low, z.high);
        EXPECT_NEAR(ours, theirs, 3e-7) << x.name << ' ' << y.name << ' ' << z.low << ' ' << z.high;
        positive += ours > 1e-3 && ours < 0.999;
      }
    }
  }
  EXPECT_GT(positive, 60);
}

TEST(IntervalProbability, AgreesWithTheOracleForRandomBiases) {
  std::mt19937_64 engine(5);
  const auto& laws = all_laws();
  int positive = 0;
  for (std::size_t k = 0; k < 2 * laws.size(); ++k) {
    const BothLaws &x = laws[k % 6], &y = laws[(k * 5 + 1) % 6], &b = laws[(k + k / 6 + 2) % 6];
    const Rows rows = random_rows(engine, 6);
    for (const SumInterval& z : {kIntervals[k % 5], kIntervals[(k + 3) % 5]}) {
      const double ours =
          interval_probability(hull_of(rows), z, WeightLaw::independent(x.ours, y.ours), b.ours);
      const double theirs = oracle::born_between(rows, x.theirs, y.theirs, b.theirs, z.low, z.high);
      EXPECT_NEAR(ours, theirs, 1e-6) << x.name << ' ' << y.name << ' ' << b.name << ' ' << z.low;
      positive += ours > 1e-3 && ours < 0.999;
    }
  }
  EXPECT_GT(positive, 12);
}

TEST(IntervalProbability, DirectionsAgreeWithTheOracle) {
  // A direction is a normal pair divided by its length: with a zero bias the same; with others, by
  // sums.
  std::mt19937_64 engine(7);
  for (int i = 0; i < 40; ++i) {
    const Rows rows = random_rows(engine);
    const Polygon hull = hull_of(rows);
    EXPECT_NEAR(
        interval_probability(hull, {-kInfinite, 0}, WeightLaw::circle(1.3), ScalarLaw::point(0)),
        oracle::born_dead_isotropic(rows), 1e-12);
    const BothLaws& b = all_laws()[static_cast<std::size_t>(i) % 6];
    const SumInterval& z = kIntervals[i % 5];
    double random_bias = 0, fixed_bias = 0;
    const int steps = 20'000;
    for (int k = 0; k < steps; ++k) {
      const double t = 2 * std::numbers::pi * (k + 0.5) / steps;
      double least = kInfinite, most = -kInfinite;
      for (const oracle::Row& row : rows) {
        const double s = 1.3 * (std::cos(t) * row.x1 + std::sin(t) * row.x2);
        least = std::fmin(least, s);
        most = std::fmax(most, s);
      }
      random_bias +=
          std::fmax(0, b.theirs.below(z.high - most) - b.theirs.below(z.low - least)) / steps;
      fixed_bias += (most - 0.2 <= z.high && least - 0.2 >= z.low) / double(steps);
    }
    EXPECT_NEAR(interval_probability(hull, z, WeightLaw::circle(1.3), b.ours), random_bias, 2e-5)
        << b.name;
    EXPECT_NEAR(interval_probability(hull, z, WeightLaw::circle(1.3), ScalarLaw::point(-0.2)),
                fixed_bias, 2e-4);
  }
}

TEST(IntervalProbability, OneRowIsOneNormalVariable) {
  const auto below = [](double x) { return std::erfc(-x / std::numbers::sqrt2) / 2; };
  const Polygon row = {{3, 4}};
  const WeightLaw w = WeightLaw::both(ScalarLaw::normal(0, 0.25));  // w.x has deviation 1.25
  for (double b = 1e-11; b < 40; b *= 5) {
    const double u = b / 1.25;
    const ScalarLaw zero = ScalarLaw::point(0);
    EXPECT_NEAR(interval_probability(row, {-kInfinite, b}, w, zero), below(u), 2e-11) << b;
    EXPECT_NEAR(interval_probability(row, {b, kInfinite}, w, zero), below(-u), 2e-11) << b;
    EXPECT_NEAR(interval_probability(row, {-b, b}, w, zero), std::erf(u / std::numbers::sqrt2),
                2e-11)
        << b;
    EXPECT_NEAR(interval_probability(row, {-kInfinite, b}, w, ScalarLaw::normal(0.5, 3)),
                below((b - 0.5) / std::hypot(1.25, 3)), 1e-10);
    EXPECT_NEAR(
        interval_probability(row, {-b, b}, w, ScalarLaw::normal(0.5, 1e-4)),
        below((b - 0.5) / std::hypot(1.25, 1e-4)) - below((-b - 0.5) / std::hypot(1.25, 1e-4)),
        1e-10);
  }
}

TEST(IntervalProbability, StripsOfUniformWeightsAreRational) {
  const WeightLaw w = WeightLaw::both(ScalarLaw::uniform(-1, 1));
  const ScalarLaw zero = ScalarLaw::point(0), wide = ScalarLaw::uniform(-1, 1);
  EXPECT_NEAR(interval_probability({{1, 0}}, {-0.5, 0.5}, w, zero), 0.5, 1e-15);
  EXPECT_NEAR(interval_probability({{1, 0}}, {-0.5, 0.25}, w, ScalarLaw::point(0.25)), 0.375,
              1e-15);
  EXPECT_NEAR(interval_probability(convex_hull({{1, 0}, {0, 1}}), {-0.5, 0.5}, w, zero), 0.25,
              1e-15);
  EXPECT_NEAR(interval_probability(convex_hull({{1, 1}, {-1, -1}}), {-1, 1}, w, zero), 0.75, 1e-15);
  EXPECT_NEAR(interval_probability({{1, 0}}, {-1, 1}, w, wide), 0.75, 1e-15);
  // |w1 + b| <= 1/2 and |w1 - b| <= 1/2: a square of half diagonal 1/2 in [-1,1]^2
  EXPECT_NEAR(interval_probability(convex_hull({{1, 0}, {-1, 0}}), {-0.5, 0.5}, w, wide), 0.125,
              1e-15);
  // for each b, |w1| and |w2| are at most min(1, 2 - |b|)
  EXPECT_NEAR(interval_probability(convex_hull({{1, 0}, {-1, 0}, {0, 1}, {0, -1}}), {-2, 2}, w,
                                   ScalarLaw::uniform(-2, 2)),
              (1 + 1 / 3.0) / 2, 1e-14);
}

TEST(IntervalProbability, EndsMatterOnlyToRowsAtTheOriginAndFixedWeights) {
  const Polygon origin = {{0, 0}}, hull = convex_hull({{0, 0}, {1, 0}, {0, 1}});
  const WeightLaw w = WeightLaw::both(ScalarLaw::uniform(-1, 1));
  const ScalarLaw zero = ScalarLaw::point(0);
  const SumInterval closed{0, kInfinite}, open{0, kInfinite, true, false};
  EXPECT_EQ(interval_probability(origin, closed, w, zero), 1);
  EXPECT_EQ(interval_probability(origin, open, w, zero), 0);
  EXPECT_EQ(interval_probability(hull, closed, w, zero), 0.25);
  EXPECT_EQ(interval_probability(hull, open, w, zero), 0);
  const WeightLaw fixed = WeightLaw::point({1, 0});
  EXPECT_EQ(interval_probability(hull, closed, fixed, zero), 1);
  EXPECT_EQ(interval_probability(hull, open, fixed, zero), 0);
  EXPECT_EQ(interval_probability(hull, {0, 1, false, true}, fixed, zero), 0);
  EXPECT_EQ(interval_probability(hull, {0, 1}, fixed, zero), 1);
  EXPECT_NEAR(interval_probability(hull, {0, 1}, fixed, ScalarLaw::normal(0, 1)), 0, 1e-15);
  EXPECT_NEAR(interval_probability(hull, {0, 2}, fixed, ScalarLaw::uniform(-1, 3)), 0.25, 1e-15);
}

TEST(IntervalProbability, OfNothingAndEverything) {
  const WeightLaw w = WeightLaw::both(ScalarLaw::normal(0, 1));
  EXPECT_EQ(interval_probability({}, {5, 6}, w, ScalarLaw::point(0)), 1);
  EXPECT_EQ(interval_probability({{1, 1}}, {}, w, ScalarLaw::point(0)), 1);
  EXPECT_EQ(interval_probability({{1, 1}}, {2, 1}, w, ScalarLaw::point(0)), 0);
  const Polygon around = convex_hull({{1, 0}, {-1, 0}, {0.1, 0.3}, {-0.1, -0.3}});
  EXPECT_EQ(interval_probability(around, {-kInfinite, 0}, w, ScalarLaw::point(0)), 0);
  EXPECT_EQ(
      interval_probability(around, {-kInfinite, 0}, WeightLaw::circle(1), ScalarLaw::point(0)), 0);
}

TEST(IntervalProbability, OfAHundredThousandCorners) {
  std::vector<Point> disc;
  for (int i = 0; i < 100'000; ++i) {
    const double angle = 2 * std::numbers::pi * i / 100'000;
    disc.push_back({std::cos(angle), std::sin(angle)});
  }
  const Polygon hull = convex_hull(disc);
  // |w| <= 1/2: of truncated weights, and of uniform ones that a strip bounds on both sides
  const double cut = std::erf(2 / std::numbers::sqrt2);
  EXPECT_NEAR(interval_probability(hull, {-kInfinite, 0},
                                   WeightLaw::both(ScalarLaw::truncated(0, 1, -2, 2)),
                                   ScalarLaw::point(-0.5)),
              (1 - std::exp(-0.125)) / (cut * cut), 1e-6);
  EXPECT_NEAR(interval_probability(hull, {-0.5, 0.5}, WeightLaw::both(ScalarLaw::uniform(-1, 1)),
                                   ScalarLaw::point(0)),
              std::numbers::pi / 16, 1e-6);
}

}  // namespace
}  // namespace myriad
