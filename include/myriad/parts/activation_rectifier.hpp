// The rectifiers, linear on both sides of 0: relu, leaky_relu, prelu, rrelu; and the identity.
#pragma once

#include "myriad/parts/activation_defaults.hpp"

namespace myriad {

struct Relu : ActivationDefaults {
  static constexpr PartInfo info{
      "relu", "", "z > 0 ? z : 0",
      "Rectified linear unit; slope 0 at 0 as in PyTorch. Dead where z <= 0 on every row. "
      "Exact."};
  static constexpr std::array<Parameter, 0> parameters{};
  static constexpr bool specialised = true;
  static constexpr bool homogeneous = true;
  static constexpr int flat_sets = 1;
  static constexpr bool slope_shows_death = true;
  static constexpr bool gates = true;

  static bool is_relu(const double*) { return true; }
  template <class T>
  MYRIAD_HD static T largest_value(T largest, const float*) {
    return largest;
  }
  template <class T>
  MYRIAD_HD static Activated<T> value(T z, const float*) {
    return {select(z > T(0.0f), z, T(0.0f)), T(0.0f)};
  }
  template <class T>
  MYRIAD_HD static T backward(T d, T z, const Activated<T>&, const float*) {
    return select(z > T(0.0f), d, T(0.0f));
  }
  template <class T>
  MYRIAD_HD static MaskOf<T> leaves_flat(int, T z, const float*) {
    return z > T(0.0f);
  }
};

struct LeakyRelu : ActivationDefaults {
  static constexpr PartInfo info{
      "leaky_relu", "lrelu", "z > 0 ? z : negative_slope z",
      "Leaky rectified linear unit, PyTorch's default slope (Keras: 0.2 or 0.3); slope at 0 is "
      "negative_slope. Never dead unless that is 0, which is relu. Rounded once."};
  static constexpr std::array<Parameter, 1> parameters{
      {{"negative_slope", "slope for z <= 0", ParameterKind::real, 0.01, -10.0, 10.0}}};
  static constexpr bool specialised = true;
  static constexpr bool homogeneous = true;

  static bool is_relu(const double* a) { return is_zero_argument(a[0]); }
  template <class T>
  MYRIAD_HD static T largest_value(T largest, const float* a) {
    return fma(largest, T(absolute(a[0])), largest);
  }
  template <class T>
  MYRIAD_HD static Activated<T> value(T z, const float* a) {
    return {select(z > T(0.0f), z, mul(z, T(a[0]))), T(0.0f)};
  }
  template <class T>
  MYRIAD_HD static T backward(T d, T z, const Activated<T>&, const float* a) {
    return select(z > T(0.0f), d, mul(d, T(a[0])));
  }
};

/// A leaky rectifier whose slope for z <= 0 is the network's own.
struct OwnSlope : ActivationDefaults {
  static constexpr bool homogeneous = true;

  template <class T>
  MYRIAD_HD static Activated<T> value(T z, const float*, T own) {
    return {select(z > T(0.0f), z, mul(z, own)), T(0.0f)};
  }
  template <class T>
  MYRIAD_HD static T backward(T d, T z, const Activated<T>&, const float*, T own) {
    return select(z > T(0.0f), d, mul(d, own));
  }
};

struct PRelu : OwnSlope {
  static constexpr PartInfo info{
      "prelu", "", "z > 0 ? z : s z, s learned",
      "Leaky rectified linear unit whose slope s for z <= 0 is trained with the weights, one "
      "for each hidden layer (Keras starts from 0). Never dead: s is a parameter, not a constant. "
      "Rounded once."};
  static constexpr std::array<Parameter, 1> parameters{
      {{"init", "the slope before training", ParameterKind::real, 0.25, -10.0, 10.0}}};
  static constexpr OwnArgument own = OwnArgument::learned;

  MYRIAD_HD static float initial(const float* a) { return a[0]; }
  template <class T>
  MYRIAD_HD static T own_slope(T z, const float*, T) {
    return select(z > T(0.0f), T(0.0f), z);
  }
};

struct RRelu : OwnSlope {
  static constexpr PartInfo info{
      "rrelu", "", "z > 0 ? z : s z, s from U(lower, upper)",
      "Leaky rectified linear unit whose slope s for z <= 0 is drawn at random in training; "
      "evaluation uses (lower + upper) / 2. Never dead unless both are 0, which is relu. "
      "Value within 1.5 ulp."};
  static constexpr std::array<Parameter, 2> parameters{
      {{"lower", "least slope for z <= 0", ParameterKind::real, 0.125, -10.0, 10.0},
       {"upper", "largest slope for z <= 0, at least lower", ParameterKind::real, 1.0 / 3.0, -10.0,
        10.0}}};
  static constexpr OwnArgument own = OwnArgument::drawn;
  static constexpr double max_ulp_value = 1.5;  // in evaluation: the mean is rounded too

  static bool is_relu(const double* a) { return is_zero_argument(a[0]) && is_zero_argument(a[1]); }
  template <class T>
  MYRIAD_HD static T drawn(T uniform, const float* a) {
    return fma(T(sub(a[1], a[0])), uniform, T(a[0]));
  }
  MYRIAD_HD static float mean(const float* a) { return mul(0.5f, add(a[0], a[1])); }
};

struct Identity : ActivationDefaults {
  static constexpr PartInfo info{
      "identity", "linear", "z",
      "No activation: the network is logistic regression. Never dead. Exact."};
  static constexpr std::array<Parameter, 0> parameters{};
  static constexpr bool specialised = true;
  static constexpr bool homogeneous = true;

  template <class T>
  MYRIAD_HD static T largest_value(T largest, const float*) {
    return largest;
  }
  template <class T>
  MYRIAD_HD static Activated<T> value(T z, const float*) {
    return {z, T(1.0f)};
  }
  template <class T>
  MYRIAD_HD static T backward(T d, T, const Activated<T>&, const float*) {
    return d;
  }
};

}  // namespace myriad
