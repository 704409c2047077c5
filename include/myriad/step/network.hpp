// One pass of a network over its rows: forward, and the sums that its gradient is made of.
// Written once over T: float (one network), Bundle (a GPU thread's), Lanes (a CPU register's).
#pragma once

#include "myriad/core/arithmetic.hpp"
#include "myriad/parts/activation.hpp"
#include "myriad/step/job.hpp"
#include "myriad/step/shape.hpp"

namespace myriad {

/// What a network trains, and what its activations have for themselves: learned (then it is trained too),
/// or drawn for this step. Unused by other activations.
template <class T, int Layers>
struct Parameters {
  static constexpr int count = 3 + 2 * Layers;
  T at[count];
  T own[Layers];
};

/// The hidden chain at one row.
template <class T, int Layers>
struct Hidden {
  T z[Layers];
  Activated<T> y[Layers];
  MYRIAD_HD T top() const { return y[Layers - 1].value; }
};

template <class T, int Layers, class Activation>
MYRIAD_HD Hidden<T, Layers> forward(const Parameters<T, Layers>& p, T x1, T x2, Activation phi) {
  Hidden<T, Layers> h;
  h.z[0] = fma(p.at[1], x2, fma(p.at[0], x1, p.at[2]));
  h.y[0] = phi.value(h.z[0], p.own[0]);
  MYRIAD_UNROLL
  for (int l = 1; l < Layers; ++l) {
    h.z[l] = fma(p.at[layer_weight(l)], h.y[l - 1].value, p.at[layer_bias(l)]);
    h.y[l] = phi.value(h.z[l], p.own[l]);
  }
  return h;
}

/// The same at a row that all networks see alike.
template <class T, int Layers, class Activation>
MYRIAD_HD Hidden<T, Layers> forward(const Parameters<T, Layers>& p, const Row& row, Activation phi) {
  return forward<T, Layers>(p, T(row.x1), T(row.x2), phi);
}

/// Who sums the rows of a network: one thread. Kernels have teams of several (kernels/warp_team.cuh), which
/// share its chunks and must give the same bits.
struct Alone {
  static constexpr std::uint32_t size = 1;
  MYRIAD_HD static constexpr std::uint32_t rank() { return 0; }
};

/// Sums over rows of one class, without the factors that do not change from row to row (v, and the
/// weights between hidden layers): those are applied once per step.
template <class T, int Layers>
struct GradientSums {
  T output_bias;             ///< sum of d
  T output_weight;           ///< sum of d h; left 0 where it follows from the others
  T bias[Layers];            ///< sum of e_l
  T x1, x2;                  ///< sums of e_0 x
  T weight[Layers];          ///< sum of e_l h_(l-1), l >= 1; left 0 where it follows
  T own[Layers];             ///< sum of e_(l+1) d phi / d own, where that is learned

  MYRIAD_HD static GradientSums zero() {
    GradientSums s;
    s.output_bias = s.output_weight = s.x1 = s.x2 = T(0.0f);
    MYRIAD_UNROLL
    for (int l = 0; l < Layers; ++l) s.bias[l] = s.weight[l] = s.own[l] = T(0.0f);
    return s;
  }

  /// a(left, right) for every pair of entries.
  template <class Operation>
  MYRIAD_HD static GradientSums combine(const GradientSums& a, const GradientSums& b, Operation op) {
    GradientSums s;
    s.output_bias = op(a.output_bias, b.output_bias);
    s.output_weight = op(a.output_weight, b.output_weight);
    s.x1 = op(a.x1, b.x1);
    s.x2 = op(a.x2, b.x2);
    MYRIAD_UNROLL
    for (int l = 0; l < Layers; ++l) {
      s.bias[l] = op(a.bias[l], b.bias[l]);
      s.weight[l] = op(a.weight[l], b.weight[l]);
      s.own[l] = op(a.own[l], b.own[l]);
    }
    return s;
  }
};

struct AddOperation {
  template <class T>
  MYRIAD_HD T operator()(T a, T b) const {
    return add(a, b);
  }
};
/// a + sign b, with one rounding.
template <class T>
struct AddScaled {
  T sign;
  MYRIAD_HD T operator()(T a, T b) const { return fma(sign, b, a); }
};

/// For each layer and each flat set: has any row left it so far?
template <class T, int Layers>
struct Liveness {
  static constexpr int sets = 2;
  MaskOf<T> left[Layers][sets];

  MYRIAD_HD static Liveness none() {
    Liveness a;
    MYRIAD_UNROLL
    for (int l = 0; l < Layers; ++l) {
      MYRIAD_UNROLL
      for (int s = 0; s < sets; ++s) a.left[l][s] = MaskOf<T>(false);
    }
    return a;
  }

