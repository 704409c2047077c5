// log, exp, cosine and powers in double for numbers that are worked out once on the host (logspace,
// log_uniform, corrections, schedules): libm's differ between machines, these do not. About 1e-15 relative.
#pragma once

#include <cstdint>
#include <cstring>
#include <limits>

namespace myriad {

namespace detail {
inline double double_from(std::uint64_t bits) {
  double x;
  std::memcpy(&x, &bits, sizeof x);
  return x;
}
inline std::uint64_t bits_from(double x) {
  std::uint64_t bits;
  std::memcpy(&bits, &x, sizeof bits);
  return bits;
}
/// What the rounded product a * b lacks, exactly (Dekker 1971); |a|, |b| < 2^990.
inline double product_rest(double a, double b) {
  const double a_spread = a * 134217729.0, b_spread = b * 134217729.0;  // 2^27 + 1
  const double a_high = a_spread - (a_spread - a), b_high = b_spread - (b_spread - b);
  const double a_low = a - a_high, b_low = b - b_high;
  return ((a_high * b_high - a * b) + a_high * b_low + a_low * b_high) + a_low * b_low;
}
constexpr double kLn2High = 0x1.62e42fefa38p-1;
constexpr double kLn2Low = 0x1.ef35793c7673p-45;
}  // namespace detail

/// Natural logarithm of a positive, finite, normal double; NaN for anything else.
inline double log_double(double x) {
  const std::uint64_t bits = detail::bits_from(x);
  const std::uint64_t biased = bits >> 52;
  if (biased == 0 || biased >= 0x7ff) return std::numeric_limits<double>::quiet_NaN();
  int exponent = static_cast<int>(biased) - 1023;
  double m = detail::double_from((bits & 0xfffffffffffffu) | 0x3ff0000000000000u);
  if (m > 1.4142135623730951) {
    m *= 0.5;
    exponent += 1;
  }
  const double s = (m - 1.0) / (m + 1.0);  // log m = 2 atanh s, |s| < 0.172
  const double z = s * s;
  double sum = 0.0;
  for (int k = 27; k >= 3; k -= 2) sum = (sum + 1.0 / k) * z;
  const double log_m = 2.0 * s + 2.0 * s * sum;
  return exponent * detail::kLn2High + (log_m + exponent * detail::kLn2Low);
}

/// e^x for |x| <= 700; 0 below, infinity above.
inline double exp_double(double x) {
  if (x != x) return x;
  if (x < -700.0) return 0.0;
  if (x > 700.0) return std::numeric_limits<double>::infinity();
  const double scaled = x * 1.4426950408889634;
  const int n = static_cast<int>(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
  const double r = (x - n * detail::kLn2High) - n * detail::kLn2Low;
  double sum = 1.0;  // Taylor by Horner: |r| < 0.35, the 17th term is below 1e-22
  for (int k = 17; k >= 1; --k) sum = 1.0 + sum * r / k;
  return sum * detail::double_from(static_cast<std::uint64_t>(n + 1023) << 52);
}

/// e^x - 1, accurate relative to itself also near 0: at most 2 ulp for |x| <= 40; infinity above 700.
inline double expm1_double(double x) {
  if (x != x) return x;
  if (x < -40.0) return -1.0;
  if (x > 700.0) return std::numeric_limits<double>::infinity();
  const double scaled = x * 1.4426950408889634;
  const int n = static_cast<int>(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
  const double r = (x - n * detail::kLn2High) - n * detail::kLn2Low;
  double sum = 1.0;  // Taylor by Horner: |r| < 0.35, the 18th term is below 1e-23
  for (int k = 17; k >= 3; --k) sum = 1.0 + sum * r / k;
  const double scale = detail::double_from(static_cast<std::uint64_t>(n + 1023) << 52);
  return (scale - 1.0) + scale * (r + 0.5 * r * r * sum);
}

/// cos(pi k / n) for 1 <= n <= 2^51: at most 1.5 ulp, also near its zeros: the octant is found by integers.
inline double cos_of_half_turns(std::uint64_t k, std::uint64_t n) {
  k %= 2 * n;
  if (k > n) k = 2 * n - k;         // even
  const bool negative = 2 * k > n;  // cos(pi - x) = -cos x
  if (negative) k = n - k;
  const bool swapped = 4 * k > n;   // cos x = sin(pi/2 - x)
  const double top = static_cast<double>(swapped ? n - 2 * k : k);
  const double bottom = static_cast<double>(swapped ? 2 * n : n);
  const double share = top / bottom;
  const double share_rest = (top - share * bottom - detail::product_rest(share, bottom)) / bottom;
  constexpr double pi = 0x1.921fb54442d18p+1, pi_rest = 0x1.1a62633145c07p-53;
  const double x = pi * share;  // at most pi/4, and what it lacks
  const double rest = detail::product_rest(pi, share) + (pi * share_rest + pi_rest * share);
  const double z = x * x;
  double sum = 0.0;  // Taylor by Horner: what is left out is below 1e-23
  for (int power = swapped ? 21 : 20; power > (swapped ? 1 : 2); power -= 2) {
    sum = (1.0 + sum) * (-z / (power * (power - 1.0)));
  }
  const double size = swapped ? x + (x * sum + rest) : 1.0 - (0.5 * z * (1.0 + sum) + x * rest);
  return negative ? -size : size;
}

/// x^n by repeated multiplication from the left; for bias corrections beta^t.
inline double power_double(double x, std::uint64_t n) {
  double result = 1.0;
  double square = x;
  for (; n != 0; n >>= 1) {
    if (n & 1) result *= square;
    square *= square;
  }
  return result;
}

/// Square root, correctly rounded by IEEE 754 everywhere.
inline double sqrt_double(double x) { return __builtin_sqrt(x); }

}  // namespace myriad
