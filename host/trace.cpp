// trace_network: the training loop of step/train.hpp with every state written down.
#include "myriad/trace.hpp"

#include "float_environment.hpp"
#include "myriad/step/train.hpp"

namespace myriad {
namespace {

using AnyPhi = AnyActivation<Activations>;

template <int Layers>
EpochState observe(const Job& job, const Parameters<float, Layers>& p, std::uint32_t epoch, AnyPhi phi) {
  EpochState state;
  state.epoch = epoch;
  state.parameters.assign(p.at, p.at + Parameters<float, Layers>::count);
  state.rows_firing.assign(Layers, 0);
  for (std::uint32_t i = 0; i < job.train.count; ++i) {
    const auto h = forward<float, Layers>(p, job.train.row[i].x1, job.train.row[i].x2, phi);
    for (int l = 0; l < Layers; ++l) state.rows_firing[l] += h.z[l] > 0.0f;
  }
  state.loss = mean_loss<float, Layers>(job.train, p, phi, JobLoss{job.loss.id, job.loss.argument});
  state.dead = observe_hidden<float, Layers>(job.train, p, phi).dead;
  return state;
}

template <int Layers>
Trace trace(const Job& job, std::uint64_t network) {
  constexpr int count = Parameters<float, Layers>::count;
  const AnyPhi phi{job.activation.id, job.activation.argument};
  const JobLoss loss{job.loss.id, job.loss.argument};
  const float inverse_rows = div(1.0f, static_cast<float>(job.train.count));
  Parameters<float, Layers> p;
  draw_network<float, Layers>(job, network, 0, p);
  Trace result;
  const auto outcome = job.optimizer_slots == 0
                           ? train<0, float, Layers>(job, job.train, job.test, p, phi)
                           : train<kMaxSlots, float, Layers>(job, job.train, job.test, p, phi);
  begin_record<float, Layers>(p, network, 0, result.record);
  finish_record<float, Layers>(outcome, job.train.count, 0, result.record);
  float slots[count][kMaxSlots] = {};
  for (std::uint32_t epoch = 0; epoch < job.epochs; ++epoch) {
    result.epochs.push_back(observe<Layers>(job, p, epoch, phi));
    const auto g = gradient<float, Layers>(job.train, p, inverse_rows, phi, loss);
    result.epochs.back().gradient.assign(g.of.at, g.of.at + count);
    step_parameters<kMaxSlots>(job, epoch, g.of, slots, p);
  }
  result.epochs.push_back(observe<Layers>(job, p, job.epochs, phi));
  return result;
}

}  // namespace

Trace trace_network(const CellJob& cell, std::uint64_t network) {
  const FloatEnvironment environment;
  return cell.job.hidden_layers == 1 ? trace<1>(cell.job, network) : trace<2>(cell.job, network);
}

}  // namespace myriad
