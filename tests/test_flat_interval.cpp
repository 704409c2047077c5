// Flat sets found by bisection, and the probability of lying in one that is not z <= 0.
#include "host/flat_half_line.hpp"

#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "myriad/step/choice.hpp"

namespace myriad {
namespace {

using Kind = Distribution::Kind;

/// Flat for z <= -3 (set 0) and for z >= 6 (set 1); set 2 is an interval, set 3 everything.
struct TwoEnds {
  bool leaves_flat(int set, float z) const {
    if (set == 0) return z > -3.0f;
    if (set == 1) return z < 6.0f;
    return set == 2 && (z < -1.0f || z > 1.0f);
  }
};

TEST(FlatHalfLine, IsFoundToTheBit) {
  const auto below = flat_half_line(TwoEnds{}, 0), above = flat_half_line(TwoEnds{}, 1);
  ASSERT_TRUE(below && above);
  EXPECT_FALSE(below->above);
  EXPECT_EQ(below->bound, -3.0f);
  EXPECT_TRUE(above->above);
  EXPECT_EQ(above->bound, 6.0f);
  EXPECT_FALSE(flat_half_line(TwoEnds{}, 2));
  EXPECT_FALSE(flat_half_line(TwoEnds{}, 3));
}

TEST(FlatHalfLine, OfReluEndsAtZero) {
  const FixedActivation<Relu> relu{nullptr};
  const auto flat = flat_half_line(relu, 0);
  ASSERT_TRUE(flat);
  EXPECT_FALSE(flat->above);
  EXPECT_EQ(flat->bound, 0.0f);
}

TEST(FlatHalfLine, ProbabilityAgreesWithSimulation) {
  const std::vector<Point> points = {{1, 2}, {2, 1}, {3, 3}};
  const Distribution weight{Kind::uniform, -1, 3}, bias{Kind::uniform, -2, 5};
  for (const FlatHalfLine& flat :
       {FlatHalfLine{true, 6}, FlatHalfLine{false, 4}, FlatHalfLine{true, -1}}) {
    std::mt19937_64 engine(17);
    std::uniform_real_distribution<double> draw_weight(-1, 3), draw_bias(-2, 5);
    const int units = 400'000;
    int inside = 0;
    for (int i = 0; i < units; ++i) {
      const double w1 = draw_weight(engine), w2 = draw_weight(engine), b = draw_bias(engine);
      bool flat_everywhere = true;
      for (const Point& p : points) {
        const double z = w1 * p.x + w2 * p.y + b;
        flat_everywhere = flat_everywhere && (flat.above ? z >= flat.bound : z <= flat.bound);
      }
      inside += flat_everywhere;
    }
    const double expected = flat_probability(points, flat, weight, bias).value();
    EXPECT_GT(expected, 0.01);
    EXPECT_NEAR(inside / double(units), expected, 5 * std::sqrt(0.25 / units));
  }
}

TEST(FlatHalfLine, MovesEveryLawOfTheBias) {
  const std::vector<Point> points = {{1, 0}};
  const FlatHalfLine below{false, 2}, above{true, 2};
  for (const Distribution bias :
       {Distribution{Kind::constant, 0.5, 0}, Distribution{Kind::uniform, 0, 3}}) {
    // one point lies on one side or on the other
    const double sum = flat_probability(points, below, {Kind::normal, 0, 1}, bias).value() +
                       flat_probability(points, above, {Kind::normal, 0, 1}, bias).value();
    EXPECT_NEAR(sum, 1, 1e-11);
  }
  // w.x + b is normal with deviation sqrt(2) about 2: half of it on either side
  const Distribution centred{Kind::normal, 2, 1};
  EXPECT_NEAR(flat_probability(points, above, {Kind::normal, 0, 1}, centred).value(), 0.5, 1e-15);
}

}  // namespace
}  // namespace myriad
