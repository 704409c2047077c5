// Whether a death lasts for ever: what the first hidden layer's parameters will still do without gradients,
// and whether a ReLU unit stays dead on the way.
#pragma once

#include "myriad/core/elementary.hpp"
#include "myriad/parts/optimizer_state.hpp"
#include "myriad/step/job.hpp"

namespace myriad {

/// A sum over future steps of 1 / (sigma place + eps), sigma the root of a parameter's sum of squares:
/// steps near each other are one term, at their mean place.
struct CoastTerms {
  static constexpr int most = 64;
  std::int32_t count = 0;
  float weight[most] = {};
  float place[most] = {};
};

/// Parameters at some later time, as factors of what they are now and of their state: w -> w_now w + w_state q.
struct CoastPoint {
  float w_now, w_state, b_now, b_state;
};

/// What becomes of (w1, w2, b) while their gradients are 0, with the learning rate as it is: worked out on the
/// host, once per cell (make_coast in myriad/permanence.hpp).
struct Coast {
  enum class Kind : std::int32_t {
    unknown,
    at_rest,   ///< no step without a gradient, but for decay
    linear,    ///< later parameters are combinations of parameters and a buffer q
    adaptive,  ///< steps m / (sqrt(v) + eps), all on the way to one point
    largest,   ///< the same over max(v, eps)
    signs,     ///< steps of one size until an average is 0
  };
  /// What happens when the state says nothing: every q is 0.
  enum class Rest : std::int32_t { unknown, frozen, shrinks, weights_shrink };

  Kind kind = Kind::unknown;
  Rest rest = Rest::unknown;
  float margin = 0;       ///< what rounding on the way may do to z, relative to its terms
  std::int32_t slot = 0;  ///< where q is: the buffer, or the sum of gradients (its squares come next)
  /// Linear: permanent if dead at every `stay` (their hull holds the future), alive again if alive at a `go`.
  static constexpr int most_stays = 8, most_goes = 32;
  std::int32_t stays = 0, goes = 0;
  CoastPoint stay[most_stays] = {};
  CoastPoint go[most_goes] = {};
  /// Adaptive: for weights and for the bias. Weights that shrink are counted in units of what is left of them.
  CoastTerms terms[2];
  float eps = 0;
  float tolerance = 0;     ///< of the sum of terms, relative
  float spread_least = 0;  ///< how far parameters can be from one line, as a share of the way: eps = 0,
  float spread_most = 0;   ///< any eps,
  float spread_eps = 0;    ///< and what eps adds at most, times sigma
  /// Signs: length of a step; decay^(2^i) of the average; what rounding does to the number of steps.
  static constexpr int powers = 24;
  float step = 0;
  float power[powers] = {};
  float step_tolerance = 0;
};

/// Neither: unknown.
template <class T>
struct Permanence {
  MaskOf<T> permanent;
  MaskOf<T> revives;
};

namespace detail {

/// Looks for life at parameters `at` that were reached by `moved`.
template <class T>
struct Lookout {
  float margin;
  MaskOf<T> certain = MaskOf<T>(false);
  MaskOf<T> possible = MaskOf<T>(false);

