// Activations of straight or parabolic pieces with flat ends or a flat middle: relu6, hardtanh,
// hardsigmoid, hardswish, threshold, softshrink, hardshrink. At a kink the slope is PyTorch's.
#pragma once

#include "myriad/parts/activation_defaults.hpp"

namespace myriad {

constexpr float kOneSixth = 0x1.555556p-3f;

/// 1 where `inside` holds, else 0.
template <class T>
MYRIAD_HD T unit_slope(MaskOf<T> inside) {
  return select(inside, T(1.0f), T(0.0f));
}

/// Flat for z <= low and for z >= high.
struct FlatEnds : ActivationDefaults {
  static constexpr int flat_sets = 2;

  template <class T>
  MYRIAD_HD static MaskOf<T> leaves_ends(int set, T z, T low, T high) {
    return set == 0 ? z > low : z < high;
  }
};

struct Relu6 : FlatEnds {
  static constexpr PartInfo info{
      "relu6", "", "min(max(z, 0), 6)",
      "Rectified linear unit that stops at 6. Dead where z <= 0 on every row, or z >= 6 on "
      "every row. Exact."};
  static constexpr std::array<Parameter, 0> parameters{};

  template <class T>
  MYRIAD_HD static Activated<T> value(T z, const float*) {
    return {clamp(z, 0.0f, 6.0f), unit_slope<T>((z > T(0.0f)) & (z < T(6.0f)))};
  }
  template <class T>
  MYRIAD_HD static MaskOf<T> leaves_flat(int set, T z, const float*) {
    return leaves_ends(set, z, T(0.0f), T(6.0f));
  }
};

struct Hardtanh : FlatEnds {
  static constexpr PartInfo info{
      "hardtanh", "hard_tanh", "min(max(z, min_val), max_val)",
      "The identity between two bounds. Dead where z <= min_val on every row, or z >= max_val "
      "on every row. Exact."};
  static constexpr std::array<Parameter, 2> parameters{
      {{"min_val", "least value", ParameterKind::real, -1.0, -1e30, 1e30},
       {"max_val", "largest value, at least min_val", ParameterKind::real, 1.0, -1e30, 1e30}}};

  template <class T>
  MYRIAD_HD static Activated<T> value(T z, const float* a) {
    return {clamp(z, a[0], a[1]), unit_slope<T>((z > T(a[0])) & (z < T(a[1])))};
  }
  template <class T>
  MYRIAD_HD static MaskOf<T> leaves_flat(int set, T z, const float* a) {
    return leaves_ends(set, z, T(a[0]), T(a[1]));
  }
};

struct Hardsigmoid : FlatEnds {
  static constexpr PartInfo info{
      "hardsigmoid", "hard_sigmoid", "relu6(z + 3) / 6",
      "PyTorch's and Keras 3's logistic function in three pieces. Dead where z <= -3 on every "
      "row, or z >= 3 on every row. Value within 1.4 ulp."};
  static constexpr std::array<Parameter, 0> parameters{};
  static constexpr double max_ulp_value = 1.4;

  template <class T>
  MYRIAD_HD static Activated<T> value(T z, const float*) {
    const MaskOf<T> inside = (z > T(-3.0f)) & (z < T(3.0f));
    return {mul(clamp(add(z, T(3.0f)), 0.0f, 6.0f), T(kOneSixth)),
            select(inside, T(kOneSixth), T(0.0f))};
  }
  template <class T>
  MYRIAD_HD static MaskOf<T> leaves_flat(int set, T z, const float*) {
    return leaves_ends(set, z, T(-3.0f), T(3.0f));
  }
};

struct Hardswish : ActivationDefaults {
  static constexpr PartInfo info{
      "hardswish", "hard_silu hard_swish", "z relu6(z + 3) / 6",
      "PyTorch's, whose slope at -3 itself is -1/2 and at 3 itself 3/2. Dead where z <= -3 on "
      "every row. Value within 2.5 ulp, slope within 1.4."};
  static constexpr std::array<Parameter, 0> parameters{};
  static constexpr int flat_sets = 1;
  static constexpr double max_ulp_value = 2.5;
  static constexpr double max_ulp_slope = 1.4;

