// Networks whose later steps are known without looking at all rows. An engine may take the short way, and gets
// the same bits. docs/design.md, "Networks that stand still".
#pragma once

#include "myriad/step/training.hpp"

namespace myriad {

/// Whether networks of this job can freeze: steps without a gradient move nothing.
template <class Activation>
MYRIAD_HD bool may_freeze(const Job& job, Activation phi) {
  return Activation::may_be_dead && job.batch_rows == 0 && phi.own() == OwnArgument::none && !(job.clip_norm > 0.0f) &&
         job.weight_decay == 0.0f && job.bias_decay == 0.0f;
}

/// Whether steps from `epoch` on depend on nothing but the parameters.
template <class Activation>
MYRIAD_HD bool may_settle(const Job& job, std::uint32_t epoch, Activation phi) {
  return job.batch_rows == 0 && phi.own() != OwnArgument::drawn && job.optimizer_slots == 0 &&
         epoch + 1 >= job.lrs;
}

/// The epoch of the next look for networks that stand still: soon at first, when many are born dead, and then
/// every `most` epochs.
MYRIAD_HD std::uint32_t next_look(std::uint32_t epoch, std::uint32_t epochs, std::uint32_t most) {
  const std::uint32_t wait = epoch < 1 ? 1 : epoch < most ? epoch : most;
  return epochs - epoch < wait ? epochs : epoch + wait;
}

template <class T>
MYRIAD_HD MaskOf<T> is_nan_of(T x) {
  return (to_bits(x) & BitsOf<T>(0x7fffffffu)) > BitsOf<T>(0x7f800000u);
}

/// The same bits, or NaN both.
template <class T>
MYRIAD_HD MaskOf<T> same_number(T a, T b) {
  return (to_bits(a) == to_bits(b)) | (is_nan_of(a) & is_nan_of(b));
}

/// Whether all but the output's bias stays for ever, after a step with gradient `g`. Either the network is dead,
/// every gradient but the bias's is 0, and no state is left to move it (-0 could become +0: let it first); or all
/// of it is NaN. In both cases the hidden layers give the same to every row.
template <int Slots, class T, int Layers>
MYRIAD_HD MaskOf<T> freezes(const Job& job, const Gradient<T, Layers>& g, const Training<Slots, T, Layers>& t) {
  MaskOf<T> rests = g.dead, lost = MaskOf<T>(true);
  MYRIAD_UNROLL
  for (int i = 0; i < Parameters<T, Layers>::count; ++i) {
    if (i == output_bias(Layers)) continue;
    rests = rests & (g.of.at[i] <= T(0.0f)) & (g.of.at[i] >= T(0.0f)) &
            !(to_bits(t.p.at[i]) == BitsOf<T>(0x80000000u));
    lost = lost & is_nan_of(t.p.at[i]);
    MYRIAD_UNROLL
    for (int s = 0; s < Slots; ++s) {
      rests = rests & (to_bits(t.state.at[i][s]) == to_bits(T(job.optimizer_start)));
    }
  }
  return rests | lost;
}

/// Looks for stillness after the step of `epoch`, which began at `before`.
template <int Slots, class T, int Layers, class Activation>
MYRIAD_HD void observe_stillness(const Job& job, std::uint32_t epoch, Activation phi,
                                 const Parameters<T, Layers>& before, const Gradient<T, Layers>& g,
                                 Training<Slots, T, Layers>& t) {
  t.still = {MaskOf<T>(false), MaskOf<T>(false)};
  if constexpr (Activation::may_be_dead) {
    if (may_freeze(job, phi)) t.still.frozen = freezes<Slots, T, Layers>(job, g, t);
  }
  if (!may_settle(job, epoch, phi)) return;
  t.still.settled = MaskOf<T>(true);
  MYRIAD_UNROLL
  for (int i = 0; i < Parameters<T, Layers>::count; ++i) {
    t.still.settled = t.still.settled & same_number(before.at[i], t.p.at[i]);
  }
  if (phi.own() != OwnArgument::learned) return;
  MYRIAD_UNROLL
  for (int l = 0; l < Layers; ++l) t.still.settled = t.still.settled & same_number(before.own[l], t.p.own[l]);
}

/// The sum of `rows` times the same d, as sum_class() adds it: one run of additions serves all chunks.
template <class T>
MYRIAD_HD T repeated_sum(T d, std::uint32_t rows, std::uint32_t chunk) {
  const std::uint32_t rest = rows % chunk;
  T sum = T(0.0f);
  for (std::uint32_t i = 0; i < rest; ++i) sum = add(sum, d);
  const T last = sum;
  T total = T(0.0f);
  if (rows >= chunk) {
    for (std::uint32_t i = rest; i < chunk; ++i) sum = add(sum, d);
    for (std::uint32_t k = rows / chunk; k > 0; --k) total = add(total, sum);
  }
  return rest > 0 ? add(total, last) : total;
}

/// The gradient of a frozen network's output bias: its rows differ by their class alone.
template <class T, int Layers, class Activation, class Loss>
MYRIAD_HD T frozen_gradient(const RowsView& rows, const Parameters<T, Layers>& p, float inverse_rows,
                            Activation phi, Loss loss) {
  T sum[2];
  for (int k = 0; k < 2; ++k) {
    const std::uint32_t count = k == 0 ? rows.class0 : rows.count - rows.class0;
    RowsView one{rows.row + (k == 0 ? 0 : rows.class0), count > 0 ? 1u : 0u, 0, 1};
    if (k == 0) one.class0 = one.count;
    const T slope = gradient<T, Layers>(one, p, 1.0f, phi, loss).of.at[output_bias(Layers)];
    sum[k] = repeated_sum(k == 0 ? slope : negate(slope), count, rows.chunk);
  }
  return mul(sub(sum[0], sum[1]), T(inverse_rows));
}

/// Survival checkpoints before epoch `until`, of networks whose state does not change.
template <class T>
MYRIAD_HD void skip_settled(const Job& job, std::uint32_t until, Progress& at, DeathLog<T>& death) {
  while (at.checkpoint < job.checkpoints && job.checkpoint[at.checkpoint] < until) death.mark(at.checkpoint++);
  at.epoch = until;
}

/// Takes frozen networks to epoch `until`.
template <int Slots, class T, int Layers, class Activation, class Loss, class Team>
MYRIAD_HD void skip_frozen(const Setting<T, Activation, Loss, Team>& s, std::uint32_t until, Progress& at,
                           Training<Slots, T, Layers>& t) {
  const Job& job = s.job;
  constexpr int bias = output_bias(Layers);
  const float inverse_rows = div(1.0f, static_cast<float>(s.train_rows.count));
  T before = t.p.at[bias];
  for (std::uint32_t epoch = at.epoch; epoch < until; ++epoch) {
    const T g = frozen_gradient<T, Layers>(s.train_rows, t.p, inverse_rows, s.phi, s.loss);
    before = t.p.at[bias];
    step_output_bias<Slots, T, Layers>(job, epoch, epoch, g, t.state, t.p);
  }
  if (at.epoch < until && may_settle(job, until - 1, s.phi)) {
    t.still.settled = same_number(before, t.p.at[bias]);
  }
  skip_settled(job, until, at, t.death);
}

}  // namespace myriad
