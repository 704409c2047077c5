// The whole life of a network: drawn from its number, trained, judged. Every engine calls train() and
// nothing else; what T is decides how many networks go through it together.
#pragma once

#include "myriad/parts/optimizer.hpp"
#include "myriad/step/choice.hpp"
#include "myriad/step/draw.hpp"
#include "myriad/step/evaluate.hpp"
#include "myriad/step/network.hpp"
#include "myriad/step/record.hpp"

namespace myriad {

/// One optimiser update, by the optimiser's number.
template <int Slots, class T, class... Os>
MYRIAD_HD T update_parameter(TypeList<Os...>, const Job& job, const StepScalars& scalars, float decay, T p,
                             T g, T* state) {
  T result = p;
  int id = 0;
  ((id++ == job.optimizer.id
        ? (result = Os::template update<Slots>(p, g, decay, state, scalars, job.optimizer.argument), 0)
        : 0),
   ...);
  return result;
}

/// Moves every parameter by step number `step`.
template <int Slots, class T, int Layers, int StateSlots>
MYRIAD_HD void step_parameters(const Job& job, std::uint32_t step, const Parameters<T, Layers>& gradient,
                               T (&state)[Parameters<T, Layers>::count][StateSlots],
                               Parameters<T, Layers>& p) {
  const StepScalars scalars = job.step[step < job.steps ? step : job.steps - 1];
  MYRIAD_UNROLL
  for (int i = 0; i < Parameters<T, Layers>::count; ++i) {
    const bool bias = i >= 2 && i % 2 == 0;
    p.at[i] = update_parameter<Slots>(Optimizers{}, job, scalars, bias ? job.bias_decay : job.weight_decay,
                                      p.at[i], gradient.at[i], state[i]);
  }
}

/// What is remembered of death while training. Packed into words: a GPU keeps it in registers throughout.
template <class T>
struct DeathLog {
  using Bits = BitsOf<T>;
  Bits flags;           ///< the born flags, and kEverDead: dead at some epoch so far
  Bits since;           ///< first epoch of the present dead stretch; kNeverDied when alive
  Bits at_low, at_high; ///< dead at survival checkpoint k: bit k

  static constexpr std::uint32_t kEverDead = 1u << 31;

  MYRIAD_HD static DeathLog begin(Bits born) { return {born, Bits(kNeverDied), Bits(0u), Bits(0u)}; }

  MYRIAD_HD void see(std::uint32_t epoch, MaskOf<T> dead) {
    const MaskOf<T> before = since < Bits(kNeverDied);
    since = select(dead, select(before, since, Bits(epoch)), Bits(kNeverDied));
    flags = select(dead, flags | Bits(kEverDead), flags);
  }

