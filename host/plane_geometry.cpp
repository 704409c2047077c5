// Convex hull (Andrew's monotone chain), clipping (Sutherland and Hodgman) and integrals over
// polygons.
#include "host/plane_geometry.hpp"

#include <algorithm>

namespace myriad {

namespace {

bool before(Point a, Point b) { return a.x < b.x || (a.x == b.x && a.y < b.y); }
bool same(Point a, Point b) { return a.x == b.x && a.y == b.y; }

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

Polygon square(double low, double high) {
  return {{low, low}, {high, low}, {high, high}, {low, high}};
}

}  // namespace myriad
