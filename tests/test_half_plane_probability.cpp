// Closed forms for normal weights: against one normal variable, printed values and the oracle.
#include "host/theory/half_plane_probability.hpp"

#include <cmath>
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

TEST(HalfPlaneProbability, PrintedValues) {
  EXPECT_NEAR(isotropic_half_plane_probability(hull_of(kTriangle)), 0.397584, 5e-7);
  EXPECT_NEAR(isotropic_half_plane_probability(hull_of(oracle::iris_petals())), 0.468072, 5e-7);
  EXPECT_NEAR(normal_half_plane_probability(hull_of(kRay), 1, 1), 0.456130, 5e-7);
  EXPECT_NEAR(normal_half_plane_probability(hull_of(oracle::square_corners(1, 0)), 2, 2), 0.108173,
              5e-7);
}

TEST(HalfPlaneProbability, AgreesWithTheOracle) {
  std::mt19937_64 engine(2);
  for (int i = 0; i < 200; ++i) {
    const Rows rows = random_rows(engine);
    EXPECT_NEAR(isotropic_half_plane_probability(hull_of(rows)), oracle::born_dead_isotropic(rows),
                1e-12);
    EXPECT_NEAR(normal_half_plane_probability(hull_of(rows), 2, 0.7),
                oracle::born_dead_normal(rows, 2, 0.7), 1e-9);
  }
}

TEST(HalfPlaneProbability, OfTheOriginAndOfHalfTurns) {
  EXPECT_EQ(isotropic_half_plane_probability({{0, 0}}), 1);
  EXPECT_EQ(isotropic_half_plane_probability(convex_hull({{1, 0}, {-1, 0}})), 0);
  EXPECT_EQ(isotropic_half_plane_probability({{2, 3}}), 0.5);
  EXPECT_NEAR(normal_half_plane_probability({{0, 0}}, 1, 1), 0.5, 1e-15);
}

}  // namespace
}  // namespace myriad