  template <class T>
  MYRIAD_HD static Activated<T> value(T z, const float*) {
    const T gate = mul(clamp(add(z, T(3.0f)), 0.0f, 6.0f), T(kOneSixth));
    const T rising = mul(fma(T(2.0f), z, T(3.0f)), T(kOneSixth));
    const T slope = select(z > T(3.0f), T(1.0f), select(z >= T(-3.0f), rising, T(0.0f)));
    return {select(z > T(-3.0f), mul(z, gate), T(0.0f)), slope};
  }
  template <class T>
  MYRIAD_HD static MaskOf<T> leaves_flat(int, T z, const float*) {
    return z > T(-3.0f);
  }
};

struct Threshold : ActivationDefaults {
  static constexpr PartInfo info{
      "threshold", "", "z > threshold ? z : value",
      "The identity above a threshold, a constant up to it. Dead where z <= threshold on every "
      "row. Exact."};
  static constexpr std::array<Parameter, 2> parameters{
      {{"threshold", "z up to which phi is constant", ParameterKind::real,
        std::numeric_limits<double>::quiet_NaN(), -1e30, 1e30},
       {"value", "phi up to the threshold", ParameterKind::real,
        std::numeric_limits<double>::quiet_NaN(), -1e30, 1e30}}};
  static constexpr int flat_sets = 1;
  static constexpr bool slope_shows_death = true;

  static bool is_relu(const double* a) { return is_zero_argument(a[0]) && is_zero_argument(a[1]); }
  template <class T>
  MYRIAD_HD static Activated<T> value(T z, const float* a) {
    const MaskOf<T> above = z > T(a[0]);
    return {select(above, z, T(a[1])), unit_slope<T>(above)};
  }
  template <class T>
  MYRIAD_HD static MaskOf<T> leaves_flat(int, T z, const float* a) {
    return z > T(a[0]);
  }
};

/// Flat for |z| <= lambd, slope 1 outside.
struct FlatMiddle : ActivationDefaults {
  static constexpr std::array<Parameter, 1> parameters{
      {{"lambd", "half width of the flat middle", ParameterKind::real, 0.5, 0.0, 1e30}}};
  static constexpr int flat_sets = 1;
  static constexpr bool slope_shows_death = true;

  template <class T>
  MYRIAD_HD static MaskOf<T> leaves_flat(int, T z, const float* a) {
    return absolute(z) > T(a[0]);
  }
};

struct Softshrink : FlatMiddle {
  static constexpr PartInfo info{
      "softshrink", "soft_shrink", "z > lambd ? z - lambd : z < -lambd ? z + lambd : 0",
      "Shrinks towards 0 by lambd. Dead where |z| <= lambd on every row. Rounded once."};

  template <class T>
  MYRIAD_HD static Activated<T> value(T z, const float* a) {
    const MaskOf<T> outside = leaves_flat(0, z, a);
    const T shrunk = sub(z, copy_sign(T(a[0]), z));
    return {select(outside, shrunk, T(0.0f)), unit_slope<T>(outside)};
  }
};

struct Hardshrink : FlatMiddle {
  static constexpr PartInfo info{
      "hardshrink", "hard_shrink", "|z| > lambd ? z : 0",
      "The identity but for a gap around 0. Dead where |z| <= lambd on every row. Exact."};

  template <class T>
  MYRIAD_HD static Activated<T> value(T z, const float* a) {
    const MaskOf<T> outside = leaves_flat(0, z, a);
    return {select(outside, z, T(0.0f)), unit_slope<T>(outside)};
  }
};

}  // namespace myriad