  MYRIAD_HD void mark(int checkpoint) {
    const MaskOf<T> dead = since < Bits(kNeverDied);
    const Bits bit = select(dead, Bits(1u << (checkpoint & 31)), Bits(0u));
    if (checkpoint < 32) {
      at_low = at_low | bit;
    } else {
      at_high = at_high | bit;
    }
  }
};

/// A hidden state at epoch 0 as its record's flags.
template <class T>
MYRIAD_HD BitsOf<T> born_flags(const HiddenState<T>& born) {
  using Bits = BitsOf<T>;
  return select(born.dead, Bits(kBornDead), Bits(0u)) |
         select(born.inactive, Bits(kBornInactive), Bits(0u)) |
         select(born.always_on, Bits(kBornAlwaysOn), Bits(0u));
}

/// Everything train() finds out; finish_record() takes one lane of it.
template <class T, int Layers>
struct Outcome {
  Parameters<T, Layers> final;
  HiddenState<T> end;
  DeathLog<T> death;
  BitsOf<T> train_correct;
  BitsOf<T> test_correct;
  T train_loss;
};

/// Trains the networks whose initial parameters are `p`, on rows that may be a copy of the job's. Death is observed at epochs 0 … T: up to T-1
/// in the pass that makes the gradient, at T in the evaluation.
template <int Slots, class T, int Layers, class Activation>
MYRIAD_HD Outcome<T, Layers> train(const Job& job, const RowsView& train_rows, const RowsView& test_rows,
                                   Parameters<T, Layers> p, Activation phi) {
  const JobLoss loss{job.loss.id, job.loss.argument};
  const float inverse_rows = div(1.0f, static_cast<float>(train_rows.count));
  constexpr int count = Parameters<T, Layers>::count;
  Outcome<T, Layers> out;
  out.death = DeathLog<T>::begin(born_flags<T>(observe_hidden<T, Layers>(train_rows, p, phi)));
  T state[count][Slots > 0 ? Slots : 1];
  MYRIAD_UNROLL
  for (int i = 0; i < count; ++i) {
    MYRIAD_UNROLL
    for (int s = 0; s < Slots; ++s) state[i][s] = T(0.0f);
  }
  int checkpoint = 0;
  for (std::uint32_t epoch = 0; epoch < job.epochs; ++epoch) {
    const Gradient<T, Layers> g = gradient<T, Layers>(train_rows, p, inverse_rows, phi, loss);
    out.death.see(epoch, g.dead);
    if (checkpoint < job.checkpoints && job.checkpoint[checkpoint] == epoch) {
      out.death.mark(checkpoint++);
    }
    step_parameters<Slots>(job, epoch, g.of, state, p);
  }
  out.final = p;
  out.end = observe_hidden<T, Layers>(train_rows, p, phi);
  out.death.see(job.epochs, out.end.dead);
  if (checkpoint < job.checkpoints && job.checkpoint[checkpoint] == job.epochs) out.death.mark(checkpoint);
  out.train_correct = count_correct<T, Layers>(train_rows, p, phi);
  out.test_correct = count_correct<T, Layers>(test_rows, p, phi);
  out.train_loss = mean_loss<T, Layers>(train_rows, p, phi, loss);
  return out;
}

/// The part of a record that is known before training.
template <class T, int Layers>
MYRIAD_HD void begin_record(const Parameters<T, Layers>& initial, std::uint64_t network, int k, Record& r) {
  r.network = network;
  MYRIAD_UNROLL
  for (int i = 0; i < kMaxParameters; ++i) {
    r.initial[i] = i < Parameters<T, Layers>::count ? canonical(lane(initial.at[i], k)) : 0.0f;
  }
}

/// The flags judged at the end, of a network that did not diverge.
template <class T, int Layers>
MYRIAD_HD std::uint32_t end_flags(const Outcome<T, Layers>& out, std::uint32_t rows, int k) {
  const bool born_dead = (lane(out.death.flags, k) & kBornDead) != 0;
  const bool dead = lane(out.end.dead, k);
  const bool ever = (lane(out.death.flags, k) & DeathLog<T>::kEverDead) != 0;
  return (dead ? kDead : 0u) | (dead && !born_dead ? kDied : 0u) |
         (!born_dead && !dead && ever ? kTransient : 0u) | (born_dead && !dead ? kRevived : 0u) |
         (lane(out.end.inactive, k) ? kInactive : 0u) | (lane(out.end.always_on, k) ? kAlwaysOn : 0u) |
         (lane(out.train_correct, k) == rows ? kSolved : 0u);
}

/// The rest of a record, from lane `k` of an outcome. A diverged network keeps its born flags, its
/// counts and kDiverged, and is nothing else.
template <class T, int Layers>
MYRIAD_HD void finish_record(const Outcome<T, Layers>& out, std::uint32_t train_rows, int k, Record& r) {
  bool finite = is_finite(lane(out.train_loss, k));
  MYRIAD_UNROLL
  for (int i = 0; i < kMaxParameters; ++i) {
    r.final[i] = i < Parameters<T, Layers>::count ? canonical(lane(out.final.at[i], k)) : 0.0f;
    finite = finite && is_finite(r.final[i]);
  }
  r.train_loss = canonical(lane(out.train_loss, k));
  r.train_correct = lane(out.train_correct, k);
  r.test_correct = lane(out.test_correct, k);
  r.flags = (lane(out.death.flags, k) & kBornFlags) | (finite ? end_flags<T, Layers>(out, train_rows, k)
                                        : static_cast<std::uint32_t>(kDiverged));
  r.death_epoch = finite ? lane(out.death.since, k) : kNeverDied;
  const std::uint64_t high = lane(out.death.at_high, k);
  r.dead_at = finite ? high << 32 | lane(out.death.at_low, k) : 0;
}

}  // namespace myriad
