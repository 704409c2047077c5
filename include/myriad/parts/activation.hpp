// The activations. Each is one struct: what it is called, its formula and parameters, its value and
// derivative over T, and where it is flat ("dead": docs/numerics.md). To add one, write a struct like
// LeakyRelu and name it in the list at the bottom; everything else picks it up.
#pragma once

#include "myriad/core/elementary.hpp"
#include "myriad/core/type_list.hpp"
#include "myriad/parts/part.hpp"

namespace myriad {

/// phi(z), with what the backward pass needs of it.
template <class T>
using Activated = ValueAndSlope<T>;

/// An argument that each network has for itself, one for each hidden layer.
enum class OwnArgument {
  none,
  learned,  ///< trained like a weight, from initial(a)
  drawn,    ///< drawn(u, a) with a uniform u of each optimiser step; mean(a) in evaluations
};

/// What an activation may leave out. An activation provides
///   value(z, a)          phi(z) and, where backward() uses it, phi'(z)
///   backward(d, z, y, a) d phi'(z)
/// and, if it has flat sets, leaves_flat(set, z, a): true where z is outside flat set number `set`.
struct ActivationDefaults {
  static constexpr OwnArgument own = OwnArgument::none;
  /// Has a kernel of its own; the others share the one that chooses by number.
  static constexpr bool specialised = false;
  /// phi(z) = z phi'(z): then sum(d h) follows from the other sums (docs/numerics.md, "Hoists").
  static constexpr bool homogeneous = false;
  /// Intervals on which phi is constant by formula. A unit is dead when every row lies in one of them.
  static constexpr int flat_sets = 0;
  /// One flat set, and phi' > 0 outside it: a sum of d phi' over rows is 0 exactly when all are flat.
  static constexpr bool slope_shows_death = false;

  /// With these arguments the formula is relu's.
  static bool is_relu(const double*) { return false; }

  template <class T>
  MYRIAD_HD static T backward(T d, T, const Activated<T>& y, const float*) {
    return mul(d, y.slope);
  }
  template <class T>
  MYRIAD_HD static MaskOf<T> leaves_flat(int, T, const float*) {
    return MaskOf<T>(true);
  }
};

struct Relu : ActivationDefaults {
  static constexpr PartInfo info{"relu", "", "z > 0 ? z : 0",
                                 "Rectified linear unit; phi'(0) = 0 as in PyTorch. Flat for z <= 0."};
  static constexpr std::array<Parameter, 0> parameters{};
  static constexpr bool specialised = true;
  static constexpr bool homogeneous = true;
  static constexpr int flat_sets = 1;
  static constexpr bool slope_shows_death = true;

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
      "Leaky rectified linear unit, PyTorch's default slope (Keras: 0.2 or 0.3). Never dead unless the "
      "slope is 0; slope at 0 is negative_slope."};
  static constexpr std::array<Parameter, 1> parameters{
      {{"negative_slope", "slope for z <= 0", ParameterKind::real, 0.01, -10.0, 10.0}}};
  static constexpr bool specialised = true;
  static constexpr bool homogeneous = true;

  template <class T>
  MYRIAD_HD static Activated<T> value(T z, const float* a) {
    return {select(z > T(0.0f), z, mul(z, T(a[0]))), T(0.0f)};
  }
  template <class T>
  MYRIAD_HD static T backward(T d, T z, const Activated<T>&, const float* a) {
    return select(z > T(0.0f), d, mul(d, T(a[0])));
  }
};

struct Identity : ActivationDefaults {
  static constexpr PartInfo info{"identity", "linear", "z",
                                 "No activation: the network is logistic regression."};
  static constexpr std::array<Parameter, 0> parameters{};
  static constexpr bool specialised = true;
  static constexpr bool homogeneous = true;

  template <class T>
  MYRIAD_HD static Activated<T> value(T z, const float*) {
    return {z, T(1.0f)};
  }
  template <class T>
  MYRIAD_HD static T backward(T d, T, const Activated<T>&, const float*) {
    return d;
  }
};

struct Tanh : ActivationDefaults {
  static constexpr PartInfo info{"tanh", "", "(e^z - e^-z) / (e^z + e^-z)",
                                 "Hyperbolic tangent, at most 3 ulp; never flat."};
  static constexpr std::array<Parameter, 0> parameters{};
  static constexpr bool specialised = true;

  template <class T>
  MYRIAD_HD static Activated<T> value(T z, const float*) {
    return tanh_with_slope(z);
  }
};

struct Sigmoid : ActivationDefaults {
  static constexpr PartInfo info{"sigmoid", "logistic", "1 / (1 + e^-z)",
                                 "Logistic function, at most 2.5 ulp; never flat. |z| > 86 counts as 86."};
  static constexpr std::array<Parameter, 0> parameters{};
  static constexpr bool specialised = true;

  template <class T>
  MYRIAD_HD static Activated<T> value(T z, const float*) {
    return sigmoid_with_slope(z);
  }
};

using Activations = TypeList<Relu, LeakyRelu, Identity, Tanh, Sigmoid>;

}  // namespace myriad
