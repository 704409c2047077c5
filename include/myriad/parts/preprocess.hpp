// Preprocessors: what happens to both features, in double, before they are rounded once to float.
// Definitions follow scikit-learn 1.2; constants are fitted on the training rows only, and every
// sum runs over the training rows in file order. Host only.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "myriad/core/type_list.hpp"
#include "myriad/dataset.hpp"
#include "myriad/error.hpp"
#include "myriad/parts/part.hpp"

namespace myriad {

namespace detail {

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

struct MeanAndScale {
  double mean;
  double scale;
};

/// Mean and population standard deviation (ddof = 0) of one feature; scale 1 where scikit-learn
/// takes the feature for constant: variance <= n eps variance + (n mean eps)^2.
inline MeanAndScale mean_and_scale(const std::vector<Sample>& rows, double Sample::*feature) {
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
  // the first term corrects for the rounding of the mean
  const double rest = deviations.value() * deviations.value() / n;
  const double variance = (squares.value() - rest) / n;
  const double epsilon = std::numeric_limits<double>::epsilon();
  const double noise = n * mean * epsilon;
  const bool constant = variance <= n * epsilon * variance + noise * noise;
  return {mean, constant ? 1.0 : std::sqrt(variance)};
}

}  // namespace detail

/// The features as they are. Fitted constants: none.
struct None {
  static constexpr PartInfo info{"none", "identity", "x' = x", "Leaves both features as they are."};
  static constexpr std::array<Parameter, 0> parameters{};

  static std::vector<double> fit(const std::vector<Sample>&, const double*) { return {}; }
  static Sample apply(const Sample& row, const std::vector<double>&, const double*) { return row; }
};

/// Fitted constants: mean and scale of feature 1, mean and scale of feature 2. A scale of 1 stands
/// for a constant feature, or for with_std = false; a mean of 0 for with_mean = false.
struct StandardScaler {
  static constexpr PartInfo info{
      "standard_scaler", "standardize zscore", "x' = (x - mean) / sd",
      "Mean 0 and standard deviation 1 (ddof = 0) on the training rows; a constant feature is only "
      "centred. As scikit-learn's StandardScaler; with_std = false only centres."};
  static constexpr std::array<Parameter, 2> parameters{{
      {"with_mean", "subtract the mean", ParameterKind::boolean, 1, 0, 1},
      {"with_std", "divide by the standard deviation", ParameterKind::boolean, 1, 0, 1},
  }};

  static std::vector<double> fit(const std::vector<Sample>& train, const double* arguments) {
    std::vector<double> fitted;
    for (double Sample::*feature : {&Sample::x1, &Sample::x2}) {
      const detail::MeanAndScale found = detail::mean_and_scale(train, feature);
      fitted.push_back(arguments[0] != 0 ? found.mean : 0.0);
      fitted.push_back(arguments[1] != 0 ? found.scale : 1.0);
    }
    return fitted;
  }

  static Sample apply(const Sample& row, const std::vector<double>& fitted, const double*) {
    return {(row.x1 - fitted[0]) / fitted[1], (row.x2 - fitted[2]) / fitted[3], row.label};
  }
};

/// Fitted constants: factor and shift of feature 1, factor and shift of feature 2 (x' = x * factor
/// + shift). Test rows may leave [low, high]. fit() throws UsageError unless low < high.
struct MinmaxScaler {
  static constexpr PartInfo info{
      "minmax_scaler", "min_max_scaler minmax", "x' = low + (high - low) (x - min) / (max - min)",
      "Moves the training rows into [low, high]; a constant feature becomes low. As scikit-learn's "
      "MinMaxScaler with feature_range = (low, high)."};
  static constexpr std::array<Parameter, 2> parameters{{
      {"low", "smallest value of a scaled training feature", ParameterKind::real, 0},
      {"high", "largest value of a scaled training feature", ParameterKind::real, 1},
  }};

  static std::vector<double> fit(const std::vector<Sample>& train, const double* arguments) {
    if (!(arguments[0] < arguments[1])) throw UsageError("minmax_scaler: low must be below high");
    std::vector<double> fitted;
    for (double Sample::*feature : {&Sample::x1, &Sample::x2}) {
      double least = train.front().*feature, greatest = least;
      for (const Sample& row : train) {
        least = std::min(least, row.*feature);
        greatest = std::max(greatest, row.*feature);
      }
      const double range = greatest - least;
      const bool constant = range < 10 * std::numeric_limits<double>::epsilon();
      const double factor = (arguments[1] - arguments[0]) / (constant ? 1.0 : range);
      fitted.push_back(factor);
      fitted.push_back(arguments[0] - least * factor);
    }
    return fitted;
  }

  static Sample apply(const Sample& row, const std::vector<double>& fitted, const double*) {
    return {row.x1 * fitted[0] + fitted[1], row.x2 * fitted[2] + fitted[3], row.label};
  }
};

/// Every preprocessor; a position in this list is a part's id.
using Preprocessors = TypeList<None, StandardScaler, MinmaxScaler>;

}  // namespace myriad
