// Exponential linear units: z above 0, an exponential that levels off below. elu, selu, celu.
#pragma once

#include "myriad/parts/activation_defaults.hpp"

namespace myriad {

struct Elu : ActivationDefaults {
  static constexpr PartInfo info{
      "elu", "", "z > 0 ? z : alpha (e^z - 1)",
      "Exponential linear unit, slope alpha at 0; never dead unless alpha is 0, which is relu. "
      "For z >= -87 the value is within 2 ulp and the slope within 1.8; z below counts as -87."};
  static constexpr std::array<Parameter, 1> parameters{
      {{"alpha", "minus the value far below 0", ParameterKind::real, 1.0, -1000.0, 1000.0}}};
  static constexpr bool specialised = true;
  static constexpr double max_ulp_value = 2.0;
  static constexpr double max_ulp_slope = 1.8;
  static constexpr float accurate_low = -87.0f;

  static bool is_relu(const double* a) { return is_zero_argument(a[0]); }
  template <class T>
  MYRIAD_HD static Activated<T> value(T z, const float* a) {
    const ScaledExp<T> e = scaled_exp(at_least(z, T(-87.0f)));
    const MaskOf<T> above = z > T(0.0f);
    return {select(above, z, mul(T(a[0]), e.minus_one())),
            select(above, T(1.0f), mul(T(a[0]), e.whole()))};
  }
};

struct Selu : ActivationDefaults {
  static constexpr PartInfo info{
      "selu", "", "1.0507009873554805 (z > 0 ? z : 1.6732632423543772 (e^z - 1))",
      "Scaled exponential linear unit (Klambauer et al. 2017), slope at 0 that of z < 0; never "
      "dead. For z >= -87 the value is within 2 ulp and the slope within 1.9; z below counts as "
      "-87."};
  static constexpr std::array<Parameter, 0> parameters{};
  static constexpr double max_ulp_value = 2.0;
  static constexpr double max_ulp_slope = 1.9;
  static constexpr float accurate_low = -87.0f;
  static constexpr float accurate_high = 3.2e38f;  // 1.05 z overflows above

  template <class T>
  MYRIAD_HD static Activated<T> value(T z, const float*) {
    constexpr float scale = 1.0507009873554805f, scaled_alpha = 1.7580993408473766f;
    const ScaledExp<T> e = scaled_exp(at_least(z, T(-87.0f)));
    const MaskOf<T> above = z > T(0.0f);
    return {select(above, mul(T(scale), z), mul(T(scaled_alpha), e.minus_one())),
            select(above, T(scale), mul(T(scaled_alpha), e.whole()))};
  }
};

struct Celu : ActivationDefaults {
  static constexpr PartInfo info{
      "celu", "", "z > 0 ? z : alpha (e^(z/alpha) - 1)",
      "Exponential linear unit with slope 1 at 0 for every alpha; never dead. For z >= -87 "
      "alpha the value is within 2.6 ulp and the slope within 1.3; z below counts as -87 alpha."};
  static constexpr std::array<Parameter, 1> parameters{
      {{"alpha", "minus the value far below 0", ParameterKind::real, 1.0, 1e-6, 1e6}}};
  static constexpr double max_ulp_value = 2.6;
  static constexpr double max_ulp_slope = 1.3;
  static constexpr float accurate_low = -87.0f;

  /// The quotient's rounding error is carried into the exponent. Near 0, where the quotient may be
  /// subnormal, phi(z) = z.
  template <class T>
  MYRIAD_HD static Activated<T> value(T z, const float* a) {
    const T below = clamp(z, mul(-87.0f, a[0]), 0.0f);
    const T quotient = div(below, T(a[0]));
    const T error = div(fma(negate(quotient), T(a[0]), below), T(a[0]));
    const ScaledExp<T> e = scaled_exp(quotient, error);
    return {select(quotient > T(-0x1p-26f), z, mul(T(a[0]), e.minus_one())),
            select(z > T(0.0f), T(1.0f), e.whole())};
  }
};

}  // namespace myriad
