// Convex hull (Andrew's monotone chain), the directions in which its corners are the furthest,
// clipping (Sutherland and Hodgman) and integrals over polygons.
#include "host/theory/plane_geometry.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace myriad {

namespace {

bool before(Point a, Point b) { return a.x < b.x || (a.x == b.x && a.y < b.y); }
bool same(Point a, Point b) { return a.x == b.x && a.y == b.y; }

/// Counter-clockwise from the positive x axis; exact for points that are floats.
bool turns_before(Point a, Point b) {
  const bool a_below = a.y < 0 || (a.y == 0 && a.x < 0), b_below = b.y < 0 || (b.y == 0 && b.x < 0);
  return a_below != b_below ? b_below : cross(a, b) > 0;
}

/// Adds the points to a chain that only turns left.
template <class Iterator>
void add_chain(Polygon& hull, Iterator first, Iterator last) {
  const std::size_t base = hull.size();
  for (; first != last; ++first) {
    while (hull.size() >= base + 2 &&
           cross(hull.back() - hull[hull.size() - 2], *first - hull.back()) <= 0) {
      hull.pop_back();
    }
    hull.push_back(*first);
  }
  hull.pop_back();  // the next chain begins with it
}

}  // namespace

Polygon convex_hull(std::vector<Point> points) {
  std::sort(points.begin(), points.end(), before);
  points.erase(std::unique(points.begin(), points.end(), same), points.end());
  if (points.size() < 2) return points;
  Polygon hull;
  add_chain(hull, points.begin(), points.end());
  add_chain(hull, points.rbegin(), points.rend());
  return hull;
}

Polygon clip(const Polygon& polygon, const Linear& f) {
  Polygon kept;
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const Point a = polygon[i], b = polygon[(i + 1) % polygon.size()];
    const double fa = f(a), fb = f(b);
    if (fa <= 0) kept.push_back(a);
    if ((fa < 0 && fb > 0) || (fa > 0 && fb < 0)) kept.push_back(a + (fa / (fa - fb)) * (b - a));
  }
  return kept.size() < 3 ? Polygon{} : kept;
}

double area(const Polygon& polygon) {
  double twice = 0;
  for (std::size_t i = 2; i < polygon.size(); ++i) {
    twice += cross(polygon[i - 1] - polygon[0], polygon[i] - polygon[0]);
  }
  return twice / 2;
}

double integral(const Polygon& polygon, const Linear& f) {
  double sum = 0;  // a triangle's integral is its area times the mean over its corners
  for (std::size_t i = 2; i < polygon.size(); ++i) {
    const double triangle = cross(polygon[i - 1] - polygon[0], polygon[i] - polygon[0]) / 2;
    sum += triangle * (f(polygon[0]) + f(polygon[i - 1]) + f(polygon[i])) / 3;
  }
  return sum;
}

Polygon clip_to_cone(const Polygon& polygon, const Polygon& hull, std::size_t i) {
  const std::size_t n = hull.size();
  Polygon part = polygon;
  if (n > 1) part = clip(part, {hull[(i + 1) % n] - hull[i], 0});
  if (n > 2) part = clip(part, {hull[(i + n - 1) % n] - hull[i], 0});
  return part;
}

Span span_of(const Polygon& hull) {
  Polygon corners;
  for (const Point& p : hull) {
    if (p.x != 0 || p.y != 0) corners.push_back(p);
  }
  std::sort(corners.begin(), corners.end(), turns_before);
  if (corners.empty()) return {};
  // narrow: some turn from one direction to the next exceeds pi, or all directions are one
  for (std::size_t i = 0; i < corners.size(); ++i) {
    const Point from = corners[i], to = corners[(i + 1) % corners.size()];
    const double turn = cross(from, to);
    if (turn < 0) return {true, to, from, std::atan2(-turn, dot(from, to))};
  }
  const bool one_direction = std::all_of(corners.begin(), corners.end(), [&](Point p) {
    return cross(corners[0], p) == 0 && dot(corners[0], p) > 0;
  });
  return {one_direction, corners[0], corners[0], 0};
}

std::vector<Sector> sectors_of(const Polygon& hull) {
  constexpr double kTurn = 2 * std::numbers::pi;
  const std::size_t n = hull.size();
  if (n == 1) return {{0, kTurn, 0, 0}};
  struct Change {
    double angle;
    bool far;  ///< which of the two corners moves on
    std::size_t to;
  };
  std::vector<Change> changes;
  for (std::size_t i = 0; i < n; ++i) {
    const Point edge = hull[(i + 1) % n] - hull[i];
    for (const bool far : {true, false}) {  // at the edge's outward normal, or opposite to it
      const double angle = far ? std::atan2(-edge.x, edge.y) : std::atan2(edge.x, -edge.y);
      changes.push_back({angle < 0 ? angle + kTurn : angle, far, (i + 1) % n});
    }
  }
  std::sort(changes.begin(), changes.end(),
            [](const Change& a, const Change& b) { return a.angle < b.angle; });
  Sector now{changes.back().angle - kTurn, 0, 0, 0};
  for (const Change& c : changes) (c.far ? now.far : now.near) = c.to;  // as after the last change
  std::vector<Sector> sectors;
  for (const Change& c : changes) {
    now.end = c.angle;
    if (now.begin < now.end) sectors.push_back(now);
    now.begin = now.end;
    (c.far ? now.far : now.near) = c.to;
  }
  return sectors;
}

Polygon thinned(const Polygon& hull, std::size_t corners) {
  if (hull.size() <= corners) return hull;
  double size = 0;
  for (const Point& p : hull) size = std::max({size, std::fabs(p.x), std::fabs(p.y)});
  const auto is_near = [&](std::size_t from, std::size_t to) {
    const Point chord = hull[to] - hull[from];
    const double reach = 1e-7 * size * std::hypot(chord.x, chord.y);
    for (std::size_t k = from + 1; k < to; ++k) {
      if (std::fabs(cross(chord, hull[k] - hull[from])) > reach) return false;
    }
    return true;
  };
  Polygon kept = {hull[0]};
  for (std::size_t from = 0; from + 1 < hull.size();) {
    std::size_t to = from + 1;
    while (to + 1 < hull.size() && is_near(from, to + 1)) ++to;
    kept.push_back(hull[to]);
    from = to;
  }
  return kept;
}

Polygon square(double low, double high) {
  return {{low, low}, {high, low}, {high, high}, {low, high}};
}

}  // namespace myriad
