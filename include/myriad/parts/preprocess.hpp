// Preprocessors: what happens to both features, in double, before they are rounded once to float.
// Definitions follow scikit-learn 1.2; constants are fitted on the training rows only, and every
// sum runs over the training rows in file order. Host only.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "myriad/core/double_math.hpp"
#include "myriad/core/double_normal.hpp"
#include "myriad/core/type_list.hpp"
#include "myriad/dataset.hpp"
#include "myriad/error.hpp"
#include "myriad/feature_statistics.hpp"
#include "myriad/parts/part.hpp"

namespace myriad {

namespace detail {

constexpr auto kFeatures = {&Sample::x1, &Sample::x2};

/// Names of two constants of each feature, in the order in which fit() gives them.
constexpr std::array<const char*, 4> kMeanAndScaleNames{
    {"x1.mean", "x1.scale", "x2.mean", "x2.scale"}};

/// scikit-learn's _handle_zeros_in_scale: what is this close to zero divides by 1 instead.
inline double usable_scale(double scale) {
  return scale < 10 * std::numeric_limits<double>::epsilon() ? 1.0 : scale;
}

/// (x - fitted[0]) / fitted[1] of feature 1, likewise feature 2.
inline Sample centred_and_divided(const Sample& row, const std::vector<double>& fitted) {
  return {(row.x1 - fitted[0]) / fitted[1], (row.x2 - fitted[2]) / fitted[3], row.label};
}

/// log(1 + x) for x > -1, accurate near 0 too: the quotient undoes the rounding of 1 + x.
inline double log1p_double(double x) {
  const double sum = 1.0 + x;
  return sum == 1.0 ? x : log_double(sum) * (x / (sum - 1.0));
}

}  // namespace detail

/// What a preprocessor says where it has nothing to say.
struct PreprocessDefaults {
  static constexpr std::array<const char*, 0> fitted_names{};

  /// Why a row, of either split, cannot be taken; null when it can.
  static const char* refusal(const Sample&) { return nullptr; }
  static std::vector<double> fit(const std::vector<Sample>&, const double*) { return {}; }
};

/// The features as they are.
struct None : PreprocessDefaults {
  static constexpr PartInfo info{"none", "identity", "x' = x", "Leaves both features as they are."};
  static constexpr std::array<Parameter, 0> parameters{};

  static Sample apply(const Sample& row, const std::vector<double>&, const double*) { return row; }
};

/// A scale of 1 stands for a constant feature, or for with_std = false; a mean of 0 for with_mean =
/// false.
struct StandardScaler : PreprocessDefaults {
  static constexpr PartInfo info{
      "standard_scaler", "standardize zscore", "x' = (x - mean) / sd",
      "Mean 0 and standard deviation 1 (ddof = 0) on the training rows; a constant feature is only "
      "centred. As scikit-learn's StandardScaler; with_std = false only centres."};
  static constexpr std::array<Parameter, 2> parameters{{
      {"with_mean", "subtract the mean", ParameterKind::boolean, 1, 0, 1},
      {"with_std", "divide by the standard deviation", ParameterKind::boolean, 1, 0, 1},
  }};
  static constexpr auto fitted_names = detail::kMeanAndScaleNames;

  static std::vector<double> fit(const std::vector<Sample>& train, const double* arguments) {
    std::vector<double> fitted;
    for (const auto feature : detail::kFeatures) {
      const MeanAndVariance found = mean_and_variance(train, feature);
      const double scale = found.constant ? 1.0 : std::sqrt(found.variance);
      fitted.push_back(arguments[0] != 0 ? found.mean : 0.0);
      fitted.push_back(arguments[1] != 0 ? scale : 1.0);
    }
    return fitted;
  }

  static Sample apply(const Sample& row, const std::vector<double>& fitted, const double*) {
    return detail::centred_and_divided(row, fitted);
  }
};

/// x' = x * factor + shift. Test rows may leave [low, high]. fit() throws UsageError unless low <
/// high.
struct MinmaxScaler : PreprocessDefaults {
  static constexpr PartInfo info{
      "minmax_scaler", "min_max_scaler minmax", "x' = low + (high - low) (x - min) / (max - min)",
      "Moves the training rows into [low, high]; a constant feature becomes low. As scikit-learn's "
      "MinMaxScaler with feature_range = (low, high)."};
  static constexpr std::array<Parameter, 2> parameters{{
      {"low", "smallest value of a scaled training feature", ParameterKind::real, 0},
      {"high", "largest value of a scaled training feature", ParameterKind::real, 1},
  }};
  static constexpr std::array<const char*, 4> fitted_names{
      {"x1.factor", "x1.shift", "x2.factor", "x2.shift"}};

