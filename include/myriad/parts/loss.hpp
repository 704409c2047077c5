// The losses, as functions of the signed logit m = s o, with s = +1 for a row of class 0 and -1 for one
// of class 1. A row's gradient is then s times a term that does not know its class: rows of class 1 run
// through the same code with (v, c) negated, and flipping all labels is exact.
#pragma once

#include "myriad/core/elementary.hpp"
#include "myriad/core/type_list.hpp"
#include "myriad/parts/part.hpp"

namespace myriad {

/// A loss provides
///   logit_scale      (v, c) are multiplied by it once per step, so that rows need not
///   slope(t, a)      d loss / d m at m = t / logit_scale
///   value(m, a)      the loss itself
///   positive_slope   slope > 0 everywhere, in floats too
struct BceWithLogits {
  static constexpr PartInfo info{
      "bce_with_logits", "binary_cross_entropy", "log(1 + e^o) - y o",
      "Binary cross-entropy of the output's logit, mean over rows; labels 0 and 1. PyTorch's "
      "binary_cross_entropy_with_logits."};
  static constexpr std::array<Parameter, 0> parameters{};
  static constexpr const char* labels = "0 and 1";
  static constexpr float logit_scale = -kLog2E;
  static constexpr bool positive_slope = true;

  /// sigmoid(m), from t = -m log2(e).
  template <class T>
  MYRIAD_HD static T slope(T t, const float*) {
    return logistic_of_power(t);
  }
  template <class T>
  MYRIAD_HD static T value(T m, const float*) {
    return softplus(m);
  }
};

using Losses = TypeList<BceWithLogits>;

}  // namespace myriad
