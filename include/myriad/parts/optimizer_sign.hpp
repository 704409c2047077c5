// Lion: steps of one size, in the direction of an averaged gradient.
#pragma once

#include "myriad/parts/optimizer_state.hpp"
#include "myriad/parts/part.hpp"

namespace myriad {

struct Lion {
  static constexpr PartInfo info{
      "lion", "", "p <- p - lr weight_decay p - lr sign(beta1 m + (1 - beta1) g), sign(0) = 0;  "
                  "m <- beta2 m + (1 - beta2) g",
      "Chen et al. 2023. Every step is lr long; there is no agreed default lr. Weight decay is decoupled. "
      "Its average m is 0 once below 2^-120, so a unit without gradients coasts for a while, not for ever."};
  static constexpr std::array<Parameter, 2> parameters{
      {{"beta1", "weight of the average in the direction", ParameterKind::real, 0.9, 0.0, 1.0, false, true},
       {"beta2", "share of the average kept", ParameterKind::real, 0.99, 0.0, 1.0, false, true}}};
  static constexpr int max_slots = 1;
  static constexpr double default_lr = std::numeric_limits<double>::quiet_NaN();
  static constexpr double default_weight_decay = 0.0;
  static constexpr bool decoupled = true;

  static int slots(const double*) { return 1; }
  static float initial_state(const double*) { return 0.0f; }
  static std::uint64_t settled(const double*) { return 0; }
  /// s[0]: weight of the sum of gradients (m without its factor 1 - beta2) against one gradient.
  static void fill(StepScalars* table, std::size_t n, const double* a) {
    for (std::size_t i = 0; i < n; ++i) table[i].s[0] = static_cast<float>(a[0] * (1.0 - a[1]) / (1.0 - a[0]));
  }

  template <int Slots, class T>
  MYRIAD_HD static T update(T p, T g, const UpdateTerms& u, T* state) {
    if constexpr (Slots >= 1) {
      const T direction = fma(T(u.step.s[0]), state[0], g);
      state[0] = kept(fma(T(u.a[1]), state[0], g));
      // 0 and NaN are their own sign: a NaN must reach the parameter.
      const T sign = select(direction > T(0.0f), T(1.0f),
                            select(direction < T(0.0f), T(-1.0f), direction));
      return fma(T(-u.lr), sign, decayed_parameter(p, u));
    } else {
      return p;
    }
  }
};

}  // namespace myriad
