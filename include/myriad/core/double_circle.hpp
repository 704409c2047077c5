// Cosine and sine in double for data and normals that are made once on the host: libm's differ
// between machines, these do not. Angles are counted in turns, so that no argument has to be
// reduced by pi.
#pragma once

#include <cstdint>

namespace myriad {

/// A point of the unit circle.
struct CirclePoint {
  double cosine;
  double sine;
};

/// cos and sin of 2 pi `turns`, for |turns| < 2^30; within 2e-16 of the truth. Quarter turns are
/// exact.
inline CirclePoint circle_point(double turns) {
  constexpr double kTwoPi = 6.283185307179586;
  const auto quarter = static_cast<std::int64_t>(4.0 * turns + (turns < 0 ? -0.5 : 0.5));
  // The difference is exact; the angle lies in [-pi/4, pi/4], where both series end below 1e-19.
  const double angle = (turns - 0.25 * static_cast<double>(quarter)) * kTwoPi;
  const double square = angle * angle;
  double cosine = 0.0;
  for (int k = 18; k >= 2; k -= 2) cosine = (1.0 - cosine) * square / (k * (k - 1.0));
  cosine = 1.0 - cosine;
  double sine = 0.0;
  for (int k = 19; k >= 3; k -= 2) sine = (1.0 - sine) * square / (k * (k - 1.0));
  sine = angle - angle * sine;
  switch (quarter & 3) {
    case 0:
      return {cosine, sine};
    case 1:
      return {-sine, cosine};
    case 2:
      return {-cosine, -sine};
    default:
      return {sine, -cosine};
  }
}

}  // namespace myriad
