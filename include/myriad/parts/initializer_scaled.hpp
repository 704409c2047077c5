// Initialisers whose width follows from the fans of their group: Glorot's, He's and LeCun's, with
// PyTorch's plain normals and Keras's truncated ones. Biases have the fans of their layer.
#pragma once

#include "myriad/parts/initializer_plain.hpp"

namespace myriad {

/// U(-bound, bound).
inline Distribution symmetric_uniform(double bound) {
  return {Distribution::Kind::uniform, -bound, bound};
}

/// Keras's truncated normal: of standard deviation `std` once it is cut at 2 deviations. That of a
/// standard normal cut at 2 is 0.8796….
inline Distribution keras_truncated_normal(double std) {
  const double uncut = std / 0.87962566103423978;
  if (uncut == 0.0) return {};
  return {Distribution::Kind::truncated_normal, 0.0, uncut, -2.0 * uncut, 2.0 * uncut};
}

constexpr Parameter kGain{"gain", "scale factor", ParameterKind::real, 1.0, 0.0, 1e6};

struct XavierUniformInit : InitializerDefaults {
  static constexpr PartInfo info{"xavier_uniform", "glorot_uniform",
                                 "U(-r, r), r = gain sqrt(6 / (fan_in + fan_out))",
                                 "Glorot and Bengio 2010. One word a value."};
  static constexpr std::array<Parameter, 1> parameters{{kGain}};
  static Distribution distribution(const double* p, GroupPlace at) {
    return symmetric_uniform(p[0] * sqrt_double(6.0 / (at.fan_in + at.fan_out)));
  }
};

struct XavierNormalInit : InitializerDefaults {
  static constexpr PartInfo info{"xavier_normal", "", "N(0, gain sqrt(2 / (fan_in + fan_out)))",
                                 "Glorot and Bengio 2010 with PyTorch's plain normal (Keras's "
                                 "glorot_normal is truncated). Two words a value."};
  static constexpr std::array<Parameter, 1> parameters{{kGain}};
  static Distribution distribution(const double* p, GroupPlace at) {
    return {Distribution::Kind::normal, 0.0, p[0] * sqrt_double(2.0 / (at.fan_in + at.fan_out))};
  }
};

struct GlorotNormalInit : InitializerDefaults {
  static constexpr PartInfo info{"glorot_normal", "",
                                 "N(0, s) cut at 2 s, s = sqrt(2 / (fan_in + fan_out)) / 0.8796",
                                 "Keras's GlorotNormal: truncated, with the deviation sqrt(2 / "
                                 "(fan_in + fan_out)) after the cut "
                                 "(PyTorch's xavier_normal is not truncated). One word a value."};
  static constexpr std::array<Parameter, 0> parameters{};
  static Distribution distribution(const double*, GroupPlace at) {
    return keras_truncated_normal(sqrt_double(2.0 / (at.fan_in + at.fan_out)));
  }
};

constexpr std::array<Parameter, 3> kKaimingParameters{
    {{"a", "negative slope of the leaky ReLU that follows", ParameterKind::real, 0.0, -1e6, 1e6},
     {"mode", "which fan", ParameterKind::choice, 0.0, 0.0, 1.0, false, false, "fan_in|fan_out"},
     {"nonlinearity", "what follows: its gain", ParameterKind::choice, 0.0, 0.0, 6.0, false, false,
      "leaky_relu|relu|linear|identity|sigmoid|tanh|selu"}}};

/// gain / sqrt(fan), with PyTorch's calculate_gain.
inline double kaiming_std(const double* p, GroupPlace at) {
  const double gains[7] = {
      sqrt_double(2.0 / (1.0 + p[0] * p[0])), sqrt_double(2.0), 1.0, 1.0, 1.0, 5.0 / 3.0, 0.75};
  return gains[static_cast<int>(p[2])] / sqrt_double(p[1] == 0.0 ? at.fan_in : at.fan_out);
}

struct KaimingUniformInit : InitializerDefaults {
  static constexpr PartInfo info{
      "kaiming_uniform", "he_uniform", "U(-r, r), r = gain sqrt(3 / fan)",
      "He et al. 2015, PyTorch's kaiming_uniform_: gain sqrt(2 / (1 + a^2)) "
      "by default. One word a value."};
  static constexpr std::array<Parameter, 3> parameters = kKaimingParameters;
  static Distribution distribution(const double* p, GroupPlace at) {
    return symmetric_uniform(sqrt_double(3.0) * kaiming_std(p, at));
  }
};

struct KaimingNormalInit : InitializerDefaults {
  static constexpr PartInfo info{"kaiming_normal", "", "N(0, gain / sqrt(fan))",
                                 "He et al. 2015 with PyTorch's plain normal (Keras's he_normal is "
                                 "truncated). Two words a value."};
  static constexpr std::array<Parameter, 3> parameters = kKaimingParameters;
  static Distribution distribution(const double* p, GroupPlace at) {
    return {Distribution::Kind::normal, 0.0, kaiming_std(p, at)};
  }
};

struct HeNormalInit : InitializerDefaults {
  static constexpr PartInfo info{
      "he_normal", "", "N(0, s) cut at 2 s, s = sqrt(2 / fan_in) / 0.8796",
      "Keras's HeNormal: truncated, with the deviation sqrt(2 / fan_in) after the cut (PyTorch's "
      "kaiming_normal is not truncated). One word a value."};
  static constexpr std::array<Parameter, 0> parameters{};
  static Distribution distribution(const double*, GroupPlace at) {
    return keras_truncated_normal(sqrt_double(2.0 / at.fan_in));
  }
};

struct LecunUniformInit : InitializerDefaults {
  static constexpr PartInfo info{"lecun_uniform", "", "U(-r, r), r = sqrt(3 / fan_in)",
                                 "LeCun et al. 1998, Keras's LecunUniform. One word a value."};
  static constexpr std::array<Parameter, 0> parameters{};
  static Distribution distribution(const double*, GroupPlace at) {
    return symmetric_uniform(sqrt_double(3.0 / at.fan_in));
  }
};

struct LecunNormalInit : InitializerDefaults {
  static constexpr PartInfo info{"lecun_normal", "",
                                 "N(0, s) cut at 2 s, s = sqrt(1 / fan_in) / 0.8796",
                                 "LeCun et al. 1998, Keras's LecunNormal: truncated, with the "
                                 "deviation sqrt(1 / fan_in) after "
                                 "the cut. One word a value."};
  static constexpr std::array<Parameter, 0> parameters{};
  static Distribution distribution(const double*, GroupPlace at) {
    return keras_truncated_normal(sqrt_double(1.0 / at.fan_in));
  }
};

}  // namespace myriad
