// Smooth activations that bend or level off: tanh, sigmoid, softplus, logsigmoid, softsign,
// tanhshrink, squareplus.
#pragma once

#include "myriad/parts/activation_defaults.hpp"

namespace myriad {

struct Tanh : ActivationDefaults {
  static constexpr PartInfo info{
      "tanh", "", "(e^z - e^-z) / (e^z + e^-z)",
      "Hyperbolic tangent; never dead. Value within 3.4 ulp; slope within 3.6 for |z| <= 40, "
      "and beyond as at 40."};
  static constexpr std::array<Parameter, 0> parameters{};
  static constexpr bool specialised = true;
  static constexpr double max_ulp_value = 3.4;
  static constexpr double max_ulp_slope = 3.6;
  static constexpr float accurate_low = -40.0f;
  static constexpr float accurate_high = 40.0f;

  template <class T>
  MYRIAD_HD static T largest_value(T, const float*) {
    return T(1.0f);
  }
  template <class T>
  MYRIAD_HD static Activated<T> value(T z, const float*) {
    return tanh_with_slope(z);
  }
  static constexpr float clamp_at = 40.0f;
  template <class T>
  MYRIAD_HD static Activated<T> value_within_clamp(T z) {
    return bounded_tanh_with_slope(z);
  }
};

struct Sigmoid : ActivationDefaults {
  static constexpr PartInfo info{
      "sigmoid", "logistic", "1 / (1 + e^-z)",
      "Logistic function; never dead. For |z| <= 86 the value is within 2.8 ulp and the slope "
      "within 3.6; |z| beyond counts as 86."};
  static constexpr std::array<Parameter, 0> parameters{};
  static constexpr bool specialised = true;
  static constexpr double max_ulp_value = 2.8;
  static constexpr double max_ulp_slope = 3.6;
  static constexpr float accurate_low = -86.0f;
  static constexpr float accurate_high = 86.0f;

  template <class T>
  MYRIAD_HD static T largest_value(T, const float*) {
    return T(1.0f);
  }
  template <class T>
  MYRIAD_HD static Activated<T> value(T z, const float*) {
    return sigmoid_with_slope(z);
  }
  static constexpr float clamp_at = 86.0f;
  template <class T>
  MYRIAD_HD static Activated<T> value_within_clamp(T z) {
    return bounded_sigmoid_with_slope(z);
  }
};

struct Softplus : ActivationDefaults {
  static constexpr PartInfo info{
      "softplus", "", "beta z > threshold ? z : log(1 + e^(beta z)) / beta",
      "Smooth rectifier, linear above the threshold as in PyTorch (Keras has none); never dead. "
      "For beta z >= -86 value and slope are within 3 ulp; beta z below counts as -86."};
  static constexpr std::array<Parameter, 2> parameters{
      {{"beta", "how sharp the bend is", ParameterKind::real, 1.0, 1e-6, 1e6},
       {"threshold", "beta z above which phi(z) = z", ParameterKind::real, 20.0, -1e6, 1e6}}};
  static constexpr double max_ulp_value = 3.0;
  static constexpr double max_ulp_slope = 3.0;
  static constexpr float accurate_low = -86.0f;

  /// The product's rounding error is carried into the exponent.
  template <class T>
  MYRIAD_HD static Activated<T> value(T z, const float* a) {
    const T inverse_beta = div(T(1.0f), T(a[0]));
    const T reach = mul(T(86.0f), inverse_beta);
    const T near = absolute(at_least(at_most(z, reach), negate(reach)));
    const T product = mul(near, T(a[0]));
    const T error = fma(near, T(a[0]), negate(product));
    const T e = exp_minus(product, error);
    const LogisticPair<T> s = logistic_pair(e);
    const MaskOf<T> linear = mul(z, T(a[0])) > T(a[1]);
    const T bend = fma(log1p_unit(e), inverse_beta, at_least(z, T(0.0f)));
    return {select(linear, z, bend),
            select(linear, T(1.0f), select(z > T(0.0f), s.upper, s.lower))};
  }
};

struct Logsigmoid : ActivationDefaults {
  static constexpr PartInfo info{
      "logsigmoid", "log_sigmoid", "-log(1 + e^-z)",
      "Logarithm of the logistic function; never dead. For z <= 86 the value is within 1.8 ulp "
      "and the slope within 2.8; z above counts as 86."};
  static constexpr std::array<Parameter, 0> parameters{};
  static constexpr double max_ulp_value = 1.8;
  static constexpr double max_ulp_slope = 2.8;
  static constexpr float accurate_high = 86.0f;

