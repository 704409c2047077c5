// Hulls, sectors and cones against their definition; clipping and integrals against areas and
// moments known by hand.
#include "host/theory/plane_geometry.hpp"

#include <cmath>
#include <numbers>
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

Polygon random_hull(std::mt19937_64& engine) {
  std::uniform_int_distribution<int> grid(-4, 4), count(1, 12);
  Polygon points;
  for (int k = count(engine); k > 0; --k)
    points.push_back({double(grid(engine)), double(grid(engine))});
  return convex_hull(points);
}

std::size_t furthest(const Polygon& hull, Point direction) {
  std::size_t best = 0;
  for (std::size_t i = 0; i < hull.size(); ++i) {
    if (dot(hull[i], direction) > dot(hull[best], direction)) best = i;
  }
  return best;
}

TEST(Sectors, NameTheFurthestCornersOfEveryDirection) {
  std::mt19937_64 engine(2);
  for (int i = 0; i < 200; ++i) {
    const Polygon hull = random_hull(engine);
    double turn = 0;
    for (const Sector& s : sectors_of(hull)) {
      turn += s.end - s.begin;
      if (s.end - s.begin < 1e-9) continue;
      const double middle = (s.begin + s.end) / 2;
      const Point direction{std::cos(middle), std::sin(middle)};
      EXPECT_NEAR(dot(hull[s.far], direction), dot(hull[furthest(hull, direction)], direction),
                  1e-12);
      EXPECT_NEAR(dot(hull[s.near], direction),
                  dot(hull[furthest(hull, -1 * direction)], direction), 1e-12);
    }
    EXPECT_NEAR(turn, 2 * std::numbers::pi, 1e-12);
  }
}

TEST(Cones, CutThePlaneIntoPieces) {
  std::mt19937_64 engine(3);
  for (int i = 0; i < 200; ++i) {
    const Polygon hull = random_hull(engine);
    double total = 0;
    for (std::size_t k = 0; k < hull.size(); ++k) {
      const Polygon cone = clip_to_cone(square(-1, 1), hull, k);
      total += area(cone);
      for (const Point& p : cone)
        EXPECT_NEAR(dot(p, hull[k]), dot(p, hull[furthest(hull, p)]), 1e-12);
    }
    EXPECT_NEAR(total, 4, 1e-12);
  }
}

TEST(Span, OfDirections) {
  const auto span = [](std::vector<Point> points) {
    return span_of(convex_hull(std::move(points)));
  };
  EXPECT_TRUE(span({{1, 0}, {0, 1}}).narrow);
  EXPECT_NEAR(span({{1, 0}, {0, 1}}).angle, std::numbers::pi / 2, 1e-15);
  EXPECT_EQ(span({{1, 0}, {0, 1}}).first.x, 1);
  EXPECT_EQ(span({{1, 1}, {2, 2}}).angle, 0);
  EXPECT_TRUE(span({{1, 1}, {2, 2}}).narrow);
  EXPECT_FALSE(span({{1, 0}, {-1, 0}}).narrow);
  EXPECT_FALSE(span({{1, 0}, {-1, 1}, {-1, -1}}).narrow);
  EXPECT_NEAR(span({{0, 0}, {3, -1}, {3, 1}}).angle, 2 * std::atan2(1, 3), 1e-15);
  EXPECT_TRUE(span({{0, 0}}).narrow);
}

TEST(Thinned, KeepsWhatCannotBeMissed) {
  Polygon circle;
  for (int i = 0; i < 5000; ++i) {
    const double t = 2 * std::numbers::pi * i / 5000;
    circle.push_back({std::cos(t), std::sin(t)});
  }
  EXPECT_EQ(thinned(circle, 5000).size(), 5000u);
  EXPECT_NEAR(area(thinned(circle, 100)), area(circle), 1e-6);
  Polygon fine;
  for (int i = 0; i < 100'000; ++i) {
    const double t = 2 * std::numbers::pi * i / 100'000;
    fine.push_back({std::cos(t), std::sin(t)});
  }
  const Polygon thin = thinned(fine, 1000);
  EXPECT_LT(thin.size(), 15'000u);
  EXPECT_NEAR(area(thin), area(fine), 1e-6);
}

}  // namespace
}  // namespace myriad
