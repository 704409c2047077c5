// A normal plane sees the points from its own origin: angles on a circle, or areas on a sphere.
#include "host/theory/half_plane_probability.hpp"

#include <cmath>
#include <numbers>

namespace myriad {

double isotropic_half_plane_probability(const Polygon& hull) {
  const Span span = span_of(hull);
  if (!span.narrow) return 0;
  if (span.first.x == 0 && span.first.y == 0) return 1;
  return (std::numbers::pi - span.angle) / (2 * std::numbers::pi);
}

/// The points lifted to (weight_sd x, bias_sd) on a sphere: the dead share is
/// 1/2 - perimeter of their spherical hull / (4 pi).
double normal_half_plane_probability(const Polygon& hull, double weight_sd, double bias_sd) {
  double perimeter = 0;
  for (std::size_t i = 0; i < hull.size(); ++i) {
    const Point p = weight_sd * hull[i], q = weight_sd * hull[(i + 1) % hull.size()];
    const Point across =
        bias_sd * (p - q);  // with cross(p, q), the cross product of the lifted points
    const double sine = std::hypot(cross(p, q), across.x, across.y);
    perimeter += std::atan2(sine, dot(p, q) + bias_sd * bias_sd);
  }
  return 0.5 - perimeter / (4 * std::numbers::pi);
}

}  // namespace myriad
