// The optimisers: PyTorch's definitions. What depends on the step alone (learning rate, corrections) is
// worked out on the host in double and rounded once (StepScalars); what depends on the network is here.
#pragma once

#include <cstdint>

#include "myriad/core/arithmetic.hpp"
#include "myriad/core/type_list.hpp"
#include "myriad/parts/part.hpp"
#include "myriad/parts/step_scalars.hpp"

namespace myriad {

/// An optimiser provides
///   slots(arguments)                   state values per parameter (0 … max_slots), all 0 at first
///   scalars(step, lr, arguments)       StepScalars of step 0, 1, 2 …; host, double
///   settled(arguments)                 from this step on its scalars change with lr alone
///   update<Slots>(p, g, decay, state, scalars, a)  the new parameter; state[slot] is updated in place
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

  static int slots(const double* a) { return a[0] != 0.0 ? 1 : 0; }
  static std::uint64_t settled(const double*) { return 1; }
  static StepScalars scalars(std::uint64_t step, double lr, const double* a) {
    StepScalars s;
    s.lr = static_cast<float>(lr);
    s.s[0] = step == 0 ? 1.0f : static_cast<float>(1.0 - a[1]);
    return s;
  }

  template <int Slots, class T>
  MYRIAD_HD static T update(T p, T g, float decay, T* state, const StepScalars& s, const float* a) {
    if (decay != 0.0f) g = fma(T(decay), p, g);
    if constexpr (Slots > 0) {
      if (a[0] != 0.0f) {
        state[0] = fma(T(a[0]), state[0], mul(T(s.s[0]), g));
        g = a[2] != 0.0f ? fma(T(a[0]), state[0], g) : state[0];
      }
    }
    return fma(T(-s.lr), g, p);
  }
};

using Optimizers = TypeList<Sgd>;
constexpr int kMaxSlots = 1;

}  // namespace myriad
