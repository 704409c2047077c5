// The optimisers: PyTorch's definitions. What depends on the step alone (learning rate, corrections) is
// worked out on the host in double and rounded once (StepScalars); what depends on the network is here.
#pragma once

#include <cstdint>

#include "myriad/core/arithmetic.hpp"
#include "myriad/core/type_list.hpp"
#include "myriad/parts/part.hpp"
#include "myriad/parts/step_scalars.hpp"

namespace myriad {

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

  static int slots(const double* a) { return a[0] != 0.0 ? 1 : 0; }
  static std::uint64_t settled(const double*) { return 1; }
  static StepScalars scalars(std::uint64_t step, const double* a) {
    return {{step == 0 ? 1.0f : static_cast<float>(1.0 - a[1])}};
  }
  MYRIAD_HD static float initial_state(const float*) { return 0.0f; }

  template <int Slots, class T>
  MYRIAD_HD static T update(T p, T g, const UpdateTerms& u, T* state) {
    if (u.decay != 0.0f) g = fma(T(u.decay), p, g);
    if constexpr (Slots > 0) {
      if (u.a[0] != 0.0f) {
        state[0] = fma(T(u.a[0]), state[0], mul(T(u.step.s[0]), g));
        g = u.a[2] != 0.0f ? fma(T(u.a[0]), state[0], g) : state[0];
      }
    }
    return fma(T(-u.lr), g, p);
  }
};

using Optimizers = TypeList<Sgd>;
constexpr int kMaxSlots = 1;

}  // namespace myriad
