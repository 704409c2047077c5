// z times a gate that rises from 0 to 1: silu, gelu, gelu_tanh, mish. Where gate(-z) = 1 - gate(z),
// also phi(z) - phi(-z) = z: then the side z < 0, whose relative error matters, gives the other
// one.
#pragma once

#include "myriad/parts/activation_defaults.hpp"

namespace myriad {

/// z / (1 + e^-t) and its derivative for an odd t with derivative `rate`, from the side below 0:
/// below = -|z|, e = e^-|t| and q = s.lower = e / (1 + e). There phi = below q, and with g = below
/// rate phi' = q (1 + g (1 - q)) = e (1 + g - q (g + 1 + g (1 - q))).
template <class T>
MYRIAD_HD Activated<T> gated_by_logistic(T z, T below, T rate, const ScaledExp<T>& e,
                                         const LogisticPair<T>& s) {
  const T g = mul(below, rate);
  const T one_and_g = fma(below, rate, T(1.0f));
  const T minus_q = negate(s.lower);
  const T bracket = fma(minus_q, g, one_and_g);
  const T slope_below = e.times(fma(minus_q, add(g, bracket), one_and_g));
  const MaskOf<T> above = z > T(0.0f);
  const T product = mul(select(above, z, below), s.upper);
  return {select(above, product, e.times(product)),
          select(above, sub(T(1.0f), slope_below), slope_below)};
}

struct Silu : ActivationDefaults {
  static constexpr PartInfo info{
      "silu", "swish", "z / (1 + e^-z)",
      "Sigmoid-weighted linear unit; never dead, though its slope passes through 0 at -1.278. "
      "For z >= -86 the value is within 3.2 ulp and the slope within 3.9 (from -1.8 to -0.9, of "
      "at least 1/16); z below counts as -86."};
  static constexpr std::array<Parameter, 0> parameters{};
  static constexpr bool specialised = true;
  static constexpr double max_ulp_value = 3.2;
  static constexpr double max_ulp_slope = 3.9;
  static constexpr float accurate_low = -86.0f;
  static constexpr double slope_floor = 0x1p-4;
  static constexpr float crossing_low = -1.8f;
  static constexpr float crossing_high = -0.9f;

  template <class T>
  MYRIAD_HD static Activated<T> value(T z, const float*) {
    const T below = negate(at_most(absolute(z), T(86.0f)));  // -|z|
    const ScaledExp<T> e = scaled_exp(below);
    return gated_by_logistic(z, below, T(1.0f), e, logistic_pair(e.whole()));
  }
};

/// sigmoid(2u), u = sqrt(2 / pi) (z + 0.044715 z^3): in powers of 2 the exponent is t = z (k1 + k3
/// z^2).
struct GeluTanh : ActivationDefaults {
  static constexpr PartInfo info{
      "gelu_tanh", "", "z (1 + tanh(sqrt(2/pi) (z + 0.044715 z^3))) / 2",
      "Gaussian error linear unit in its tanh form; never dead, though its slope passes through "
      "0 at -0.753. For z >= -9.9 the value is within 3.3 ulp and the slope within 3.8 (from "
      "-1.8 to -0.5, of at least 1/8); z below counts as -9.9."};
  static constexpr std::array<Parameter, 0> parameters{};
  static constexpr bool specialised = true;
  static constexpr double max_ulp_value = 3.3;
  static constexpr double max_ulp_slope = 3.8;
  static constexpr float accurate_low = -9.9f;
  static constexpr double slope_floor = 0x1p-3;
  static constexpr float crossing_low = -1.8f;
  static constexpr float crossing_high = -0.5f;

  template <class T>
  MYRIAD_HD static Activated<T> value(T z, const float*) {
    const T below = negate(at_most(absolute(z), T(9.9f)));  // -|z|
    const T square = mul(below, below);
    const T square_error = fma(below, below, negate(square));
    const T rate = fma(square, T(0x1.b6676cp-3f), T(0x1.988454p+0f));  // of 2u
    const ScaledExp<T> e = power(below, square, square_error);
    return gated_by_logistic(z, below, rate, e, refined_logistic_pair(e.whole()));
  }

 private:
  /// e^t by 2^t. The exponent is carried with its rounding error, or the error of the power would
  /// be as many times as large. k1 has 22 bits, so that k1 - factor is exact; both k are too small
  /// by 1 in 2^14.8, which `k_error` makes good.
  template <class T>
  MYRIAD_HD static ScaledExp<T> power(T z, T square, T square_error) {
    constexpr float k1 = 0x1.26ac10p+1f, k3 = 0x1.a5a3f4p-4f, k_error = 0x1.2bc526p-15f;
    const T factor = fma(square, T(k3), T(k1));
    T factor_error = fma(square, T(k3), sub(T(k1), factor));
    factor_error = fma(square_error, T(k3), factor_error);
    const T t = mul(z, factor);
    T t_error = fma(z, factor, negate(t));
    t_error = fma(z, factor_error, t_error);
    return scaled_exp2(t, fma(t, T(k_error), t_error));
  }
};

struct Gelu : ActivationDefaults {
  static constexpr PartInfo info{
      "gelu", "gelu_erf", "z P(N < z), N standard normal; with tanh: gelu_tanh",
      "Gaussian error linear unit, as PyTorch's default; never dead, though its slope passes "
      "through 0 at -0.752. For z >= -13 the value is within 3.9 ulp and the slope within 3 "
      "(from -1.3 to -0.3, of at least 1/4); z below counts as -13. With tanh it is gelu_tanh."};
  static constexpr std::array<Parameter, 1> parameters{
      {{"approximate", "tanh for gelu_tanh", ParameterKind::choice, 0.0, 0.0, 1.0, false, false,
        "none|tanh"}}};
  static constexpr double max_ulp_value = 3.9;
  static constexpr double max_ulp_slope = 3.0;
  static constexpr float accurate_low = -13.0f;
  static constexpr double slope_floor = 0x1p-2;
  static constexpr float crossing_low = -1.3f;
  static constexpr float crossing_high = -0.3f;

