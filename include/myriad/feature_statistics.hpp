// Means, spreads, percentiles and principal axes of two features, in double: one fixed order of
// every sum, and no operation but +, -, *, / and sqrt, so that each machine gets the same bits.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>
#include <vector>

#include "myriad/dataset.hpp"

namespace myriad {

/// Neumaier's compensated sum: accurate to the last bits for any number of rows, in one fixed
/// order.
class CompensatedSum {
 public:
  void insert(double x) {
    const double next = sum_ + x;
    lost_ += std::fabs(sum_) >= std::fabs(x) ? (sum_ - next) + x : (x - next) + sum_;
    sum_ = next;
  }
  double value() const { return sum_ + lost_; }

 private:
  double sum_ = 0;
  double lost_ = 0;
};

/// Mean and population variance (ddof = 0) of one feature of at least one row.
struct MeanAndVariance {
  double mean;
  double variance;
  /// scikit-learn's rule for a feature that only rounding tells from a constant.
  bool constant;
};

inline MeanAndVariance mean_and_variance(const std::vector<Sample>& rows, double Sample::*feature) {
  const double n = static_cast<double>(rows.size());
  CompensatedSum sum;
  for (const Sample& row : rows) sum.insert(row.*feature);
  const double mean = sum.value() / n;
  CompensatedSum deviations, squares;
  for (const Sample& row : rows) {
    const double deviation = row.*feature - mean;
    deviations.insert(deviation);
    squares.insert(deviation * deviation);
  }
  // The mean was rounded: the deviations say by how much. Without this a constant feature could lie
  // beside its own mean.
  const double shift = deviations.value() / n;
  const double variance = std::max(0.0, (squares.value() - deviations.value() * shift) / n);
  const double epsilon = std::numeric_limits<double>::epsilon();
  const double noise = n * mean * epsilon;
  return {mean + shift, variance, variance <= n * epsilon * variance + noise * noise};
}

/// All values of one feature, ascending.
inline std::vector<double> sorted_feature(const std::vector<Sample>& rows,
                                          double Sample::*feature) {
  std::vector<double> values;
  values.reserve(rows.size());
  for (const Sample& row : rows) values.push_back(row.*feature);
  std::sort(values.begin(), values.end());
  return values;
}

/// numpy's linear percentile of ascending values, 0 <= percent <= 100.
inline double percentile(const std::vector<double>& sorted, double percent) {
  const double position = static_cast<double>(sorted.size() - 1) * (percent / 100.0);
  const auto below = static_cast<std::size_t>(position);
  if (below + 1 >= sorted.size()) return sorted.back();
  const double share = position - static_cast<double>(below);
  const double step = sorted[below + 1] - sorted[below];
  return share < 0.5 ? sorted[below] + step * share : sorted[below + 1] - step * (1.0 - share);
}

/// The middle of ascending values, or the mean of the two middle ones.
inline double median(const std::vector<double>& sorted) {
  const std::size_t half = sorted.size() / 2;
  return sorted.size() % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2.0;
}

/// Two orthogonal unit vectors along which the centred rows are uncorrelated, the one of larger
/// variance first.
struct PrincipalAxes {
  double mean[2];
  double axis[2][2];   ///< axis[k] = (share of x1, share of x2)
  double variance[2];  ///< along axis k, with n - 1; 0 for a single row
};

namespace detail {

/// One rotation of one-sided Jacobi: makes the columns u and v orthogonal, and turns the axes
/// along. Working on the columns instead of their covariance keeps a small variance accurate beside
/// a large one.
inline void rotate_columns(std::vector<double>& u, std::vector<double>& v, double axis[2][2]) {
  CompensatedSum uu, vv, uv;
  for (std::size_t i = 0; i < u.size(); ++i) {
    uu.insert(u[i] * u[i]);
    vv.insert(v[i] * v[i]);
    uv.insert(u[i] * v[i]);
  }
  if (uv.value() == 0) return;
  const double zeta = (vv.value() - uu.value()) / (2.0 * uv.value());
  const double size = std::fabs(zeta) + std::sqrt(1.0 + zeta * zeta);
  const double t = zeta < 0 ? -1.0 / size : 1.0 / size;
  const double c = 1.0 / std::sqrt(1.0 + t * t);
  const double s = c * t;
  const auto turn = [c, s](double& first, double& second) {
    const double before = first;
    first = c * before - s * second;
    second = s * before + c * second;
  };
  for (std::size_t i = 0; i < u.size(); ++i) turn(u[i], v[i]);
  turn(axis[0][0], axis[1][0]);
  turn(axis[0][1], axis[1][1]);
}

inline double sum_of_squares(const std::vector<double>& column) {
  CompensatedSum sum;
  for (const double x : column) sum.insert(x * x);
  return sum.value();
}

/// Whether the entry of largest size, the first of equals, is negative.
inline bool leads_negative(const std::vector<double>& column) {
  double leader = 0;
  for (const double x : column) {
    if (std::fabs(x) > std::fabs(leader)) leader = x;
  }
  return leader < 0;
}

}  // namespace detail

/// Principal axes of at least one row. The sign of an axis is scikit-learn's (svd_flip on the left
/// singular vectors): the row farthest out along it, the first of equals, lies on its positive
/// side.
inline PrincipalAxes principal_axes(const std::vector<Sample>& rows) {
  constexpr int kRotations = 3;  // the first leaves a correlation of rounding size, the others less
  PrincipalAxes result{};
  result.mean[0] = mean_and_variance(rows, &Sample::x1).mean;
  result.mean[1] = mean_and_variance(rows, &Sample::x2).mean;
  std::vector<double> u, v;
  for (const Sample& row : rows) {
    u.push_back(row.x1 - result.mean[0]);
    v.push_back(row.x2 - result.mean[1]);
  }
  result.axis[0][0] = result.axis[1][1] = 1.0;
  for (int i = 0; i < kRotations; ++i) detail::rotate_columns(u, v, result.axis);
  const double freedom = static_cast<double>(rows.size()) - 1.0;
  result.variance[0] = freedom > 0 ? detail::sum_of_squares(u) / freedom : 0.0;
  result.variance[1] = freedom > 0 ? detail::sum_of_squares(v) / freedom : 0.0;
  const bool negative[2] = {detail::leads_negative(u), detail::leads_negative(v)};
  for (int k = 0; k < 2; ++k) {
    for (double& share : result.axis[k]) share = negative[k] ? -share : share;
  }
  if (result.variance[1] > result.variance[0]) {
    std::swap(result.variance[0], result.variance[1]);
    std::swap(result.axis[0], result.axis[1]);
  }
  return result;
}

}  // namespace myriad
