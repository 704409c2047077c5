// The whole life of a network: drawn from its number, trained, judged. Every engine calls what is here;
// what T is decides how many networks go through it together.
#pragma once

#include "myriad/step/choice.hpp"
#include "myriad/step/draw.hpp"
#include "myriad/step/evaluate.hpp"
#include "myriad/step/permanence.hpp"
#include "myriad/step/record.hpp"
#include "myriad/step/stillness.hpp"

namespace myriad {

/// What is known of a network before training.
template <class T, int Layers>
struct Birth {
  Parameters<T, Layers> initial;
  HiddenState<T> state;
};

/// Completes a birth whose parameters have been drawn: the activations' own arguments, and epoch 0.
template <class T, int Layers, class Activation>
MYRIAD_HD void begin_life(const RowsView& train_rows, Activation phi, Birth<T, Layers>& birth) {
  MYRIAD_UNROLL
  for (int l = 0; l < Layers; ++l) birth.initial.own[l] = T(phi.own_start());
  birth.state = observe_hidden<T, Layers>(train_rows, birth.initial, phi);
}

/// The drawn own arguments of one optimiser step: word 0 of draw `step`.
template <class T, int Layers, class Activation>
MYRIAD_HD void draw_own(const Job& job, LaneNumbers numbers, std::uint32_t step, Activation phi,
                        Parameters<T, Layers>& p) {
  MYRIAD_UNROLL
  for (int l = 0; l < Layers; ++l) {
    T uniform;
    MYRIAD_UNROLL_LANES
    for (int k = 0; k < width_of<T>(); ++k) {
      const Words words =
          random_words(job.seed, numbers.of(k), kOwnArgumentStream + static_cast<unsigned>(l), step);
      set_lane(uniform, k, uniform_open(words.word[0]));
    }
    p.own[l] = phi.own_drawn(uniform);
  }
}

/// Evaluations use the mean of an argument that is drawn.
template <class T, int Layers, class Activation>
MYRIAD_HD void settle_own(Activation phi, Parameters<T, Layers>& p) {
  if (phi.own() != OwnArgument::drawn) return;
  MYRIAD_UNROLL
  for (int l = 0; l < Layers; ++l) p.own[l] = T(phi.own_start());
}

/// One epoch of mini-batches; `step` counts optimiser steps.
template <int Slots, class T, int Layers, class Activation, class Loss, class Team>
MYRIAD_HD void train_batches(const Setting<T, Activation, Loss, Team>& s, std::uint32_t epoch, std::uint32_t& step,
                             OptimizerState<Slots, T, Layers>& state, Parameters<T, Layers>& p) {
  const EpochOrder<T> places{s.job, s.train_rows, s.order};
  places.draw(s.numbers.first, s.numbers.stride, epoch);
  const std::uint32_t rows = s.train_rows.count, size = s.job.batch_rows;
  for (std::uint32_t begin = 0, end = 0; begin < rows; begin = end) {
    end = rows - begin < size ? rows : begin + size;
    if (s.phi.own() == OwnArgument::drawn) draw_own<T, Layers>(s.job, s.numbers, step, s.phi, p);
    Parameters<T, Layers> g = batch_gradient<T, Layers>(places, begin, end, p, s.phi, s.loss);
    step_parameters<Slots, T, Layers>(s.job, epoch, step++, g, state, p, s.phi);
  }
}

/// Everything that is found out by training; finish_record() takes one lane of it.
template <class T, int Layers>
struct Outcome {
  Parameters<T, Layers> final;
  HiddenState<T> end;
  Signals<T> signals;
  MaskOf<T> zero_gradient;
  Permanence<T> permanence;   ///< of a dead first layer
  DeathLog<T> death;
  BitsOf<T> train_correct;
  BitsOf<T> test_correct;
  T train_loss;
};

/// Every entry of the hidden layers' gradient is exactly 0.
template <class T, int Layers>
MYRIAD_HD MaskOf<T> hidden_gradient_is_zero(const Parameters<T, Layers>& g) {
  MaskOf<T> zero = MaskOf<T>(true);
  constexpr int hidden = output_weight(Layers);
  MYRIAD_UNROLL
  for (int i = 0; i < hidden; ++i) {
    zero = zero & (g.at[i] <= T(0.0f)) & (g.at[i] >= T(0.0f));
  }
  return zero;
}

/// Judges a trained network by what a forward pass shows.
template <class T, int Layers, class Activation, class Loss, class Team>
MYRIAD_HD void judge(const Setting<T, Activation, Loss, Team>& s, Outcome<T, Layers>& out) {
  const Parameters<T, Layers>& p = out.final;
  out.end = observe_hidden<T, Layers>(s.train_rows, p, s.phi);
  out.signals = observe_signals<T, Layers>(s.train_rows, p, s.phi);
  out.train_correct = count_correct<T, Layers>(s.train_rows, p, s.phi, s.job.linear_output);
  out.test_correct = count_correct<T, Layers>(s.test_rows, p, s.phi, s.job.linear_output);
  out.train_loss = mean_loss<T, Layers>(s.train_rows, p, s.phi, s.loss);
}

/// Trains the networks that begin at `initial`, on rows that may be a copy of the job's. Death is observed
/// at epochs 0 … T, before an epoch's first step and after the last one. The order is scratch memory for
/// order_words(job) words a network.
template <int Slots, bool Batches, class T, int Layers, class Activation, class Loss, class Team>
MYRIAD_HD Outcome<T, Layers> train(const Setting<T, Activation, Loss, Team>& s,
                                   const Parameters<T, Layers>& initial) {
  const Job& job = s.job;
  const float inverse_rows = div(1.0f, static_cast<float>(s.train_rows.count));
  Parameters<T, Layers> p = initial;
  OptimizerState<Slots, T, Layers> state;
  begin_state<Slots, T, Layers>(job, state);
  Outcome<T, Layers> out;
  out.death = DeathLog<T>::none();
  int checkpoint = 0;
  std::uint32_t step = 0;
  for (std::uint32_t epoch = 0;; ++epoch) {
    const bool end = epoch == job.epochs;
    Gradient<T, Layers> g;
    if constexpr (Batches) {
      settle_own<T, Layers>(s.phi, p);
      g.dead = observe_death<T, Layers>(s.train_rows, p, s.phi);
      if (end) g = gradient<T, Layers>(s.train_rows, p, inverse_rows, s.phi, s.loss, s.team);
    } else {
      if (end) settle_own<T, Layers>(s.phi, p);
      else if (s.phi.own() == OwnArgument::drawn) draw_own<T, Layers>(job, s.numbers, epoch, s.phi, p);
      g = gradient<T, Layers>(s.train_rows, p, inverse_rows, s.phi, s.loss, s.team);
    }
    out.death.see(epoch, g.dead);
    if (checkpoint < job.checkpoints && job.checkpoint[checkpoint] == epoch) out.death.mark(checkpoint++);
    if (end) {
      out.zero_gradient = hidden_gradient_is_zero<T, Layers>(g.of);
      break;
    }
    if constexpr (Batches) {
      train_batches<Slots, T, Layers>(s, epoch, step, state, p);
    } else {
      step_parameters<Slots, T, Layers>(job, epoch, epoch, g.of, state, p, s.phi);
    }
  }
  out.final = p;
  out.permanence = {MaskOf<T>(false), MaskOf<T>(false)};
  if constexpr (Activation::may_be_relu) {
    if (job.coast != nullptr) out.permanence = permanence<Slots>(*job.coast, s.train_rows, p.at, state.at);
  }
  judge<T, Layers>(s, out);
  return out;
}

/// The same in parts, for engines that regroup networks between them: up to epoch `until`, and to the last look
/// when that is T. With Still, looks for stillness after the last step before `until`. (train() stays the plain loop:
/// what this one is compared with, and what fits a GPU's registers.)
template <int Slots, bool Batches, bool Still, class T, int Layers, class Activation, class Loss, class Team>
MYRIAD_HD void train_until(const Setting<T, Activation, Loss, Team>& s, std::uint32_t until, Progress& at,
                           Training<Slots, T, Layers>& t) {
  const Job& job = s.job;
  const float inverse_rows = div(1.0f, static_cast<float>(s.train_rows.count));
  for (;; ++at.epoch) {
    const std::uint32_t epoch = at.epoch;
    const bool end = epoch == job.epochs;
    if (epoch == until && !end) return;
    Gradient<T, Layers> g;
    if constexpr (Batches) {
      settle_own<T, Layers>(s.phi, t.p);
      g.dead = observe_death<T, Layers>(s.train_rows, t.p, s.phi);
      if (end) g = gradient<T, Layers>(s.train_rows, t.p, inverse_rows, s.phi, s.loss, s.team);
    } else {
      if (end) settle_own<T, Layers>(s.phi, t.p);
      else if (s.phi.own() == OwnArgument::drawn) draw_own<T, Layers>(job, s.numbers, epoch, s.phi, t.p);
      g = gradient<T, Layers>(s.train_rows, t.p, inverse_rows, s.phi, s.loss, s.team);
    }
    t.death.see(epoch, g.dead);
    if (at.checkpoint < job.checkpoints && job.checkpoint[at.checkpoint] == epoch) {
      t.death.mark(at.checkpoint++);
    }
    if (end) {
      t.zero_gradient = hidden_gradient_is_zero<T, Layers>(g.of);
      return;
    }
    if constexpr (Batches) {
      train_batches<Slots, T, Layers>(s, epoch, at.step, t.state, t.p);
    } else if constexpr (Still) {
      const Parameters<T, Layers> before = t.p;
      step_parameters<Slots, T, Layers>(job, epoch, epoch, g.of, t.state, t.p, s.phi);
      if (epoch + 1 == until) observe_stillness<Slots, T, Layers>(job, epoch, s.phi, before, g, t);
    } else {
      step_parameters<Slots, T, Layers>(job, epoch, epoch, g.of, t.state, t.p, s.phi);
    }
  }
}

/// What there is to say of networks that are trained to the end.
template <int Slots, class T, int Layers, class Activation, class Loss, class Team>
MYRIAD_HD Outcome<T, Layers> finish_training(const Setting<T, Activation, Loss, Team>& s,
                                             const Training<Slots, T, Layers>& t) {
  Outcome<T, Layers> out;
  out.final = t.p;
  out.death = t.death;
  out.zero_gradient = t.zero_gradient;
  out.permanence = {MaskOf<T>(false), MaskOf<T>(false)};
  if constexpr (Activation::may_be_relu) {
    if (s.job.coast != nullptr) {
      out.permanence = permanence<Slots>(*s.job.coast, s.train_rows, t.p.at, t.state.at);
    }
  }
  judge<T, Layers>(s, out);
  return out;
}

/// Lane `k` of parameters as a record has them: NaN in one form, what is not there as 0.
template <class T, int Layers>
MYRIAD_HD void put_parameters(const Parameters<T, Layers>& p, int parameters, int k,
                              float (&to)[kMaxParameters]) {
  constexpr int count = Parameters<T, Layers>::count;
  MYRIAD_UNROLL
  for (int i = 0; i < kMaxParameters; ++i) {
    to[i] = i < count ? canonical(lane(p.at[i < count ? i : 0], k)) : 0.0f;
    if (i >= count && i < count + Layers && i < parameters) {
      to[i] = canonical(lane(p.own[i >= count && i < count + Layers ? i - count : 0], k));
    }
  }
}

/// The part of a record that is known before training.
template <class T, int Layers>
MYRIAD_HD void begin_record(const Job& job, const Birth<T, Layers>& birth, std::uint64_t network, int k,
                            Record& r) {
  r.network = network;
  put_parameters<T, Layers>(birth.initial, job.parameters, k, r.initial);
  r.born_firing = lane(birth.state.firing, k);
  r.flags = (lane(birth.state.dead, k) ? kBornDead : 0u) |
            (lane(birth.state.inactive, k) ? kBornInactive : 0u) |
            (lane(birth.state.always_on, k) ? kBornAlwaysOn : 0u);
}

/// The flags judged at the end, of a network that did not diverge.
template <class T, int Layers>
MYRIAD_HD std::uint32_t end_flags(const Outcome<T, Layers>& out, std::uint32_t rows, int k) {
  const bool ever_dead = out.death.first_death(k) != kNeverDied;
  const bool born_dead = out.death.first_death(k) == 0;
  const bool dead = lane(out.end.dead, k);
  const bool constant = lane(out.signals.constant_output, k);
  const bool zero_gradient = lane(out.zero_gradient, k);
  return (dead ? kDead : 0u) | (dead && !born_dead ? kDied : 0u) |
         (!born_dead && !dead && ever_dead ? kTransient : 0u) | (born_dead && !dead ? kRevived : 0u) |
         (lane(out.end.inactive, k) ? kInactive : 0u) | (lane(out.end.always_on, k) ? kAlwaysOn : 0u) |
         (lane(out.train_correct, k) == rows ? kSolved : 0u) |
         (lane(out.permanence.permanent, k) ? kPermanent : 0u) |
         (lane(out.permanence.revives, k) ? kReturns : 0u) |
         (lane(out.signals.saturated, k) ? kSaturated : 0u) | (constant ? kConstantOutput : 0u) |
         (zero_gradient ? kZeroGradient : 0u) | (dead && constant ? kDeadAndConstant : 0u) |
         (dead && zero_gradient ? kDeadAndZeroGradient : 0u) |
         (constant && zero_gradient ? kConstantAndZeroGradient : 0u) |
         (dead && constant && zero_gradient ? kDeadConstantAndZeroGradient : 0u);
}

/// The rest of a record, from lane `k` of an outcome. A diverged network keeps its born flags, its
/// counts and kDiverged, and is nothing else.
template <class T, int Layers>
MYRIAD_HD void finish_record(const Job& job, const Outcome<T, Layers>& out, int k, Record& r) {
  put_parameters<T, Layers>(out.final, job.parameters, k, r.final);
  r.train_loss = canonical(lane(out.train_loss, k));
  bool finite = is_finite(r.train_loss);
  MYRIAD_UNROLL
  for (int i = 0; i < kMaxParameters; ++i) finite = finite && is_finite(r.final[i]);
  r.mean_activation = canonical(lane(out.signals.mean_activation, k));
  r.train_correct = lane(out.train_correct, k);
  r.test_correct = lane(out.test_correct, k);
  r.firing = lane(out.end.firing, k);
  r.flags |= finite ? end_flags<T, Layers>(out, job.train.count, k) : static_cast<std::uint32_t>(kDiverged);
  r.first_death = finite ? out.death.first_death(k) : kNeverDied;
  r.last_death = finite ? out.death.last_death(k) : kNeverDied;
  r.death_epoch = (r.flags & kDead) != 0 ? r.last_death : kNeverDied;
  r.dead_at = finite ? out.death.dead_at(k) : 0;
}

}  // namespace myriad
