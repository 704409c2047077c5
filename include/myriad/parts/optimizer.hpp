// The optimisers: PyTorch 1.13's definitions. What depends on the step alone is worked out on the host in
// double and rounded once (StepScalars); what depends on the network is here and in optimizer_*.hpp.
#pragma once

#include "myriad/core/type_list.hpp"
#include "myriad/parts/optimizer_adam.hpp"
#include "myriad/parts/optimizer_root.hpp"
#include "myriad/parts/optimizer_sign.hpp"
#include "myriad/parts/optimizer_state.hpp"
#include "myriad/parts/part.hpp"

namespace myriad {

/// An optimiser provides, `a` being its arguments,
///   info, parameters                what it is
///   max_slots, slots(a)             state values per parameter: the most there can be, and how many with `a`
///   initial_state(a)                what every state value is at first
///   default_lr                      PyTorch's (sgd: this project's); NaN where it must be given
///   default_weight_decay, decoupled weight decay: unless given; taken off the parameter, not added to g
///   fill(table, n, a)               StepScalars of steps 0 … n-1; host, double, in sequence
///   settled(a)                      a step from which those are constant; kNeverSettles if there is none.
///                                   The first one, but for nadam
///   update<Slots>(p, g, u, state)   the new parameter; state[0 … slots-1] is updated in place. Called only
///                                   with Slots >= slots(a); compiles for any Slots >= 0
struct Sgd {
  static constexpr PartInfo info{
      "sgd", "", "u <- momentum u + (1 - dampening) g, first u = g;  p <- p - lr u (nesterov: g + momentum u)",
      "Gradient descent, with PyTorch's momentum: the buffer starts as the first gradient. Weight decay "
      "is added to the gradient."};
  static constexpr std::array<Parameter, 3> parameters{
      {{"momentum", "share of the buffer kept", ParameterKind::real, 0.0, 0.0, 1.0, false, true},
       {"dampening", "share of the gradient left out of the buffer", ParameterKind::real, 0.0, 0.0, 1.0},
       {"nesterov", "look ahead along the buffer", ParameterKind::boolean, 0.0}}};
  static constexpr int max_slots = 1;
  static constexpr double default_lr = 0.1;
  static constexpr double default_weight_decay = 0.0;
  static constexpr bool decoupled = false;

  static int slots(const double* a) { return a[0] != 0.0 ? 1 : 0; }
  static float initial_state(const double*) { return 0.0f; }
  static std::uint64_t settled(const double* a) { return static_cast<float>(1.0 - a[1]) == 1.0f ? 0 : 1; }
  /// s[0]: share of the gradient that enters the buffer.
  static void fill(StepScalars* table, std::size_t n, const double* a) {
    for (std::size_t i = 0; i < n; ++i) table[i].s[0] = i == 0 ? 1.0f : static_cast<float>(1.0 - a[1]);
  }

  template <int Slots, class T>
  MYRIAD_HD static T update(T p, T g, const UpdateTerms& u, T* state) {
    g = decayed_gradient(p, g, u);
    if constexpr (Slots >= 1) {
      if (u.a[0] != 0.0f) {
        state[0] = kept(fma(T(u.a[0]), state[0], mul(T(u.step.s[0]), g)));
        g = u.a[2] != 0.0f ? fma(T(u.a[0]), state[0], g) : state[0];
      }
    }
    return fma(T(-u.lr), g, p);
  }
};

namespace detail {
template <class... Os>
constexpr int most_slots(TypeList<Os...>) {
  int most = 0;
  ((most = Os::max_slots > most ? Os::max_slots : most), ...);
  return most;
}
}  // namespace detail

using Optimizers = TypeList<Sgd, Adam, AdamW, RmsProp, Adagrad, NAdam, Lion, Adadelta, Adamax>;
constexpr int kMaxSlots = detail::most_slots(Optimizers{});

}  // namespace myriad
