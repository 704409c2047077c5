// What a network does at fixed parameters: which rows fire, what it gets right, its loss.
#pragma once

#include "myriad/core/arithmetic.hpp"
#include "myriad/step/choice.hpp"
#include "myriad/step/network.hpp"

namespace myriad {

/// An activation whose |phi'| is below this on every row is saturated (2^-12).
constexpr float kSaturatedSlope = 0x1p-12f;
/// An output whose logits (or values) differ by less than this over the rows is constant (2^-8).
constexpr float kConstantSpread = 0x1p-8f;

/// Facts about the hidden layers over all rows.
template <class T>
struct HiddenState {
  MaskOf<T> dead;       ///< some layer has every row in one flat set
  MaskOf<T> inactive;   ///< some layer has z <= 0 on every row
  MaskOf<T> always_on;  ///< every layer has z > 0 on every row
  BitsOf<T> firing;     ///< rows on which every layer has z > 0
};

template <class T, int Layers, class Activation>
MYRIAD_HD HiddenState<T> observe_hidden(const RowsView& rows, const Parameters<T, Layers>& p,
                                        Activation phi) {
  using Bits = BitsOf<T>;
  Liveness<T, Layers> alive = Liveness<T, Layers>::none();
  MaskOf<T> fires[Layers];
  Bits firing = Bits(0u);
  MYRIAD_UNROLL
  for (int l = 0; l < Layers; ++l) fires[l] = MaskOf<T>(false);
  for (std::uint32_t i = 0; i < rows.count; ++i) {
    const Hidden<T, Layers> h = forward<T, Layers>(p, rows.row[i], phi);
    MaskOf<T> all = MaskOf<T>(true);
    MYRIAD_UNROLL
    for (int l = 0; l < Layers; ++l) {
      const MaskOf<T> positive = h.z[l] > T(0.0f);
      fires[l] = fires[l] | positive;
      all = all & positive;
      alive.observe(l, h.z[l], phi);
    }
    firing = firing + select(all, Bits(1u), Bits(0u));
  }
  MaskOf<T> inactive = MaskOf<T>(false);
  MYRIAD_UNROLL
  for (int l = 0; l < Layers; ++l) inactive = inactive | !fires[l];
  return {alive.dead(phi), inactive, firing == Bits(rows.count), firing};
}

/// Whether the network is dead, and nothing else.
template <class T, int Layers, class Activation>
MYRIAD_HD MaskOf<T> observe_death(const RowsView& rows, const Parameters<T, Layers>& p, Activation phi) {
  Liveness<T, Layers> alive = Liveness<T, Layers>::none();
  for (std::uint32_t i = 0; i < rows.count; ++i) {
    const Hidden<T, Layers> h = forward<T, Layers>(p, rows.row[i], phi);
    MYRIAD_UNROLL
    for (int l = 0; l < Layers; ++l) alive.observe(l, h.z[l], phi);
  }
  return alive.dead(phi);
}

/// What a practitioner could see of a network without looking for death.
template <class T>
struct Signals {
  MaskOf<T> saturated;        ///< no flat sets, and some layer has |phi'| < kSaturatedSlope on every row
  MaskOf<T> constant_output;  ///< the outputs of all rows lie within kConstantSpread
  T mean_activation;          ///< mean of |h| of the last hidden unit
};

template <class T, int Layers, class Activation>
MYRIAD_HD Signals<T> observe_signals(const RowsView& rows, const Parameters<T, Layers>& p, Activation phi) {
  MaskOf<T> steep[Layers];
  MYRIAD_UNROLL
  for (int l = 0; l < Layers; ++l) steep[l] = MaskOf<T>(false);
  T low = T(0.0f), high = T(0.0f), sum = T(0.0f);
  for (std::uint32_t first = 0; first < rows.count; first += rows.chunk) {
    const std::uint32_t last = rows.count - first < rows.chunk ? rows.count : first + rows.chunk;
    T chunk = T(0.0f);
    for (std::uint32_t i = first; i < last; ++i) {
      const Hidden<T, Layers> h = forward<T, Layers>(p, rows.row[i], phi);
      MYRIAD_UNROLL
      for (int l = 0; l < Layers; ++l) {
        const T slope = absolute(phi.backward(T(1.0f), h.z[l], h.y[l], p.own[l]));
        steep[l] = steep[l] | (slope >= T(kSaturatedSlope));
      }
      const T o = fma(p.at[output_weight(Layers)], h.top(), p.at[output_bias(Layers)]);
      low = i == 0 ? o : select(o < low, o, low);
      high = i == 0 ? o : select(o > high, o, high);
      chunk = add(chunk, absolute(h.top()));
    }
    sum = add(sum, chunk);
  }
  MaskOf<T> saturated = MaskOf<T>(false);
  if (phi.flat_sets() == 0) {  // others are dead, which is more
    MYRIAD_UNROLL
    for (int l = 0; l < Layers; ++l) saturated = saturated | !steep[l];
  }
  return {saturated, sub(high, low) < T(kConstantSpread), div(sum, T(static_cast<float>(rows.count)))};
}

/// Rows classified rightly: class 1 is predicted iff o >= 0, or o >= 0.5 of a linear output.
template <class T, int Layers, class Activation>
MYRIAD_HD BitsOf<T> count_correct(const RowsView& rows, const Parameters<T, Layers>& p, Activation phi,
                                  bool linear) {
  using Bits = BitsOf<T>;
  const T threshold = T(linear ? 0.5f : 0.0f);
  Bits correct = Bits(0u);
  for (std::uint32_t i = 0; i < rows.count; ++i) {
    const Hidden<T, Layers> h = forward<T, Layers>(p, rows.row[i], phi);
    const T o = fma(p.at[output_weight(Layers)], h.top(), p.at[output_bias(Layers)]);
    const bool class1 = i >= rows.class0;
    correct = correct + select(o >= threshold, Bits(class1 ? 1u : 0u), Bits(class1 ? 0u : 1u));
  }
  return correct;
}

/// Mean loss over all rows, summed like a gradient: chunks within a class, then the two classes.
template <class T, int Layers, class Activation, class Loss>
MYRIAD_HD T mean_loss(const RowsView& rows, const Parameters<T, Layers>& p, Activation phi, Loss loss) {
  T total[2];
  MYRIAD_UNROLL
  for (int k = 0; k < 2; ++k) {
    const std::uint32_t begin = k == 0 ? 0 : rows.class0;
    const std::uint32_t end = k == 0 ? rows.class0 : rows.count;
    const T weight = p.at[output_weight(Layers)];
    const T bias = p.at[output_bias(Layers)];
    const T v = k == 0 ? weight : negate(weight);
    const T c = k == 0 ? bias : class1_bias(bias, loss.linear);
    total[k] = T(0.0f);
    for (std::uint32_t first = begin; first < end; first += rows.chunk) {
      const std::uint32_t last = end - first < rows.chunk ? end : first + rows.chunk;
      T sum = T(0.0f);
      for (std::uint32_t i = first; i < last; ++i) {
        const Hidden<T, Layers> h = forward<T, Layers>(p, rows.row[i], phi);
        sum = add(sum, loss.value(fma(v, h.top(), c)));
      }
      total[k] = add(total[k], sum);
    }
  }
  return div(add(total[0], total[1]), T(static_cast<float>(rows.count)));
}

}  // namespace myriad
