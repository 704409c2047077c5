// Points and convex polygons in the plane, in double.
#pragma once

#include <vector>

namespace myriad {

struct Point {
  double x = 0;
  double y = 0;
};

inline Point operator+(Point a, Point b) { return {a.x + b.x, a.y + b.y}; }
inline Point operator-(Point a, Point b) { return {a.x - b.x, a.y - b.y}; }
inline Point operator*(double k, Point a) { return {k * a.x, k * a.y}; }
inline double dot(Point a, Point b) { return a.x * b.x + a.y * b.y; }
inline double cross(Point a, Point b) { return a.x * b.y - a.y * b.x; }

/// Vertices in counter-clockwise order.
using Polygon = std::vector<Point>;

/// The corners of the convex hull, counter-clockwise; one point, or two, when the hull has no area.
Polygon convex_hull(std::vector<Point> points);

/// normal . p + offset, a linear function of the plane.
struct Linear {
  Point normal;
  double offset = 0;
  double operator()(Point p) const { return dot(normal, p) + offset; }
};

/// The part of a convex polygon where f <= 0; empty when that has no area.
Polygon clip(const Polygon& polygon, const Linear& f);

double area(const Polygon& polygon);

/// The integral of f over a convex polygon.
double integral(const Polygon& polygon, const Linear& f);

/// [low, high]^2.
Polygon square(double low, double high);

}  // namespace myriad
