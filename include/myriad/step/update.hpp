// From a gradient to new parameters: clipping, then the optimiser.
#pragma once

#include "myriad/parts/optimizer.hpp"
#include "myriad/step/choice.hpp"
#include "myriad/step/network.hpp"

namespace myriad {

/// The optimiser's memory: Slots values for each parameter. Own arguments come after the others.
template <int Slots, class T, int Layers>
struct OptimizerState {
  static constexpr int slots = Slots > 0 ? Slots : 1;
  T at[Parameters<T, Layers>::count + Layers][slots];
};

template <int Slots, class T, int Layers>
MYRIAD_HD void begin_state(const Job& job, OptimizerState<Slots, T, Layers>& state) {
  MYRIAD_UNROLL
  for (int i = 0; i < Parameters<T, Layers>::count + Layers; ++i) {
    MYRIAD_UNROLL
    for (int s = 0; s < Slots; ++s) state.at[i][s] = T(job.optimizer_start);
  }
}

/// One parameter's update, by the optimiser's number.
template <int Slots, class T, class... Os>
MYRIAD_HD T update_parameter([[maybe_unused]] TypeList<Os...> list, int optimizer, const UpdateTerms& terms, T p, T g, T* state) {
  if constexpr (Slots == 0) {
    return Sgd::update<0>(p, g, terms, state);  // every other one has state
  } else {
    T result = p;
    int id = 0;
    ((id++ == optimizer ? (result = Os::template update<Slots>(p, g, terms, state), 0) : 0), ...);
    return result;
  }
}

/// Scales a gradient whose norm is above `limit` down to it: PyTorch's clip_grad_norm_.
template <class T, int Layers, class Activation>
MYRIAD_HD void clip_gradient(Parameters<T, Layers>& g, float limit, Activation phi) {
  T squares = T(0.0f);
  MYRIAD_UNROLL
  for (int i = 0; i < Parameters<T, Layers>::count; ++i) squares = fma(g.at[i], g.at[i], squares);
  if (phi.own() == OwnArgument::learned) {
    MYRIAD_UNROLL
    for (int l = 0; l < Layers; ++l) squares = fma(g.own[l], g.own[l], squares);
  }
  const T ratio = div(T(limit), add(sqrt(squares), T(1e-6f)));
  const T factor = select(ratio < T(1.0f), ratio, T(1.0f));
  MYRIAD_UNROLL
  for (int i = 0; i < Parameters<T, Layers>::count; ++i) g.at[i] = mul(g.at[i], factor);
  if (phi.own() == OwnArgument::learned) {
    MYRIAD_UNROLL
    for (int l = 0; l < Layers; ++l) g.own[l] = mul(g.own[l], factor);
  }
}

/// Moves every parameter by optimiser step `step`, of epoch `epoch`.
template <int Slots, class T, int Layers, class Activation>
MYRIAD_HD void step_parameters(const Job& job, std::uint32_t epoch, std::uint32_t step,
                               Parameters<T, Layers>& gradient, OptimizerState<Slots, T, Layers>& state,
                               Parameters<T, Layers>& p, Activation phi) {
  if (job.clip_norm > 0.0f) clip_gradient<T, Layers>(gradient, job.clip_norm, phi);
  UpdateTerms terms{job.lr[epoch < job.lrs ? epoch : job.lrs - 1], job.weight_decay,
                    job.step[step < job.steps ? step : job.steps - 1], job.optimizer.argument};
  const int optimizer = job.optimizer.id;
  constexpr int count = Parameters<T, Layers>::count;
  MYRIAD_UNROLL
  for (int i = 0; i < count; ++i) {
    const bool bias = i >= 2 && i % 2 == 0;
    terms.decay = bias ? job.bias_decay : job.weight_decay;
    p.at[i] = update_parameter<Slots>(Optimizers{}, optimizer, terms, p.at[i], gradient.at[i], state.at[i]);
  }
  if (phi.own() != OwnArgument::learned) return;
  terms.decay = job.weight_decay;
  MYRIAD_UNROLL
  for (int l = 0; l < Layers; ++l) {
    p.own[l] = update_parameter<Slots>(Optimizers{}, optimizer, terms, p.own[l], gradient.own[l],
                                       state.at[count + l]);
  }
}

/// Moves the output's bias alone. There is no clipping.
template <int Slots, class T, int Layers>
MYRIAD_HD void step_output_bias(const Job& job, std::uint32_t epoch, std::uint32_t step, T gradient,
                                OptimizerState<Slots, T, Layers>& state, Parameters<T, Layers>& p) {
  constexpr int i = output_bias(Layers);
  const UpdateTerms terms{job.lr[epoch < job.lrs ? epoch : job.lrs - 1], job.bias_decay,
                          job.step[step < job.steps ? step : job.steps - 1], job.optimizer.argument};
  p.at[i] = update_parameter<Slots>(Optimizers{}, job.optimizer.id, terms, p.at[i], gradient, state.at[i]);
}

}  // namespace myriad