  template <class Activation>
  MYRIAD_HD void observe(int layer, T z, Activation phi) {
    MYRIAD_UNROLL
    for (int s = 0; s < sets; ++s) {
      if (s < phi.flat_sets()) left[layer][s] = left[layer][s] | phi.leaves_flat(s, z);
    }
  }

  /// What any member of a team saw, all did.
  template <class Team, class Activation>
  MYRIAD_HD void share(Team team, Activation phi) {
    MYRIAD_UNROLL
    for (int l = 0; l < Layers; ++l) {
      MYRIAD_UNROLL
      for (int s = 0; s < sets; ++s) {
        if (s < phi.flat_sets()) left[l][s] = team.any(left[l][s]);
      }
    }
  }

  /// Some layer has every row in one of its flat sets.
  template <class Activation>
  MYRIAD_HD MaskOf<T> dead(Activation phi) const {
    MaskOf<T> result = MaskOf<T>(false);
    MYRIAD_UNROLL
    for (int l = 0; l < Layers; ++l) {
      MYRIAD_UNROLL
      for (int s = 0; s < sets; ++s) {
        if (s < phi.flat_sets()) result = result | !left[l][s];
      }
    }
    return result;
  }
};

/// Whether the top layer's death can be read off a gradient sum, so that no row need look for it.
template <class Activation, class Loss>
MYRIAD_HD bool sum_shows_death(Activation phi, Loss loss) {
  return phi.slope_shows_death() && loss.positive_slope();
}

/// The last layer's sums where its gradient is e behind an open gate and 0 behind a closed one: additions under
/// a condition in the place of additions of 0. A sum of zeros may keep another sign; it is added to +0 next.
template <class T, int Layers>
MYRIAD_HD void add_gated(MaskOf<T> open, T e, T x1, T x2, GradientSums<T, Layers>& sums) {
  sums.bias[0] = select(open, add(sums.bias[0], e), sums.bias[0]);
  sums.x1 = select(open, fma(e, x1, sums.x1), sums.x1);
  sums.x2 = select(open, fma(e, x2, sums.x2), sums.x2);
}

/// Adds the gradient that has reached the output, d, to the sums of all layers below it. `watch` sees every
/// layer's z on the way.
template <class T, int Layers, class Activation, class Watch>
MYRIAD_HD void accumulate(T d, T x1, T x2, const Hidden<T, Layers>& h, const Parameters<T, Layers>& p,
                          Activation phi, GradientSums<T, Layers>& sums, Watch& watch) {
  sums.output_bias = add(sums.output_bias, d);
  if (!phi.homogeneous()) sums.output_weight = fma(d, h.top(), sums.output_weight);
  T e = d;
  MYRIAD_UNROLL
  for (int l = Layers - 1; l >= 0; --l) {
    watch.observe(l, h.z[l], phi);
    if (phi.own() == OwnArgument::learned) {
      sums.own[l] = fma(e, phi.own_slope(h.z[l], p.own[l]), sums.own[l]);
    }
    if constexpr (Activation::gates && Companions<T>::predicates) {
      if (l == 0) return add_gated<T, Layers>(phi.leaves_flat(0, h.z[0]), e, x1, x2, sums);
    }
    e = phi.backward(e, h.z[l], h.y[l], p.own[l]);
    sums.bias[l] = add(sums.bias[l], e);
    if (l > 0 && !phi.homogeneous()) sums.weight[l] = fma(e, h.y[l > 0 ? l - 1 : 0].value, sums.weight[l]);
  }
  sums.x1 = fma(e, x1, sums.x1);
  sums.x2 = fma(e, x2, sums.x2);
}

/// Watches for rows that leave a flat set; leaves the top layer out where its sum will tell.
template <class T, int Layers>
struct LivenessWatch {
  Liveness<T, Layers>& alive;
  bool sum_shows_top;
  template <class Activation>
  MYRIAD_HD void observe(int layer, T z, Activation phi) {
    if (layer < Layers - 1 || !sum_shows_top) alive.observe(layer, z, phi);
  }
};

/// The sums over a chunk that member `owner` of a team has; those that follow from others stay 0.
template <class T, int Layers, class Activation, class Team>
MYRIAD_HD GradientSums<T, Layers> sums_of(Team team, std::uint32_t owner, const GradientSums<T, Layers>& own,
                                          Activation phi) {
  GradientSums<T, Layers> s = GradientSums<T, Layers>::zero();
  s.output_bias = team.from(owner, own.output_bias);
  s.x1 = team.from(owner, own.x1);
  s.x2 = team.from(owner, own.x2);
  if (!phi.homogeneous()) s.output_weight = team.from(owner, own.output_weight);
  MYRIAD_UNROLL
  for (int l = 0; l < Layers; ++l) {
    s.bias[l] = team.from(owner, own.bias[l]);
    if (l > 0 && !phi.homogeneous()) s.weight[l] = team.from(owner, own.weight[l]);
    if (phi.own() == OwnArgument::learned) s.own[l] = team.from(owner, own.own[l]);
  }
  return s;
}

/// Rows [row, stop): one chunk, of which there is one row at least, in sequence.
template <class T, int Layers, class Activation, class Loss, class Watch>
MYRIAD_HD GradientSums<T, Layers> sum_chunk(const Row* row, const Row* stop, const Parameters<T, Layers>& p, T v,
                                            T c, Activation phi, Loss loss, Watch& watch) {
  GradientSums<T, Layers> chunk = GradientSums<T, Layers>::zero();
  MYRIAD_UNROLL_ROWS
  do {
    const Hidden<T, Layers> h = forward<T, Layers>(p, *row, phi);
    const T d = loss.slope(fma(v, h.top(), c));
    accumulate<T, Layers>(d, T(row->x1), T(row->x2), h, p, phi, chunk, watch);
  } while (++row != stop);
  return chunk;
}

/// All rows of one class, of which there is one at least: chunks in sequence, and the rows of a chunk in sequence. The
/// members of a team take chunks in turn; each of them adds all chunks, in their order.
template <class T, int Layers, class Activation, class Loss, class Team>
MYRIAD_HD GradientSums<T, Layers> sum_class(const RowsView& rows, std::uint32_t first_row, std::uint32_t end,
                                            const Parameters<T, Layers>& p, T v, T c, Activation phi,
                                            Loss loss, Team team, Liveness<T, Layers>& alive) {
  LivenessWatch<T, Layers> watch{alive, sum_shows_death(phi, loss)};
  GradientSums<T, Layers> total = GradientSums<T, Layers>::zero();
  std::uint32_t first = first_row;
  do {
    if constexpr (Team::size == 1) {
      const Row* const row = rows.row + first;
      const Row* const stop = row + (end - first < rows.chunk ? end - first : rows.chunk);
      total = GradientSums<T, Layers>::combine(total, sum_chunk<T, Layers>(row, stop, p, v, c, phi, loss, watch),
                                               AddOperation{});
    } else {
      const std::uint32_t skipped = team.rank() * rows.chunk;
      const std::uint32_t mine = end - first < skipped ? end : first + skipped;
      const std::uint32_t last = end - mine < rows.chunk ? end : mine + rows.chunk;
      GradientSums<T, Layers> chunk = GradientSums<T, Layers>::zero();
      if (mine < last) {
        chunk = sum_chunk<T, Layers>(rows.row + mine, rows.row + last, p, v, c, phi, loss, watch);
      }
      for (std::uint32_t k = 0; k < Team::size && first + k * rows.chunk < end; ++k) {
        total = GradientSums<T, Layers>::combine(total, sums_of<T, Layers>(team, k, chunk, phi), AddOperation{});
      }
    }
    first += Team::size * rows.chunk;
  } while (first < end);
  if (sum_shows_death(phi, loss)) {
    alive.left[Layers - 1][0] = alive.left[Layers - 1][0] | (total.bias[Layers - 1] > T(0.0f));
  }
  return total;
}

/// The gradient of the mean loss, and whether the network is dead at these parameters.
template <class T, int Layers>
struct Gradient {
  Parameters<T, Layers> of;
  MaskOf<T> dead;
};

/// The gradient from the sums over rows: the factors that are the same for all rows, and the hoisted sums.
template <class T, int Layers, class Activation>
MYRIAD_HD Parameters<T, Layers> gradient_of_sums(const GradientSums<T, Layers>& s,
                                                 const Parameters<T, Layers>& p, float inverse_rows,
                                                 Activation phi) {
  Parameters<T, Layers> g;
  g.at[output_bias(Layers)] = mul(s.output_bias, T(inverse_rows));
  // Euler's identity for homogeneous activations: sum(e_(l+1) h_l) = sum(e_l z_l), from layer 0 upwards.
  T upper = fma(p.at[0], s.x1, fma(p.at[1], s.x2, mul(p.at[2], s.bias[0])));
  T weight_sum[Layers];
  weight_sum[0] = s.weight[0];
  MYRIAD_UNROLL
  for (int l = 1; l < Layers; ++l) {
    weight_sum[l] = phi.homogeneous() ? upper : s.weight[l];
    upper = fma(p.at[layer_weight(l)], upper, mul(p.at[layer_bias(l)], s.bias[l]));
  }
  g.at[output_weight(Layers)] = mul(phi.homogeneous() ? upper : s.output_weight, T(inverse_rows));
  T factor = mul(p.at[output_weight(Layers)], T(inverse_rows));
  MYRIAD_UNROLL
  for (int l = Layers - 1; l >= 0; --l) {
    if (phi.own() == OwnArgument::learned) g.own[l] = mul(factor, s.own[l]);
    g.at[layer_bias(l)] = mul(factor, s.bias[l]);
    if (l == 0) break;
    g.at[layer_weight(l)] = mul(factor, weight_sum[l]);
    factor = mul(factor, p.at[layer_weight(l)]);
  }
  g.at[0] = mul(factor, s.x1);
  g.at[1] = mul(factor, s.x2);
  return g;
}

/// c as rows of class 1 take it: with the other sign, and for a linear output counted from label 1.
template <class T>
MYRIAD_HD T class1_bias(T c, bool linear) {
  return linear ? sub(T(1.0f), c) : negate(c);
}

/// Both classes: S0 - S1. One copy of the code serves both, since a GPU fetches it anew at each step.
template <class T, int Layers, class Activation, class Loss, class Team>
MYRIAD_HD GradientSums<T, Layers> sum_rows(const RowsView& rows, const Parameters<T, Layers>& p,
                                           Activation phi, Loss loss, Team team,
                                           Liveness<T, Layers>& alive) {
  const T scale = T(loss.logit_scale());
  GradientSums<T, Layers> s = GradientSums<T, Layers>::zero();
  T v = mul(p.at[output_weight(Layers)], scale);
  T c = mul(p.at[output_bias(Layers)], scale);
  T sign = T(1.0f);
  std::uint32_t first = 0, last = rows.class0;
  MYRIAD_UNROLL_NONE
  for (int number = 0; number < 2; ++number) {
    if (first < last) {
      const GradientSums<T, Layers> total =
          sum_class<T, Layers>(rows, first, last, p, v, c, phi, loss, team, alive);
      s = GradientSums<T, Layers>::combine(s, total, AddScaled<T>{sign});
    }
    sign = T(-1.0f);
    v = negate(v);
    c = mul(class1_bias(p.at[output_bias(Layers)], loss.linear), scale);
    first = last;
    last = rows.count;
  }
  return s;
}

/// A bound is far from a clamp below this share of it, whatever rounding did to the bound.
constexpr float kFarFromClamp = 0.96f;

/// Whether no row can reach a clamp, of an activation's argument or of the logit: for all networks of the warp or pack.
/// `v` and `c` are scaled as rows take them.
template <class T, int Layers, class Activation>
MYRIAD_HD bool within_clamps(const RowsView& rows, const Parameters<T, Layers>& p, T v, T c, Activation phi) {
  T z = fma(absolute(p.at[0]), T(rows.largest_x1),
            fma(absolute(p.at[1]), T(rows.largest_x2), absolute(p.at[2])));
  MaskOf<T> within = z < T(mul(kFarFromClamp, phi.clamp_at()));
  MYRIAD_UNROLL
  for (int l = 1; l < Layers; ++l) {
    z = fma(absolute(p.at[layer_weight(l)]), phi.largest_value(z), absolute(p.at[layer_bias(l)]));
    within = within & (z < T(mul(kFarFromClamp, phi.clamp_at())));
  }
  const T logit = fma(absolute(v), phi.largest_value(z), absolute(c));
  return all_networks(within & (logit < T(kFarFromClamp * 125.0f)));
}

template <class T, int Layers, class Activation, class Loss, class Team = Alone>
MYRIAD_HD Gradient<T, Layers> gradient(const RowsView& rows, const Parameters<T, Layers>& p,
                                       float inverse_rows, Activation phi, Loss loss, Team team = {}) {
  Liveness<T, Layers> alive = Liveness<T, Layers>::none();
  GradientSums<T, Layers> s;
  if constexpr (Companions<T>::skips_clamps && Loss::clamps) {
    const T scale = T(loss.logit_scale());
    if (within_clamps<T, Layers>(rows, p, mul(p.at[output_weight(Layers)], scale),
                                 mul(p.at[output_bias(Layers)], scale), phi)) {
      s = sum_rows<T, Layers>(rows, p, phi.within_clamp(), loss.within_clamp(), team, alive);
    } else {
      s = sum_rows<T, Layers>(rows, p, phi, loss, team, alive);
    }
  } else {
    s = sum_rows<T, Layers>(rows, p, phi, loss, team, alive);
  }
  if constexpr (Team::size > 1) alive.share(team, phi);
  return {gradient_of_sums<T, Layers>(s, p, inverse_rows, phi), alive.dead(phi)};
}

}  // namespace myriad