  MYRIAD_HD void look(const RowsView& rows, const T (&at)[3], const T (&moved)[3], T spread,
                      T tolerance) {
    for (std::uint32_t i = 0; i < rows.count; ++i) {
      const T x1 = T(rows.row[i].x1), x2 = T(rows.row[i].x2);
      const T z = fma(at[1], x2, fma(at[0], x1, at[2]));
      const T way = size(moved, x1, x2);
      const T slack = mul(T(margin), add(size(at, x1, x2), way));
      certain = certain | (sub(fma(negate(tolerance), way, z), slack) > T(0.0f));
      possible = possible | !(add(fma(spread, way, z), slack) <= T(0.0f));
    }
  }
  MYRIAD_HD static T size(const T (&v)[3], T x1, T x2) {
    return fma(absolute(v[0]), absolute(x1), fma(absolute(v[1]), absolute(x2), absolute(v[2])));
  }
};

/// Some row has z > 0, or NaN.
template <class T>
MYRIAD_HD MaskOf<T> fires(const RowsView& rows, const T* p) {
  MaskOf<T> any = MaskOf<T>(false);
  for (std::uint32_t i = 0; i < rows.count; ++i) {
    any = any | !(fma(p[1], T(rows.row[i].x2), fma(p[0], T(rows.row[i].x1), p[2])) <= T(0.0f));
  }
  return any;
}

template <class T>
MYRIAD_HD Permanence<T> linear_permanence(const Coast& c, const RowsView& rows, const T* p, const T (&q)[3]) {
  Lookout<T> stay{c.margin}, go{c.margin};
  T at[3], moved[3];
  for (int n = 0; n < c.stays + c.goes; ++n) {
    const CoastPoint& point = n < c.stays ? c.stay[n] : c.go[n - c.stays];
    MYRIAD_UNROLL
    for (int j = 0; j < 3; ++j) {
      moved[j] = mul(T(j == 2 ? point.b_state : point.w_state), q[j]);
      at[j] = fma(T(j == 2 ? point.b_now : point.w_now), p[j], moved[j]);
    }
    (n < c.stays ? stay : go).look(rows, at, moved, T(0.0f), T(0.0f));
  }
  return {!stay.possible, go.certain};
}

/// The way of a parameter per unit of q: the sum of its terms.
template <class T>
MYRIAD_HD T coast_length(const Coast& c, const CoastTerms& terms, T squares) {
  const bool largest = c.kind == Coast::Kind::largest;
  const T sigma = largest ? squares : sqrt(squares);
  T sum = T(0.0f);
  for (int n = 0; n < terms.count; ++n) {
    const T scaled = mul(sigma, T(terms.place[n]));
    const T bounded = select(scaled > T(c.eps), scaled, T(c.eps));
    sum = fma(T(terms.weight[n]), step_factor(largest ? bounded : add(scaled, T(c.eps))), sum);
  }
  return sum;
}

/// How much faster than another a parameter can be on its way, relative to the slower: eps matters most to
/// the one with the smallest sigma.
template <class T>
MYRIAD_HD T spread_of(const Coast& c, const T (&q)[3], const T (&squares)[3]) {
  T worst = T(0.0f);
  MYRIAD_UNROLL
  for (int j = 0; j < 3; ++j) {
    const T sigma = c.kind == Coast::Kind::largest ? squares[j] : sqrt(squares[j]);
    const T added = select(absolute(q[j]) > T(0.0f), div(T(c.spread_eps), sigma), T(0.0f));
    worst = select(added < worst, worst, added);
  }
  const T spread = add(T(c.spread_least), fma(T(c.spread_least), worst, worst));
  return select(spread < T(c.spread_most), spread, T(c.spread_most));
}

template <class T>
MYRIAD_HD Permanence<T> adaptive_permanence(const Coast& c, const RowsView& rows, const T* p, const T (&q)[3],
                                            const T (&squares)[3]) {
  T at[3], moved[3];
  MYRIAD_UNROLL
  for (int j = 0; j < 3; ++j) {
    moved[j] = negate(mul(q[j], coast_length(c, c.terms[j == 2 ? 1 : 0], squares[j])));
    at[j] = add(p[j], moved[j]);
  }
  const T spread = spread_of(c, q, squares);
  Lookout<T> end{c.margin};
  end.look(rows, at, moved, spread, T(c.tolerance));
  if (c.rest != Coast::Rest::weights_shrink) return {!end.possible, end.certain};
  // In the end only the bias is left; on the way z is a mean of the bias and of what was looked at.
  const T slack = mul(T(c.margin), add(absolute(p[2]), absolute(moved[2])));
  const T high = add(fma(spread, absolute(moved[2]), at[2]), slack);
  const T low = sub(fma(T(-c.tolerance), absolute(moved[2]), at[2]), slack);
  return {!(end.possible | !(high <= T(0.0f)) | (p[2] > T(0.0f))), low > T(0.0f)};
}

/// Steps until an average of size |q| is 0: by binary search over the powers of its decay.
template <class T>
MYRIAD_HD T steps_left(const Coast& c, T q) {
  T rest = absolute(q);
  T steps = select(rest > T(0.0f), T(1.0f), T(0.0f));
  for (int i = Coast::powers - 1; i >= 0; --i) {
    const T later = mul(rest, T(c.power[i]));
    const MaskOf<T> lasts = later >= T(kLeastState);
    rest = select(lasts, later, rest);
    steps = add(steps, select(lasts, T(static_cast<float>(1 << i)), T(0.0f)));
  }
  return steps;
}

/// All parameters move at once until one stops, then the others: the way bends at three points at most.
template <class T>
MYRIAD_HD Permanence<T> sign_permanence(const Coast& c, const RowsView& rows, const T* p, const T (&q)[3]) {
  T steps[3];
  MYRIAD_UNROLL
  for (int j = 0; j < 3; ++j) steps[j] = steps_left(c, q[j]);
  Lookout<T> bends{c.margin};
  MYRIAD_UNROLL
  for (int k = 0; k < 3; ++k) {
    T at[3], doubt[3];
    MYRIAD_UNROLL
    for (int j = 0; j < 3; ++j) {
      const T done = select(steps[k] < steps[j], steps[k], steps[j]);
      const T moving = select(steps[j] > T(0.0f), T(c.step), T(0.0f));
      at[j] = fma(copy_sign(moving, negate(q[j])), done, p[j]);
      const T rounding = mul(mul(T(0x1p-24f), done), add(absolute(p[j]), absolute(at[j])));
      doubt[j] = fma(moving, fma(T(c.step_tolerance), done, T(2.0f)), rounding);
    }
    bends.look(rows, at, doubt, T(1.0f), T(1.0f));
  }
  return {!bends.possible, bends.certain};
}

/// A verdict for what the optimiser's state will still do: `q` and its `squares` where it keeps them.
template <int Slots, class T>
MYRIAD_HD Permanence<T> coasting_permanence(const Coast& c, const RowsView& rows, const T* p, const T (&q)[3],
                                            const T (&squares)[3]) {
  using Kind = Coast::Kind;
  if (c.kind == Kind::linear) return linear_permanence(c, rows, p, q);
  if (c.kind == Kind::signs) return sign_permanence(c, rows, p, q);
  if constexpr (Slots > 1) {
    if (c.kind == Kind::adaptive || c.kind == Kind::largest) return adaptive_permanence(c, rows, p, q, squares);
  }
  return {MaskOf<T>(false), MaskOf<T>(false)};
}

/// A verdict for parameters whose state is 0.
template <class T>
MYRIAD_HD Permanence<T> resting_permanence(const Coast& c, T bias) {
  const MaskOf<T> never = MaskOf<T>(false);
  switch (c.rest) {
    case Coast::Rest::frozen:
    case Coast::Rest::shrinks: return {!never, never};
    case Coast::Rest::weights_shrink: return {bias <= T(0.0f), bias > T(0.0f)};
    case Coast::Rest::unknown: break;
  }
  return {never, never};
}

}  // namespace detail

/// Whether the first hidden layer (ReLU; flat for z <= 0) of a network, dead on `rows`, stays dead for ever.
/// `p` and `state` begin with those of (w1, w2, b). In exact arithmetic; where rounding could decide the answer
/// is unknown. Unknown, too, for a layer that is not dead.
template <int Slots, class T, int Count, int StateCount, int StateSlots>
MYRIAD_HD Permanence<T> permanence(const Coast& c, const RowsView& rows, const T (&p)[Count],
                                   const T (&state)[StateCount][StateSlots]) {
  const MaskOf<T> dead = !detail::fires(rows, p);
  Permanence<T> verdict = detail::resting_permanence(c, p[2]);
  if constexpr (Slots > 0) {
    if (c.kind != Coast::Kind::at_rest) {
      T q[3], squares[3];
      MaskOf<T> nothing_left = MaskOf<T>(true);
      MYRIAD_UNROLL
      for (int j = 0; j < 3; ++j) {
        q[j] = squares[j] = T(0.0f);
        MYRIAD_UNROLL
        for (int s = 0; s < Slots; ++s) {  // constant positions: a GPU keeps state in registers
          if (s == c.slot) q[j] = state[j][s];
          if (s == c.slot + 1) squares[j] = state[j][s];
        }
        nothing_left = nothing_left & (q[j] <= T(0.0f)) & (q[j] >= T(0.0f));
      }
      const Permanence<T> moving = detail::coasting_permanence<Slots>(c, rows, p, q, squares);
      const Permanence<T> resting = c.rest == Coast::Rest::unknown ? moving : verdict;
      verdict.permanent = (nothing_left & resting.permanent) | ((!nothing_left) & moving.permanent);
      verdict.revives = (nothing_left & resting.revives) | ((!nothing_left) & moving.revives);
    }
  }
  return {MaskOf<T>(dead & verdict.permanent), MaskOf<T>(dead & verdict.revives)};
}

}  // namespace myriad
