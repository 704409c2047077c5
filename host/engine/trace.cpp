// trace_network: the training loop of step/train.hpp with every state written down.
#include "myriad/trace.hpp"

#include "host/engine/float_environment.hpp"
#include "host/engine/isa/outlined_activation.hpp"
#include "myriad/step/train.hpp"

namespace myriad {
namespace {

template <int Layers>
using Followed = Setting<float, OutlinedActivation<float>, JobLoss>;

template <int Layers>
EpochState observe(const Followed<Layers>& s, const Parameters<float, Layers>& p, std::uint32_t epoch) {
  EpochState state;
  state.epoch = epoch;
  const Job& job = s.job;
  float listed[kMaxParameters];
  put_parameters<float, Layers>(p, job.parameters, 0, listed);
  state.parameters.assign(listed, listed + job.parameters);
  state.rows_firing.assign(Layers, 0);
  for (std::uint32_t i = 0; i < job.train.count; ++i) {
    const auto h = forward<float, Layers>(p, job.train.row[i], s.phi);
    for (int l = 0; l < Layers; ++l) state.rows_firing[l] += h.z[l] > 0.0f;
  }
  state.loss = mean_loss<float, Layers>(job.train, p, s.phi, s.loss);
  state.dead = observe_death<float, Layers>(job.train, p, s.phi);
  return state;
}

/// One epoch as train() takes it; the gradient at its beginning over all rows.
template <int Layers>
std::vector<float> follow_epoch(const Followed<Layers>& s, std::uint32_t epoch, std::uint32_t& step,
                                OptimizerState<kMaxSlots, float, Layers>& state,
                                Parameters<float, Layers>& p) {
  const Job& job = s.job;
  const bool batches = job.batch_rows != 0;
  if (!batches && s.phi.own() == OwnArgument::drawn) draw_own<float, Layers>(job, s.numbers, step, s.phi, p);
  const float inverse_rows = div(1.0f, static_cast<float>(job.train.count));
  auto g = gradient<float, Layers>(job.train, p, inverse_rows, s.phi, s.loss).of;
  float listed[kMaxParameters];
  put_parameters<float, Layers>(g, job.parameters, 0, listed);
  if (batches) {
    train_batches<kMaxSlots, float, Layers>(s, epoch, step, state, p);
  } else {
    step_parameters<kMaxSlots, float, Layers>(job, epoch, step++, g, state, p, s.phi);
  }
  settle_own<float, Layers>(s.phi, p);
  return {listed, listed + job.parameters};
}

template <int Layers>
Trace trace(const Job& job, std::uint64_t network) {
  const OutlinedActivation<float> phi(job);
  const JobLoss loss{job.loss.id, job.loss.argument, job.linear_output};
  std::vector<std::uint32_t> order(order_words(job));
  const Followed<Layers> setting{job, job.train, job.test, {network, 1}, {order.data(), 1}, phi, loss};
  Birth<float, Layers> birth;
  draw_network<float, Layers>(job, network, 0, birth.initial);
  begin_life<float, Layers>(job.train, phi, birth);
  const auto outcome = job.batch_rows == 0 ? train<kMaxSlots, false, float, Layers>(setting, birth.initial)
                                           : train<kMaxSlots, true, float, Layers>(setting, birth.initial);
  Trace result;
  begin_record<float, Layers>(job, birth, network, 0, result.record);
  finish_record<float, Layers>(job, outcome, 0, result.record);
  Parameters<float, Layers> p = birth.initial;
  OptimizerState<kMaxSlots, float, Layers> state;
  begin_state<kMaxSlots, float, Layers>(job, state);
  std::uint32_t step = 0;
  for (std::uint32_t epoch = 0; epoch < job.epochs; ++epoch) {
    result.epochs.push_back(observe<Layers>(setting, p, epoch));
    result.epochs.back().gradient = follow_epoch<Layers>(setting, epoch, step, state, p);
  }
  result.epochs.push_back(observe<Layers>(setting, p, job.epochs));
  return result;
}

template <int Layers>
HiddenInputs inputs(const Job& job, const std::vector<float>& listed) {
  const OutlinedActivation<float> phi(job);
  Parameters<float, Layers> p;
  constexpr std::size_t count = Parameters<float, Layers>::count;
  for (std::size_t i = 0; i < count; ++i) p.at[i] = listed.at(i);
  for (std::size_t l = 0; l < Layers; ++l) {
    p.own[l] = count + l < listed.size() ? listed[count + l] : phi.own_start();
  }
  HiddenInputs result;
  result.can_die = phi.flat_sets() > 0;
  result.z.resize(Layers);
  result.flat.resize(Layers);
  auto alive = Liveness<float, Layers>::none();
  for (std::uint32_t i = 0; i < job.train.count; ++i) {
    const auto h = forward<float, Layers>(p, job.train.row[i], phi);
    for (int l = 0; l < Layers; ++l) {
      bool flat = false;
      for (int set = 0; set < phi.flat_sets(); ++set) flat = flat || !phi.leaves_flat(set, h.z[l]);
      result.z[static_cast<std::size_t>(l)].push_back(h.z[l]);
      result.flat[static_cast<std::size_t>(l)].push_back(flat);
      alive.observe(l, h.z[l], phi);
    }
  }
  for (int l = 0; l < Layers; ++l) {
    bool dead = false;
    for (int set = 0; set < phi.flat_sets(); ++set) dead = dead || !alive.left[l][set];
    result.dead.push_back(dead);
  }
  return result;
}

}  // namespace

HiddenInputs hidden_inputs(const CellJob& cell, const std::vector<float>& parameters) {
  const FloatEnvironment environment;
  return cell.job.hidden_layers == 1 ? inputs<1>(cell.job, parameters)
                                     : inputs<2>(cell.job, parameters);
}

Trace trace_network(const CellJob& cell, std::uint64_t network) {
  const FloatEnvironment environment;
  return cell.job.hidden_layers == 1 ? trace<1>(cell.job, network) : trace<2>(cell.job, network);
}

}  // namespace myriad
