// The losses, as functions of a signed margin m: how far the output lies on the wrong side of its label. A row's
// gradient is then a sign times a term that does not know its class, and rows of class 1 run through the same
// code with (v, c) negated. docs/numerics.md, "Losses".
//   the output's logit:  m = o for a row of class 0, -o for one of class 1 (labels 0 and 1, or -1 and +1)
//   a linear output:     m = o for a row of class 0, 1 - o for one of class 1
#pragma once

#include "myriad/core/elementary.hpp"
#include "myriad/core/type_list.hpp"
#include "myriad/parts/part.hpp"

namespace myriad {

/// A loss provides
///   sees_value                the output's value: sigmoid(o), or o of a linear output; else its logit
///   logit_scale(linear)       (v, c) are multiplied by it once per step, so that rows need not
///   slope(t, a, linear)       d loss / d m at m = t / logit_scale
///   value(m, a, linear)       the loss itself
///   positive_slope(linear)    slope > 0 everywhere, in floats too
struct LossDefaults {
  static constexpr bool sees_value = false;
  MYRIAD_HD static constexpr float logit_scale(bool) { return 1.0f; }
  MYRIAD_HD static constexpr bool positive_slope(bool) { return false; }
};

/// p = sigmoid(m) and dp / dm = p (1 - p), from t = -m log2(e), without cancellation at either end.
template <class T>
MYRIAD_HD ValueAndSlope<T> probability_of_power(T t) {
  const T e = exp2_bounded(clamp(t, -125.0f, 125.0f));
  const T p = reciprocal(add(T(1.0f), e));
  return {p, mul(mul(e, p), p)};
}

struct BceWithLogits : LossDefaults {
  static constexpr PartInfo info{
      "bce_with_logits", "binary_cross_entropy", "log(1 + e^o) - y o",
      "Binary cross-entropy of the output's logit, mean over rows. PyTorch's "
      "binary_cross_entropy_with_logits."};
  static constexpr std::array<Parameter, 0> parameters{};
  static constexpr const char* labels = "0 and 1";
  MYRIAD_HD static constexpr float logit_scale(bool) { return -kLog2E; }
  MYRIAD_HD static constexpr bool positive_slope(bool) { return true; }

  /// sigmoid(m), from t = -m log2(e).
  template <class T>
  MYRIAD_HD static T slope(T t, const float*, bool) {
    return logistic_of_power(t);
  }
  /// The same for |t| <= 125.
  template <class T>
  MYRIAD_HD static T slope_within_clamp(T t) {
    return logistic_of_bounded_power(t);
  }
  template <class T>
  MYRIAD_HD static T value(T m, const float*, bool) {
    return softplus(m);
  }
};

/// What the losses of the output's value share: r = |value - label| is sigmoid(m), or |m| of a linear output.
struct ValueLoss : LossDefaults {
  static constexpr bool sees_value = true;
  static constexpr const char* labels = "0 and 1";
  MYRIAD_HD static constexpr float logit_scale(bool linear) { return linear ? 1.0f : -kLog2E; }

  template <class T>
  MYRIAD_HD static T residual(T m, bool linear) {
    return linear ? m : sigmoid_with_slope(m).value;
  }
};

struct MeanSquaredError : ValueLoss {
  static constexpr PartInfo info{"mse", "mean_squared_error l2", "(value - y)^2",
                                 "Squared error of the output's value, mean over rows; not halved, as in "
                                 "PyTorch."};
  static constexpr std::array<Parameter, 0> parameters{};