  template <class T>
  MYRIAD_HD static Activated<T> value(T z, const float*) {
    const T e = exp_minus(at_most(absolute(z), T(86.0f)));
    const LogisticPair<T> s = logistic_pair(e);
    return {sub(at_most(z, T(0.0f)), log1p_unit(e)), select(z > T(0.0f), s.lower, s.upper)};
  }
};

struct Softsign : ActivationDefaults {
  static constexpr PartInfo info{
      "softsign", "", "z / (1 + |z|)",
      "A sigmoid with slow tails; never dead. Value within 2 ulp, slope within 3.6."};
  static constexpr std::array<Parameter, 0> parameters{};
  static constexpr double max_ulp_value = 2.0;
  static constexpr double max_ulp_slope = 3.6;

  template <class T>
  MYRIAD_HD static Activated<T> value(T z, const float*) {
    const T s = at_least(z, T(-0x1p+100f));  // NaN has the sign that the processor gave it
    const T a = at_most(absolute(s), T(0x1p+100f));
    const T r = reciprocal(add(T(1.0f), a));
    return {copy_sign(mul(a, r), s), mul(r, r)};
  }
};

struct Tanhshrink : ActivationDefaults {
  static constexpr PartInfo info{
      "tanhshrink", "tanh_shrink", "z - tanh(z)",
      "What tanh takes away from z; never dead, though its slope is 0 at 0. Value and slope "
      "within 3.3 ulp."};
  static constexpr std::array<Parameter, 0> parameters{};
  static constexpr double max_ulp_value = 3.3;
  static constexpr double max_ulp_slope = 3.3;

  /// Up to 1 by z - tanh z = z^3 P(z^2), beyond by tanh z = 1 - 2q.
  template <class T>
  MYRIAD_HD static Activated<T> value(T z, const float*) {
    const T a = absolute(z);
    const MaskOf<T> small = a < T(1.0f);
    const T square = mul(a, a);
    const T cube = mul(square, a);
    const T series = mul(cube, series_over_cube(square));
    const ScaledExp<T> e = scaled_exp_minus_double(at_most(a, T(40.0f)));
    const T q = logistic_pair(e.whole()).lower;
    const T shrunk = select(small, series, fma(T(2.0f), q, sub(a, T(1.0f))));
    const T tanh = select(small, sub(a, series), fma(T(-2.0f), q, T(1.0f)));
    return {copy_sign(shrunk, z), mul(tanh, tanh)};
  }

 private:
  template <class T>
  MYRIAD_HD static T series_over_cube(T square) {
    T p = T(-0x1.40c806p-13f);
    p = fma(p, square, T(0x1.f88762p-11f));
    p = fma(p, square, T(-0x1.ac1ca8p-9f));
    p = fma(p, square, T(0x1.1e8908p-7f));
    p = fma(p, square, T(-0x1.65f9eep-6f));
    p = fma(p, square, T(0x1.ba1a6cp-5f));
    p = fma(p, square, T(-0x1.11112ap-3f));
    return fma(p, square, T(0x1.555556p-2f));
  }
};

struct Squareplus : ActivationDefaults {
  static constexpr PartInfo info{
      "squareplus", "", "(z + sqrt(z^2 + b)) / 2",
      "Smooth rectifier without exponentials, as in Keras; never dead unless b is 0, which is "
      "relu. Value within 3 ulp; slope within 2.7 for z >= -2^62."};
  static constexpr std::array<Parameter, 1> parameters{
      {{"b", "4 times the square of the value at 0", ParameterKind::real, 4.0, 0.0, 1e6}}};
  static constexpr double max_ulp_value = 3.0;
  static constexpr double max_ulp_slope = 2.7;
  static constexpr float accurate_low = -0x1p+62f;

  static bool is_relu(const double* a) { return is_zero_argument(a[0]); }
  /// For z < 0 by phi(z) = b / (4 phi(-z)), without cancellation; phi'(z) + phi'(-z) = 1. Where |z|
  /// is clamped b is lost beside z^2.
  template <class T>
  MYRIAD_HD static Activated<T> value(T z, const float* a) {
    const T x = absolute(z);
    const T near = at_most(x, T(0x1p+62f));
    const T square = fma(near, near, T(a[0]));
    const T root = sqrt(square);
    const T mean = select(x > near, x, fma(T(0.5f), root, mul(T(0.5f), near)));
    const T slope_below = div(mul(T(0.5f), T(a[0])), fma(near, root, square));
    const MaskOf<T> above = z > T(0.0f);
    return {select(above, mean, div(mul(T(0.25f), T(a[0])), mean)),
            select(above, sub(T(1.0f), slope_below), slope_below)};
  }
};

}  // namespace myriad