  static std::vector<double> fit(const std::vector<Sample>& train, const double* arguments) {
    if (!(arguments[0] < arguments[1])) throw UsageError("minmax_scaler: low must be below high");
    std::vector<double> fitted;
    for (const auto feature : detail::kFeatures) {
      double least = train.front().*feature, greatest = least;
      for (const Sample& row : train) {
        least = std::min(least, row.*feature);
        greatest = std::max(greatest, row.*feature);
      }
      const double factor = (arguments[1] - arguments[0]) / detail::usable_scale(greatest - least);
      fitted.push_back(factor);
      fitted.push_back(arguments[0] - least * factor);
    }
    return fitted;
  }

  static Sample apply(const Sample& row, const std::vector<double>& fitted, const double*) {
    return {row.x1 * fitted[0] + fitted[1], row.x2 * fitted[2] + fitted[3], row.label};
  }
};

struct Center : PreprocessDefaults {
  static constexpr PartInfo info{"center", "centre", "x' = x - mean",
                                 "Mean 0 on the training rows; the spread stays. As scikit-learn's "
                                 "StandardScaler with with_std = False."};
  static constexpr std::array<Parameter, 0> parameters{};
  static constexpr std::array<const char*, 2> fitted_names{{"x1.mean", "x2.mean"}};

  static std::vector<double> fit(const std::vector<Sample>& train, const double*) {
    return {mean_and_variance(train, &Sample::x1).mean, mean_and_variance(train, &Sample::x2).mean};
  }

  static Sample apply(const Sample& row, const std::vector<double>& fitted, const double*) {
    return {row.x1 - fitted[0], row.x2 - fitted[1], row.label};
  }
};

struct MaxabsScaler : PreprocessDefaults {
  static constexpr PartInfo info{"maxabs_scaler", "max_abs_scaler maxabs", "x' = x / max |x|",
                                 "Moves the training rows into [-1, 1] without shifting them; a "
                                 "feature of zeros stays. As scikit-learn's MaxAbsScaler."};
  static constexpr std::array<Parameter, 0> parameters{};
  static constexpr std::array<const char*, 2> fitted_names{{"x1.scale", "x2.scale"}};

  static std::vector<double> fit(const std::vector<Sample>& train, const double*) {
    std::vector<double> fitted;
    for (const auto feature : detail::kFeatures) {
      double greatest = 0;
      for (const Sample& row : train) greatest = std::max(greatest, std::fabs(row.*feature));
      fitted.push_back(detail::usable_scale(greatest));
    }
    return fitted;
  }

  static Sample apply(const Sample& row, const std::vector<double>& fitted, const double*) {
    return {row.x1 / fitted[0], row.x2 / fitted[1], row.label};
  }
};

/// fit() throws UsageError unless q_min <= q_max, and with unit_variance unless 0 < q_min < q_max <
/// 100.
struct RobustScaler : PreprocessDefaults {
  static constexpr PartInfo info{
      "robust_scaler", "robust", "x' = (x - median) / (percentile(q_max) - percentile(q_min))",
      "Centred on the median, divided by the distance of two percentiles (numpy's linear ones); "
      "one "
      "that is 0 divides by 1. unit_variance divides that distance by the one of a standard "
      "normal. "
      "As scikit-learn's RobustScaler with quantile_range = (q_min, q_max)."};
  static constexpr std::array<Parameter, 3> parameters{{
      {"q_min", "the lower percentile", ParameterKind::real, 25, 0, 100},
      {"q_max", "the upper percentile", ParameterKind::real, 75, 0, 100},
      {"unit_variance", "make normal data have variance 1", ParameterKind::boolean, 0, 0, 1},
  }};
  static constexpr std::array<const char*, 4> fitted_names{
      {"x1.median", "x1.scale", "x2.median", "x2.scale"}};

  static std::vector<double> fit(const std::vector<Sample>& train, const double* arguments) {
    const double low = arguments[0], high = arguments[1];
    if (!(low <= high)) throw UsageError("robust_scaler: q_min must not be above q_max");
    double normal_distance = 1;
    if (arguments[2] != 0) {
      if (!(low > 0 && low < high && high < 100)) {
        throw UsageError("robust_scaler: unit_variance needs 0 < q_min < q_max < 100");
      }
      normal_distance = normal_quantile(high / 100.0) - normal_quantile(low / 100.0);
    }
    std::vector<double> fitted;
    for (const auto feature : detail::kFeatures) {
      const std::vector<double> sorted = sorted_feature(train, feature);
      const double distance = percentile(sorted, high) - percentile(sorted, low);
      fitted.push_back(median(sorted));
      fitted.push_back(detail::usable_scale(distance) / normal_distance);
    }
    return fitted;
  }

