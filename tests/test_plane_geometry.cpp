// Hulls against their definition; clipping and integrals against areas and moments known by hand.
#include "host/plane_geometry.hpp"

#include <random>

#include <gtest/gtest.h>

namespace myriad {
namespace {

TEST(ConvexHull, DropsInnerCollinearAndEqualPoints) {
  const Polygon hull =
      convex_hull({{0, 0}, {1, 0}, {2, 0}, {2, 2}, {1, 1}, {0, 2}, {0, 1}, {2, 2}, {0.5, 0.5}});
  ASSERT_EQ(hull.size(), 4u);
  EXPECT_EQ(area(hull), 4);  // positive: counter-clockwise
}

TEST(ConvexHull, OfFewPoints) {
  EXPECT_TRUE(convex_hull({}).empty());
  EXPECT_EQ(convex_hull({{1, 2}, {1, 2}}).size(), 1u);
  EXPECT_EQ(convex_hull({{1, 2}, {2, 3}, {3, 4}, {2, 3}}).size(), 2u);
}

TEST(ConvexHull, HoldsEveryPointAndTurnsLeft) {
  std::mt19937_64 engine(1);
  std::uniform_int_distribution<int> grid(-5, 5);
  for (int i = 0; i < 300; ++i) {
    Polygon points;
    for (int k = 0; k < 3 + i % 30; ++k)
      points.push_back({double(grid(engine)), double(grid(engine))});
    const Polygon hull = convex_hull(points);
    const std::size_t n = hull.size();
    for (std::size_t k = 0; n >= 3 && k < n; ++k) {
      const Point edge = hull[(k + 1) % n] - hull[k];
      EXPECT_GT(cross(edge, hull[(k + 2) % n] - hull[k]), 0);
      for (const Point& p : points) EXPECT_GE(cross(edge, p - hull[k]), 0);
    }
  }
}

TEST(Clip, KeepsTheSideWhereTheFunctionIsNotPositive) {
  const Polygon box = square(-1, 1);
  EXPECT_EQ(area(box), 4);
  EXPECT_DOUBLE_EQ(area(clip(box, {{1, 0}, 0.5})), 1);   // x <= -1/2
  EXPECT_DOUBLE_EQ(area(clip(box, {{1, 1}, 0})), 2);     // through two corners
  EXPECT_DOUBLE_EQ(area(clip(box, {{1, 1}, -1})), 3.5);  // one corner cut off
  EXPECT_EQ(area(clip(box, {{1, 0}, -1})), 4);           // the edge itself
  EXPECT_TRUE(clip(box, {{1, 0}, 1}).empty());           // only an edge is left
  EXPECT_TRUE(clip(box, {{0, 0}, 1}).empty());
  EXPECT_TRUE(clip({}, {{1, 0}, 0}).empty());
}

TEST(Integral, OfLinearFunctions) {
  EXPECT_DOUBLE_EQ(integral(square(0, 2), {{1, 0}, 0}), 4);
  EXPECT_DOUBLE_EQ(integral(square(0, 2), {{1, -3}, 5}), 12);
  EXPECT_DOUBLE_EQ(integral({{0, 0}, {3, 0}, {0, 3}}, {{1, 1}, 1}), 13.5);
  EXPECT_EQ(integral({}, {{1, 1}, 1}), 0);
}

}  // namespace
}  // namespace myriad