  template <class T>
  MYRIAD_HD static T slope(T t, const float*, bool linear) {
    if (linear) return add(t, t);
    const ValueAndSlope<T> p = probability_of_power(t);
    return mul(add(p.value, p.value), p.slope);
  }
  template <class T>
  MYRIAD_HD static T value(T m, const float*, bool linear) {
    const T r = residual(m, linear);
    return mul(r, r);
  }
};

struct MeanAbsoluteError : ValueLoss {
  static constexpr PartInfo info{"mae", "mean_absolute_error l1", "|value - y|",
                                 "Absolute error of the output's value, mean over rows; slope 0 where it is "
                                 "0, as in PyTorch."};
  static constexpr std::array<Parameter, 0> parameters{};
  MYRIAD_HD static constexpr bool positive_slope(bool linear) { return !linear; }

  template <class T>
  MYRIAD_HD static T slope(T t, const float*, bool linear) {
    if (!linear) return probability_of_power(t).slope;
    return select(t > T(0.0f), T(1.0f), select(t < T(0.0f), T(-1.0f), T(0.0f)));
  }
  template <class T>
  MYRIAD_HD static T value(T m, const float*, bool linear) {
    return absolute(residual(m, linear));
  }
};

struct Hinge : LossDefaults {
  static constexpr PartInfo info{"hinge", "", "max(0, 1 - y o)",
                                 "Hinge of the output's logit, labels -1 and +1, mean over rows; slope 0 at "
                                 "the kink."};
  static constexpr std::array<Parameter, 0> parameters{};
  static constexpr const char* labels = "-1 and +1";

  template <class T>
  MYRIAD_HD static T slope(T m, const float*, bool) {
    const T margin = add(T(1.0f), m);
    return select(margin > T(0.0f), T(1.0f), T(0.0f));
  }
  template <class T>
  MYRIAD_HD static T value(T m, const float*, bool) {
    const T margin = add(T(1.0f), m);
    return select(margin <= T(0.0f), T(0.0f), margin);
  }
};

struct SquaredHinge : LossDefaults {
  static constexpr PartInfo info{"squared_hinge", "", "max(0, 1 - y o)^2",
                                 "Squared hinge of the output's logit, labels -1 and +1, mean over rows."};
  static constexpr std::array<Parameter, 0> parameters{};
  static constexpr const char* labels = "-1 and +1";

  template <class T>
  MYRIAD_HD static T slope(T m, const float* a, bool linear) {
    const T margin = Hinge::value(m, a, linear);
    return add(margin, margin);
  }
  template <class T>
  MYRIAD_HD static T value(T m, const float* a, bool linear) {
    const T margin = Hinge::value(m, a, linear);
    return mul(margin, margin);
  }
};

struct Huber : ValueLoss {
  static constexpr PartInfo info{"huber", "", "r <= delta ? r^2 / 2 : delta (r - delta / 2), r = |value - y|",
                                 "Huber's loss of the output's value, mean over rows; PyTorch's HuberLoss."};
  static constexpr std::array<Parameter, 1> parameters{
      {{"delta", "where it turns from squared to absolute", ParameterKind::real, 1.0, 0.0, 1e30, true}}};

  template <class T>
  MYRIAD_HD static T slope(T t, const float* a, bool linear) {
    if (linear) return clamp_keeping_nan(t, a[0]);
    const ValueAndSlope<T> p = probability_of_power(t);
    return mul(select(p.value > T(a[0]), T(a[0]), p.value), p.slope);
  }
  template <class T>
  MYRIAD_HD static T value(T m, const float* a, bool linear) {
    const T r = absolute(residual(m, linear));
    const T delta = T(a[0]);
    return select(r > delta, mul(delta, fma(T(-0.5f), delta, r)), mul(mul(T(0.5f), r), r));
  }

 private:
  /// x limited to [-limit, limit]; NaN stays NaN.
  template <class T>
  MYRIAD_HD static T clamp_keeping_nan(T x, float limit) {
    const T below = select(x > T(limit), T(limit), x);
    return select(below < T(-limit), T(-limit), below);
  }
};

using Losses = TypeList<BceWithLogits, MeanSquaredError, MeanAbsoluteError, Hinge, SquaredHinge, Huber>;

}  // namespace myriad
