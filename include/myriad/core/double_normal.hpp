// The normal law in double, for data and scalers that are worked out once on the host: draws by Box
// and Muller, quantiles by Wichura. Built on our own log, cosine and sine, so alike on every
// machine.
#pragma once

#include <cstdint>
#include <limits>

#include "myriad/core/double_circle.hpp"
#include "myriad/core/double_math.hpp"
#include "myriad/core/random.hpp"

namespace myriad {

/// (2k+1) 2^-53 with k the top 52 bits of two words: exact, symmetric about 1/2, never 0 or 1.
inline double uniform_double(std::uint32_t high, std::uint32_t low) {
  const std::uint64_t k = (std::uint64_t{high} << 32 | low) >> 12;
  return static_cast<double>(2 * k + 1) * 0x1p-53;
}

/// Two independent standard normals, |n| < 8.6.
struct NormalPair {
  double first;
  double second;
};

/// Box and Muller: words 0 and 1 make the radius, words 2 and 3 the angle.
inline NormalPair normal_pair(const Words& words) {
  const double u = uniform_double(words.word[0], words.word[1]);
  const double radius = sqrt_double(-2.0 * log_double(u));
  const CirclePoint at = circle_point(uniform_double(words.word[2], words.word[3]));
  return {radius * at.cosine, radius * at.sine};
}

namespace detail {

/// Numerator and denominator of degree 7, lowest power first; the denominator begins with 1.
struct QuantileRatio {
  double over[8];
  double under[7];
  double at(double r) const {
    double above = over[7], below = under[6];
    for (int k = 6; k >= 0; --k) above = above * r + over[k];
    for (int k = 5; k >= 0; --k) below = below * r + under[k];
    return above / (below * r + 1.0);
  }
};

constexpr QuantileRatio kQuantileMiddle = {
    {3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
     1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
     3.3430575583588128105e4, 2.5090809287301226727e3},
    {4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
     2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4,
     5.2264952788528545610e3}};
constexpr QuantileRatio kQuantileTail = {
    {1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
     3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
     2.27238449892691845833e-2, 7.74545014278341407640e-4},
    {2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
     1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
     1.05075007164441684324e-9}};
constexpr QuantileRatio kQuantileFarTail = {
    {6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
     2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
     2.71155556874348757815e-5, 2.01033439929228813265e-7},
    {5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
     7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
     2.04426310338993978564e-15}};

}  // namespace detail

/// The x with P(N <= x) = p, for 0 < p < 1, to about 1e-15 relative; NaN for anything else. Wichura
/// 1988, Algorithm AS 241 (PPND16).
inline double normal_quantile(double p) {
  if (!(p > 0.0 && p < 1.0)) return std::numeric_limits<double>::quiet_NaN();
  const double q = p - 0.5;
  if (q >= -0.425 && q <= 0.425) return q * detail::kQuantileMiddle.at(0.180625 - q * q);
  const double r = sqrt_double(-log_double(q < 0 ? p : 1.0 - p));
  const double x =
      r <= 5.0 ? detail::kQuantileTail.at(r - 1.6) : detail::kQuantileFarTail.at(r - 5.0);
  return q < 0 ? -x : x;
}

}  // namespace myriad