  template <class T>
  MYRIAD_HD static Activated<T> value(T z, const float* a) {
    if (a[0] > 0.5f) return GeluTanh::value(z, a);
    const T x = at_most(absolute(z), T(13.0f));
    const ScaledExp<T> bell = scaled_bell(x);
    const T tail = normal_tail_over_bell(x);
    const T slope_below = bell.times(fma(x, T(-kInverseRootTwoPi), tail));
    const T value_below = bell.times(mul(x, tail));
    const MaskOf<T> above = z > T(0.0f);
    return {sub(select(above, z, T(0.0f)), value_below),
            select(above, sub(T(1.0f), slope_below), slope_below)};
  }
};

/// With e = e^-|z|: for z > 0 the gate is 1 - 2 e^2 / bottom, bottom = 1 + 2e + 2 e^2. For z < 0,
/// where the relative error matters, gate and slope are e times polynomials that are near 1 for
/// small e.
struct Mish : ActivationDefaults {
  static constexpr PartInfo info{
      "mish", "", "z tanh(log(1 + e^z))",
      "Self-regularised unit of Misra (2019); never dead, though its slope passes through 0 at "
      "-1.192. For z >= -86 the value is within 3.4 ulp and the slope within 3.5 (from -1.6 to "
      "-0.7, of at least 1/16); z below counts as -86."};
  static constexpr std::array<Parameter, 0> parameters{};
  static constexpr double max_ulp_value = 3.4;
  static constexpr double max_ulp_slope = 3.5;
  static constexpr float accurate_low = -86.0f;
  static constexpr double slope_floor = 0x1p-4;
  static constexpr float crossing_low = -1.6f;
  static constexpr float crossing_high = -0.7f;

  template <class T>
  MYRIAD_HD static Activated<T> value(T z, const float*) {
    const T bounded = clamp(z, -86.0f, 86.0f);
    const T e = exp_minus(absolute(bounded));
    const Activated<T> below = value_below(bounded, e);
    const T e_twice = add(e, e);
    const T r = reciprocal(fma(e_twice, add(e, T(1.0f)), T(1.0f)));
    const T lack = mul(mul(e_twice, e), r);  // 1 - gate
    const T excess = fma(mul(add(bounded, bounded), add(e, T(1.0f))), r, T(-1.0f));
    const MaskOf<T> above = z > T(0.0f);
    return {select(above, mul(z, sub(T(1.0f), lack)), below.value),
            select(above, fma(lack, excess, T(1.0f)), below.slope)};
  }

 private:
  /// gate = e (1 + e h), phi' = e (1 + z + e (h + z k)), for e = e^z in (0, 1].
  template <class T>
  MYRIAD_HD static Activated<T> value_below(T z, T e) {
    T h = T(-0x1.2fadd2p-9f);
    h = fma(h, e, T(0x1.507302p-7f));
    h = fma(h, e, T(-0x1.6754c4p-7f));
    h = fma(h, e, T(-0x1.055d94p-5f));
    h = fma(h, e, T(0x1.19cc64p-3f));
    h = fma(h, e, T(-0x1.0327cep-2f));
    h = fma(h, e, T(0x1.0071eap-2f));
    h = fma(h, e, T(-0x1.ff6392p-16f));
    h = fma(h, e, T(-0x1.ffffcep-2f));
    T k = T(0x1.1141a8p-6f);
    k = fma(k, e, T(-0x1.8e6d64p-4f));
    k = fma(k, e, T(0x1.d700c6p-3f));
    k = fma(k, e, T(-0x1.cecb04p-3f));
    k = fma(k, e, T(-0x1.22c444p-3f));
    k = fma(k, e, T(0x1.98365ep-1f));
    k = fma(k, e, T(-0x1.4285a2p+0f));
    k = fma(k, e, T(0x1.004e40p+0f));
    k = fma(k, e, T(-0x1.307ce8p-14f));
    k = fma(k, e, T(-0x1.ffffccp-1f));
    const T bracket = fma(e, fma(z, k, h), add(z, T(1.0f)));
    return {mul(mul(z, e), fma(e, h, T(1.0f))), mul(e, bracket)};
  }
};

}  // namespace myriad
