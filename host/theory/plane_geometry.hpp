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

/// The directions w with max over the hull's corners of w.x at corner i, cut out of a polygon.
Polygon clip_to_cone(const Polygon& polygon, const Polygon& hull, std::size_t i);

/// The two outermost directions of the points, when all lie within less than a half turn.
struct Span {
  bool narrow = true;  ///< false: no half-plane w.x <= 0 with an area holds all points
  Point first, last;   ///< counter-clockwise; both 0 when every point is
  double angle = 0;    ///< between them, in [0, pi)
};
Span span_of(const Polygon& hull);

/// A run of directions in which hull corner `far` is the furthest, and `near` the furthest
/// backwards.
struct Sector {
  double begin, end;  ///< angles, within one turn
  std::size_t far, near;
};
/// All directions, in order.
std::vector<Sector> sectors_of(const Polygon& hull);

/// At most about `corners` corners, cutting no more than 1e-7 of the size off; for huge hulls.
Polygon thinned(const Polygon& hull, std::size_t corners);

/// [low, high]^2.
Polygon square(double low, double high);

}  // namespace myriad
