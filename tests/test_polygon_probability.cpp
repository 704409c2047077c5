// Probabilities of polygons: rectangles and half-planes known by hand, and a polygon cut in pieces.
#include "host/theory/polygon_probability.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace myriad {
namespace {

double below(double x) { return std::erfc(-x / std::sqrt(2.0)) / 2; }

TEST(PolygonProbability, OfRectanglesIsAProduct) {
  const LawPair w{ScalarLaw::normal(0.3, 0.5), ScalarLaw::beta()};
  EXPECT_NEAR(probability_in({{0, 0.25}, {1, 0.25}, {1, 0.5}, {0, 0.5}}, w),
              (below(1.4) - below(-0.6)) * (0.25 - 0.0625), 1e-12);
  EXPECT_NEAR(probability_in(support_of(w), w), 1, 1e-12);
  EXPECT_EQ(probability_in({}, w), 0);
}

TEST(PolygonProbability, OfHalfPlanes) {
  const LawPair w{ScalarLaw::normal(0, 1), ScalarLaw::normal(0, 2)};
  for (const double limit : {-3.0, -0.5, 0.0, 1.0}) {
    const Polygon half = clip(support_of(w), {{3, -0.25}, -limit});  // sd of 3x - y/4: sqrt(9.25)
    EXPECT_NEAR(probability_in(half, w), below(limit / std::sqrt(9.25)), 1e-11);
  }
}

TEST(PolygonProbability, WithALimitOnTheBias) {
  const LawPair w{ScalarLaw::normal(0, 1), ScalarLaw::normal(0, 2)};
  // b <= 3x - y/4 + 1 everywhere: one normal variable
  for (const double sd : {1e-6, 0.01, 1.0, 50.0}) {
    EXPECT_NEAR(probability_in(support_of(w), w, ScalarLaw::normal(0.5, sd), {{3, -0.25}, 1}),
                below(0.5 / std::sqrt(9.25 + sd * sd)), 1e-10)
        << sd;
  }
  EXPECT_NEAR(probability_in(support_of(w), w, ScalarLaw::point(0.5), {{3, -0.25}, 1}),
              below(0.5 / std::sqrt(9.25)), 1e-11);
  // uniform weights and bias: exact. x in [0,1]: b <= x for b in [-1, 1] has probability 3/4
  const LawPair flat{ScalarLaw::uniform(0, 1), ScalarLaw::uniform(-4, 4)};
  EXPECT_NEAR(probability_in(support_of(flat), flat, ScalarLaw::uniform(-1, 1), {{1, 0}, 0}), 0.75,
              1e-15);
  EXPECT_NEAR(probability_in(support_of(flat), flat, ScalarLaw::beta(), {{1, 0}, 0}), 1 / 3.0,
              1e-12);
}

TEST(PolygonProbability, AddsUpOverPieces) {
  const LawPair w{ScalarLaw::truncated(0, 0.5, -1, 0.4), ScalarLaw::beta()};
  const ScalarLaw b = ScalarLaw::normal(0, 0.3);
  const Linear limit{{1, -2}, 0.7}, cut{{0.3, -1}, 0.2};
  const Polygon all = support_of(w);
  const Polygon one = clip(all, cut), other = clip(all, {-1 * cut.normal, -cut.offset});
  EXPECT_NEAR(probability_in(one, w) + probability_in(other, w), 1, 1e-11);
  EXPECT_NEAR(probability_in(one, w, b, limit) + probability_in(other, w, b, limit),
              probability_in(all, w, b, limit), 1e-10);
}

}  // namespace
}  // namespace myriad
