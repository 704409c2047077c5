// What an activation is made of, and what it may leave out.
#pragma once

#include <array>
#include <limits>

#include "myriad/core/elementary.hpp"
#include "myriad/parts/part.hpp"

namespace myriad {

/// phi(z), with what the backward pass needs of it.
template <class T>
using Activated = ValueAndSlope<T>;

/// An argument that is not of the cell but of each network: a parameter trained with the weights
/// (prelu), or a number drawn anew for every step (rrelu).
enum class OwnArgument { none, learned, drawn };

/// What an activation may leave out. An activation provides
///   value(z, a)          phi(z) and, where backward() uses it, phi'(z)
///   backward(d, z, y, a) d phi'(z)
/// and, if it has flat sets, leaves_flat(set, z, a): true where z is outside flat set number `set`.
/// With an own argument, value and backward take it as one more T at the end. A learned one
/// provides
///   initial(a)           where training begins
///   own_slope(z, a, own) d phi / d own
/// and a drawn one
///   drawn(uniform, a)    the argument of a step, from a uniform of (0, 1)
///   mean(a)              the argument that evaluation uses
struct ActivationDefaults {
  static constexpr OwnArgument own = OwnArgument::none;
  /// Worth a kernel of its own; the others are chosen by number.
  static constexpr bool specialised = false;
  /// phi(z) = z phi'(z): then sum(d h) follows from the other sums (docs/numerics.md, "Hoists").
  static constexpr bool homogeneous = false;
  /// Intervals on which phi is constant by formula. A unit is dead when every row lies in one of
  /// them.
  static constexpr int flat_sets = 0;
  /// One flat set, and phi' > 0 outside it: a sum of d phi' over rows is 0 exactly when all are
  /// flat.
  static constexpr bool slope_shows_death = false;
  /// backward(d) is d itself outside flat set 0, and 0 in it.
  static constexpr bool gates = false;
  /// |z| beyond which value() takes the clamped argument; below it value_within_clamp() gives the same bits.
  static constexpr float unbounded = std::numeric_limits<float>::infinity();
  static constexpr float clamp_at = unbounded;
  /// A bound on |phi| wherever |z| <= largest, infinite where none is known; 1e-5 too low does no harm.
  template <class T>
  MYRIAD_HD static T largest_value(T, const float*) {
    return T(unbounded);
  }

  /// Largest error for accurate_low <= z <= accurate_high, in units in the last place of the exact
  /// result, the arguments being the floats they are rounded to. Subnormal results are left out.
  static constexpr double max_ulp_value = 0.5;
  static constexpr double max_ulp_slope = 0.5;
  static constexpr float accurate_low = std::numeric_limits<float>::lowest();
  static constexpr float accurate_high = std::numeric_limits<float>::max();
  /// For crossing_low <= z <= crossing_high, where phi' passes through 0 at a z that is no float, a
  /// slope below slope_floor has its error in units in the last place of slope_floor.
  static constexpr double slope_floor = 0.0;
  static constexpr float crossing_low = 0.0f;
  static constexpr float crossing_high = 0.0f;

  /// Whether these arguments make the formula relu itself. Host only.
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

/// An argument that is 0 in the steps, which take it as a float. Host only.
inline bool is_zero_argument(double x) { return static_cast<float>(x) == 0.0f; }

}  // namespace myriad
