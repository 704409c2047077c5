// Initialisers whose law does not look at the place of their group: uniform, normal, constants, and
// starts that are known beforehand.
#pragma once

#include <limits>

#include "myriad/parts/initializer_law.hpp"

namespace myriad {

/// What an initialiser may leave out. It provides
///   distribution(arguments, place)   host: what the entries of a group there are drawn from
struct InitializerDefaults {
  static constexpr bool joint = false;         ///< as weight_init it sets its layer's biases too
  static constexpr bool fixes_biases = false;  ///< joint, and no bias_init may stand beside it
  static constexpr int exact_entries = 0;      ///< entries a group must have; 0: any number
  /// The fallback of a parameter that has none.
  static constexpr double required = std::numeric_limits<double>::quiet_NaN();
};

struct UniformInit : InitializerDefaults {
  static constexpr PartInfo info{
      "uniform", "random_uniform", "U(a, b)",
      "Uniform on (a, b), PyTorch's uniform_ (Keras: a = -0.05, b = 0.05). "
      "One word a value."};
  static constexpr std::array<Parameter, 2> parameters{
      {{"a", "low end", ParameterKind::real, 0.0, -1e30, 1e30},
       {"b", "high end, at least a", ParameterKind::real, 1.0, -1e30, 1e30}}};
  static Distribution distribution(const double* p, GroupPlace) {
    return {Distribution::Kind::uniform, p[0], p[1]};
  }
};

struct NormalInit : InitializerDefaults {
  static constexpr PartInfo info{
      "normal", "random_normal", "N(mean, std)",
      "Normal, PyTorch's normal_ (Keras: std = 0.05). Two words a value."};
  static constexpr std::array<Parameter, 2> parameters{
      {{"mean", "mean", ParameterKind::real, 0.0, -1e30, 1e30},
       {"std", "standard deviation", ParameterKind::real, 1.0, 0.0, 1e30}}};
  static Distribution distribution(const double* p, GroupPlace) {
    return {Distribution::Kind::normal, p[0], p[1]};
  }
};

struct TruncNormalInit : InitializerDefaults {
  static constexpr PartInfo info{"trunc_normal", "truncated_normal",
                                 "N(mean, std) given a <= x <= b",
                                 "Truncated normal, PyTorch's trunc_normal_: a and b are values, "
                                 "not multiples of std (Keras's "
                                 "TruncatedNormal cuts at 2 std). One word a value."};
  static constexpr std::array<Parameter, 4> parameters{
      {{"mean", "mean before it is cut", ParameterKind::real, 0.0, -1e30, 1e30},
       {"std", "standard deviation before it is cut", ParameterKind::real, 1.0, 0.0, 1e30, true},
       {"a", "smallest value, within 6 std of the mean or below it", ParameterKind::real, -2.0,
        -1e30, 1e30},
       {"b", "largest value, at least a", ParameterKind::real, 2.0, -1e30, 1e30}}};
  static Distribution distribution(const double* p, GroupPlace) {
    if (p[2] == p[3]) return {Distribution::Kind::constant, p[2]};
    return {Distribution::Kind::truncated_normal, p[0], p[1], p[2], p[3]};
  }
};

struct ConstantInit : InitializerDefaults {
  static constexpr PartInfo info{"constant", "", "val", "Every entry is val. No randomness."};
  static constexpr std::array<Parameter, 1> parameters{
      {{"val", "the value", ParameterKind::real, required, -3e38, 3e38}}};
  static Distribution distribution(const double* p, GroupPlace) {
    return {Distribution::Kind::constant, p[0]};
  }
};

struct ZerosInit : InitializerDefaults {
  static constexpr PartInfo info{"zeros", "", "0", "Every entry is 0. No randomness."};
  static constexpr std::array<Parameter, 0> parameters{};
  static Distribution distribution(const double*, GroupPlace) { return {}; }
};

struct OnesInit : InitializerDefaults {
  static constexpr PartInfo info{"ones", "", "1", "Every entry is 1. No randomness."};
  static constexpr std::array<Parameter, 0> parameters{};
  static Distribution distribution(const double*, GroupPlace) {
    return {Distribution::Kind::constant, 1.0};
  }
};

struct ValuesInit : InitializerDefaults {
  static constexpr PartInfo info{
      "values", "", "entry i = value i",
      "Sets one group's entries exactly: as many values as the group has "
      "entries. No randomness.",
      true};
  static constexpr std::array<Parameter, 1> parameters{
      {{"value", "one entry", ParameterKind::real, required, -3e38, 3e38}}};
  static Distribution distribution(const double* p, GroupPlace) {
    return {Distribution::Kind::values, p[0], p[1]};
  }
};

struct LatticeInit : InitializerDefaults {
  static constexpr PartInfo info{"lattice", "", "network i m + j: (a (2i+1-m)/m, a (2j+1-m)/m)",
                                 "Two weights on a regular m by m grid over (-a, a)^2, for exact "
                                 "counts. No randomness; at most "
                                 "m^2 networks."};
  static constexpr std::array<Parameter, 2> parameters{
      {{"m", "points along each side", ParameterKind::integer, required, 1.0, 65536.0},
       {"a", "half width", ParameterKind::real, 1.0, 0.0, 1e30, true}}};
  static constexpr int exact_entries = 2;
  static Distribution distribution(const double* p, GroupPlace) {
    return {Distribution::Kind::lattice, p[0], p[1]};
  }
};

}  // namespace myriad
