// Words that optimisers share: how state is kept, how a step is divided, and the weights of averages.
#pragma once

#include <cstddef>
#include <cstdint>

#include "myriad/core/arithmetic.hpp"
#include "myriad/core/double_math.hpp"
#include "myriad/core/elementary.hpp"
#include "myriad/parts/step_scalars.hpp"

namespace myriad {

constexpr float kLeastState = 0x1p-120f;  ///< state below it becomes 0
constexpr float kLeastDivisor = 0x1p-126f;  ///< smallest divisor of a step: the smallest normal float

/// State as it is kept: magnitudes below 2^-120 become +0, so that it never decays into subnormals, which
/// some processors are slow at. NaN stays.
template <class T>
MYRIAD_HD T kept(T state) {
  return select(absolute(state) < T(kLeastState), T(0.0f), state);
}

/// RN(1/divisor), the factor of a step; 0 for a divisor of 0, which happens only where eps = 0 and every
/// gradient so far was 0: such a parameter stays where it is (PyTorch makes it 0/0). NaN stays.
template <class T>
MYRIAD_HD T step_factor(T divisor) {
  return select(divisor < T(kLeastDivisor), T(0.0f), div(T(1.0f), divisor));
}

/// The gradient with coupled weight decay (L2) added to it.
template <class T>
MYRIAD_HD T decayed_gradient(T p, T g, const UpdateTerms& u) {
  return u.decay != 0.0f ? fma(T(u.decay), p, g) : g;
}

/// The parameter after decoupled weight decay: p - lr decay p in one rounding.
template <class T>
MYRIAD_HD T decayed_parameter(T p, const UpdateTerms& u) {
  return u.decay != 0.0f ? fma(T(-mul(u.lr, u.decay)), p, p) : p;
}

/// An argument as the devices see it: rounded to float.
inline double as_float(double argument) { return static_cast<double>(static_cast<float>(argument)); }

/// An exponential moving average is kept as the plain sum s <- b s + x, one operation shorter; its weights
/// 1, b, b^2 … add up to (1 - b^n) / (1 - b) after n steps, which a step's scalars divide by.
class TotalWeight {
 public:
  /// `decay` in [0, 1], as the devices see it.
  explicit TotalWeight(double decay)
      : decay_(decay), log_(decay > 0.0 ? log_double(decay) : 0.0) {}

  /// After `steps` >= 1 steps.
  double after(std::uint64_t steps) const {
    if (decay_ == 0.0) return 1.0;
    const double n = static_cast<double>(steps);
    return decay_ == 1.0 ? n : expm1_double(n * log_) / (decay_ - 1.0);
  }

  /// Steps after which more of them change nothing, in double: b^n < 2^-54.
  std::uint64_t full() const {
    if (decay_ == 0.0) return 1;
    return decay_ == 1.0 ? kNeverSettles : static_cast<std::uint64_t>(38.0 / -log_) + 2;
  }

 private:
  double decay_;
  double log_;
};

/// First step at which `value`, which moves one way until `last`, has the float that it has at `last`.
template <class Value>
std::uint64_t first_like_last(std::uint64_t last, Value value) {
  if (last == kNeverSettles) return kNeverSettles;
  const float limit = value(last);
  std::uint64_t before = 0, like = last;  // every step below `before` differs
  while (before < like) {
    const std::uint64_t middle = before + (like - before) / 2;
    if (value(middle) == limit) {
      like = middle;
    } else {
      before = middle + 1;
    }
  }
  return like;
}

}  // namespace myriad
