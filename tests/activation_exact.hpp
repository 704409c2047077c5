// What each activation is, in double and with the C library: values and derivatives to hold the
// floats to. Includes nothing of ours.
#pragma once

#include <cmath>
#include <string_view>

namespace myriad::exact {

using Function = double (*)(double z, const double* a);

struct Activation {
  std::string_view name;
  Function value;
  Function slope;
};

inline double logistic(double z) {
  return z < 0 ? std::exp(z) / (1 + std::exp(z)) : 1 / (1 + std::exp(-z));
}
inline double logistic_slope(double z) { return logistic(z) * logistic(-z); }
inline double bend(double z) { return std::fmax(z, 0.0) + std::log1p(std::exp(-std::fabs(z))); }
inline double normal_below(double z) { return 0.5 * std::erfc(-z * std::sqrt(0.5)); }
inline double normal_density(double z) { return std::exp(-z * z / 2) * 0.39894228040143267794; }
inline double z_over_6_gate(double z) { return z <= -3 ? 0.0 : z >= 3 ? 1.0 : (z + 3) / 6; }
constexpr double kSeluScale = 1.0507009873554804934, kSeluAlpha = 1.6732632423543772848;
constexpr double kGelu1 = 1.59576912160573071176,
                 kGelu3 = 0.044715 * kGelu1;  // of 2u = z (k1 + k3 z^2)

inline double gelu(double z, const double*) { return z * normal_below(z); }
inline double gelu_slope(double z, const double*) {
  return normal_below(z) + z * normal_density(z);
}
inline double gelu_tanh(double z, const double*) {
  return z * logistic(z * (kGelu1 + kGelu3 * z * z));
}
inline double gelu_tanh_slope(double z, const double*) {
  const double t = z * (kGelu1 + kGelu3 * z * z);
  return logistic(t) + z * logistic_slope(t) * (kGelu1 + 3 * kGelu3 * z * z);
}

/// tanh(log(1 + e^z)) and 1 - its square, from s = (1 + e^z)^2 - 1.
inline double mish_gate(double z) {
  const double w = std::exp(std::fmin(z, 300.0));
  return w * (w + 2) / (w * (w + 2) + 2);
}
inline double mish_rest(double z) {
  const double w = std::exp(std::fmin(z, 150.0)), bottom = w * (w + 2) + 2;
  return 4 * (1 + w) * (1 + w) / bottom / bottom;
}

/// z - tanh z, by its series where the difference would cancel.
inline double tanh_shrunk(double z) {
  if (std::fabs(z) > 0.25) return z - std::tanh(z);
  const double s = z * z;
  return z * s *
         (1 / 3.0 +
          s * (-2 / 15.0 +
               s * (17 / 315.0 +
                    s * (-62 / 2835.0 +
                         s * (1382 / 155925.0 +
                              s * (-21844 / 6081075.0 +
                                   s * (929569 / 638512875.0 + s * -6404582 / 10854718875.0)))))));
}
inline double square_root(double z, double b) { return std::sqrt(z * z + b); }

#define MYRIAD_OF(expression)                                      \
  [](double z, const double* a) -> double {                        \
    return static_cast<void>(z), static_cast<void>(a), expression; \
  }

constexpr Activation kActivations[] = {
    {"relu", MYRIAD_OF(z > 0 ? z : 0), MYRIAD_OF(z > 0)},
    {"leaky_relu", MYRIAD_OF(z > 0 ? z : a[0] * z), MYRIAD_OF(z > 0 ? 1 : a[0])},
    {"prelu", MYRIAD_OF(z > 0 ? z : a[0] * z), MYRIAD_OF(z > 0 ? 1 : a[0])},
    {"rrelu", MYRIAD_OF(z > 0 ? z : (a[0] + a[1]) / 2 * z),
     MYRIAD_OF(z > 0 ? 1 : (a[0] + a[1]) / 2)},
    {"identity", MYRIAD_OF(z), MYRIAD_OF(1)},
    {"relu6", MYRIAD_OF(std::fmin(std::fmax(z, 0), 6)), MYRIAD_OF(z > 0 && z < 6)},
    {"hardtanh", MYRIAD_OF(std::fmin(std::fmax(z, a[0]), a[1])), MYRIAD_OF(z > a[0] && z < a[1])},
    {"hardsigmoid", MYRIAD_OF(z_over_6_gate(z)), MYRIAD_OF(z > -3 && z < 3 ? 1 / 6.0 : 0)},
    {"hardswish", MYRIAD_OF(z* z_over_6_gate(z)),
     MYRIAD_OF(z < -3   ? 0
               : z <= 3 ? (2 * z + 3) / 6
                        : 1)},
    {"threshold", MYRIAD_OF(z > a[0] ? z : a[1]), MYRIAD_OF(z > a[0])},
    {"softshrink",
     MYRIAD_OF(z > a[0]    ? z - a[0]
               : z < -a[0] ? z + a[0]
                           : 0),
     MYRIAD_OF(std::fabs(z) > a[0])},
    {"hardshrink", MYRIAD_OF(std::fabs(z) > a[0] ? z : 0), MYRIAD_OF(std::fabs(z) > a[0])},
    {"elu", MYRIAD_OF(z > 0 ? z : a[0] * std::expm1(z)), MYRIAD_OF(z > 0 ? 1 : a[0] * std::exp(z))},
    {"selu", MYRIAD_OF(kSeluScale*(z > 0 ? z : kSeluAlpha * std::expm1(z))),
     MYRIAD_OF(kSeluScale*(z > 0 ? 1 : kSeluAlpha * std::exp(z)))},
    {"celu", MYRIAD_OF(z > 0 ? z : a[0] * std::expm1(z / a[0])),
     MYRIAD_OF(z > 0 ? 1 : std::exp(z / a[0]))},
    {"gelu", MYRIAD_OF((a[0] == 0 ? gelu : gelu_tanh)(z, a)),
     MYRIAD_OF((a[0] == 0 ? gelu_slope : gelu_tanh_slope)(z, a))},
    {"gelu_tanh", gelu_tanh, gelu_tanh_slope},
    {"silu", MYRIAD_OF(z* logistic(z)), MYRIAD_OF(logistic(z) + z * logistic_slope(z))},
    {"mish", MYRIAD_OF(z* mish_gate(z)), MYRIAD_OF(mish_gate(z) + z * mish_rest(z) * logistic(z))},
    {"tanh", MYRIAD_OF(std::tanh(z)), MYRIAD_OF(4 * logistic_slope(2 * z))},
    {"sigmoid", MYRIAD_OF(logistic(z)), MYRIAD_OF(logistic_slope(z))},
    {"softplus", MYRIAD_OF(a[0] * z > a[1] ? z : bend(a[0] * z) / a[0]),
     MYRIAD_OF(a[0] * z > a[1] ? 1 : logistic(a[0] * z))},
    {"logsigmoid", MYRIAD_OF(-bend(-z)), MYRIAD_OF(logistic(-z))},
    {"softsign", MYRIAD_OF(z / (1 + std::fabs(z))),
     MYRIAD_OF(1 / (1 + std::fabs(z)) / (1 + std::fabs(z)))},
    {"tanhshrink", MYRIAD_OF(tanh_shrunk(z)), MYRIAD_OF(std::tanh(z) * std::tanh(z))},
    {"squareplus",
     MYRIAD_OF(z > 0 ? (z + square_root(z, a[0])) / 2 : a[0] / 2 / (square_root(z, a[0]) - z)),
     MYRIAD_OF(z > 0 ? (z / square_root(z, a[0]) + 1) / 2
                     : a[0] / 2 / (square_root(z, a[0]) - z) / square_root(z, a[0]))},
};

#undef MYRIAD_OF

inline const Activation* find(std::string_view name) {
  for (const Activation& activation : kActivations) {
    if (activation.name == name) return &activation;
  }
  return nullptr;
}

}  // namespace myriad::exact
