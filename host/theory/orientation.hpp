// On which side of a line through two points a third one lies: exact for any floats.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>

namespace myriad {

struct FloatPoint {
  float x = 0;
  float y = 0;
  bool operator==(const FloatPoint& other) const { return x == other.x && y == other.y; }
  bool operator<(const FloatPoint& other) const {
    return x < other.x || (x == other.x && y < other.y);
  }
};

inline int sign_of(double x) { return (x > 0) - (x < 0); }

/// The sign of a sum of doubles, exact unless it overflows: J. R. Shewchuk's expansions ("Adaptive
/// precision floating-point arithmetic", 1997, figure 6).
template <std::size_t N>
int sign_of_sum(const std::array<double, N>& terms) {
  std::array<double, N> part{};  // they add up to the sum, each larger than all before it together
  for (std::size_t n = 0; n < N; ++n) {
    double q = terms[n];
    for (std::size_t i = 0; i < n; ++i) {
      const double sum = q + part[i], from_part = sum - q;
      part[i] = (q - (sum - from_part)) + (part[i] - from_part);
      q = sum;
    }
    part[n] = q;
  }
  for (std::size_t i = N; i-- > 0;) {
    if (part[i] != 0) return sign_of(part[i]);
  }
  return 0;
}

/// 1 where p, a, b turn left, -1 where they turn right, 0 on one line. Products of floats are exact
/// in double, so six of them hold the determinant without rounding.
inline int exact_orientation(FloatPoint p, FloatPoint a, FloatPoint b) {
  const auto times = [](float s, float t) {
    return static_cast<double>(s) * static_cast<double>(t);
  };
  return sign_of_sum<6>({times(a.x, b.y), -times(a.x, p.y), -times(p.x, b.y), -times(a.y, b.x),
                         times(a.y, p.x), times(p.y, b.x)});
}

/// The same, faster where it is clear.
inline int orientation(FloatPoint p, FloatPoint a, FloatPoint b) {
  const double px = static_cast<double>(p.x), py = static_cast<double>(p.y);
  const double left = (static_cast<double>(a.x) - px) * (static_cast<double>(b.y) - py);
  const double right = (static_cast<double>(a.y) - py) * (static_cast<double>(b.x) - px);
  const double turn = left - right;  // three roundings in each product, one here
  if (std::fabs(turn) > 0x1p-50 * (std::fabs(left) + std::fabs(right))) return sign_of(turn);
  return exact_orientation(p, a, b);
}

}  // namespace myriad