  static Sample apply(const Sample& row, const std::vector<double>& fitted, const double*) {
    return detail::centred_and_divided(row, fitted);
  }
};

/// Nothing is fitted. As in scikit-learn, a norm below 10 machine epsilons (2.2e-15) counts as
/// zero.
struct Normalizer : PreprocessDefaults {
  static constexpr PartInfo info{
      "normalizer", "", "(x1', x2') = (x1, x2) / |(x1, x2)|",
      "Each row by itself is moved onto the unit circle of its norm; a row of zeros stays. As "
      "scikit-learn's Normalizer."};
  static constexpr std::array<Parameter, 1> parameters{{
      {"norm", "|x1| + |x2|, the Euclidean norm, or max(|x1|, |x2|)", ParameterKind::choice, 1, 0,
       2, false, false, "l1|l2|max"},
  }};

  static Sample apply(const Sample& row, const std::vector<double>&, const double* arguments) {
    const double a = std::fabs(row.x1), b = std::fabs(row.x2);
    double norm = std::max(a, b);
    if (arguments[0] == 0) norm = a + b;
    if (arguments[0] == 1) norm = std::sqrt(a * a + b * b);
    norm = detail::usable_scale(norm);
    return {row.x1 / norm, row.x2 / norm, row.label};
  }
};

/// A scale is the standard deviation (ddof = 1) along its axis. Unlike scikit-learn, which divides
/// by rounding noise there, it is 1 along an axis on which the rows do not spread.
struct PcaWhiten : PreprocessDefaults {
  static constexpr PartInfo info{
      "pca_whiten", "pca_whitening", "x' = A (x - mean) / sd, A = principal axes of the rows",
      "Turns the features into uncorrelated ones of variance 1 (ddof = 1), the one of larger "
      "spread first. As scikit-learn's PCA with whiten = True, with its signs up to version 1.4 (svd_flip by the "
      "rows; later ones go by the axes); an axis without spread is only centred."};
  static constexpr std::array<Parameter, 0> parameters{};
  static constexpr std::array<const char*, 8> fitted_names{{"x1.mean", "x2.mean", "axis1.x1",
                                                            "axis1.x2", "axis2.x1", "axis2.x2",
                                                            "axis1.scale", "axis2.scale"}};

  static std::vector<double> fit(const std::vector<Sample>& train, const double*) {
    const PrincipalAxes found = principal_axes(train);
    const double n = static_cast<double>(train.size());
    const double size = std::max(
        {std::fabs(found.mean[0]), std::fabs(found.mean[1]), std::sqrt(found.variance[0])});
    const double noise = n * size * std::numeric_limits<double>::epsilon();
    std::vector<double> fitted = {found.mean[0],    found.mean[1],    found.axis[0][0],
                                  found.axis[0][1], found.axis[1][0], found.axis[1][1]};
    for (const double variance : found.variance) {
      fitted.push_back(variance <= noise * noise ? 1.0 : std::sqrt(variance));
    }
    return fitted;
  }

  static Sample apply(const Sample& row, const std::vector<double>& fitted, const double*) {
    const double u = row.x1 - fitted[0], v = row.x2 - fitted[1];
    return {(u * fitted[2] + v * fitted[3]) / fitted[6],
            (u * fitted[4] + v * fitted[5]) / fitted[7], row.label};
  }
};

struct Log1p : PreprocessDefaults {
  static constexpr PartInfo info{"log1p", "", "x' = log(1 + x)",
                                 "For features that span magnitudes; a row with x <= -1 is an "
                                 "error. As numpy's log1p."};
  static constexpr std::array<Parameter, 0> parameters{};

  static const char* refusal(const Sample& row) {
    return row.x1 > -1 && row.x2 > -1 ? nullptr : "log1p takes features above -1";
  }
  static Sample apply(const Sample& row, const std::vector<double>&, const double*) {
    return {detail::log1p_double(row.x1), detail::log1p_double(row.x2), row.label};
  }
};

/// The scale is max(sd, 1e-7): a constant feature becomes 0.
struct KerasNormalization : PreprocessDefaults {
  static constexpr PartInfo info{
      "keras_normalization", "", "x' = (x - mean) / max(sd, 1e-7)",
      "Like standard_scaler (ddof = 0), but spreads below 1e-7 count as 1e-7. As Keras's "
      "Normalization layer, in double."};
  static constexpr std::array<Parameter, 0> parameters{};
  static constexpr auto fitted_names = detail::kMeanAndScaleNames;

  static std::vector<double> fit(const std::vector<Sample>& train, const double*) {
    std::vector<double> fitted;
    for (const auto feature : detail::kFeatures) {
      const MeanAndVariance found = mean_and_variance(train, feature);
      fitted.push_back(found.mean);
      fitted.push_back(std::max(std::sqrt(found.variance), 1e-7));
    }
    return fitted;
  }

  static Sample apply(const Sample& row, const std::vector<double>& fitted, const double*) {
    return detail::centred_and_divided(row, fitted);
  }
};

/// Every preprocessor; a position in this list is a part's id.
using Preprocessors = TypeList<None, StandardScaler, MinmaxScaler, Center, MaxabsScaler,
                               RobustScaler, Normalizer, PcaWhiten, Log1p, KerasNormalization>;

}  // namespace myriad
