// What a network does at fixed parameters: which rows fire, what it gets right, its loss.
#pragma once

#include "myriad/core/arithmetic.hpp"
#include "myriad/step/network.hpp"

namespace myriad {

/// Facts about the hidden layers over all rows.
template <class T>
struct HiddenState {
  MaskOf<T> dead;       ///< some layer has every row in one flat set
  MaskOf<T> inactive;   ///< some layer has z <= 0 on every row
  MaskOf<T> always_on;  ///< every layer has z > 0 on every row
};

template <class T, int Layers, class Activation>
MYRIAD_HD HiddenState<T> observe_hidden(const RowsView& rows, const Parameters<T, Layers>& p,
                                        Activation phi) {
  Liveness<T, Layers> alive = Liveness<T, Layers>::none();
  MaskOf<T> fires[Layers];
  MaskOf<T> always_on = MaskOf<T>(true);
  MYRIAD_UNROLL
  for (int l = 0; l < Layers; ++l) fires[l] = MaskOf<T>(false);
  for (std::uint32_t i = 0; i < rows.count; ++i) {
    const Hidden<T, Layers> h = forward<T, Layers>(p, rows.row[i].x1, rows.row[i].x2, phi);
    MYRIAD_UNROLL
    for (int l = 0; l < Layers; ++l) {
      const MaskOf<T> positive = h.z[l] > T(0.0f);
      fires[l] = fires[l] | positive;
      always_on = always_on & positive;
      alive.observe(l, h.z[l], phi);
    }
  }
  MaskOf<T> inactive = MaskOf<T>(false);
  MYRIAD_UNROLL
  for (int l = 0; l < Layers; ++l) inactive = inactive | !fires[l];
  return {alive.dead(phi), inactive, always_on};
}

/// Rows classified rightly: class 1 is predicted iff o >= 0.
template <class T, int Layers, class Activation>
MYRIAD_HD BitsOf<T> count_correct(const RowsView& rows, const Parameters<T, Layers>& p, Activation phi) {
  using Bits = BitsOf<T>;
  Bits correct = Bits(0u);
  for (std::uint32_t i = 0; i < rows.count; ++i) {
    const Hidden<T, Layers> h = forward<T, Layers>(p, rows.row[i].x1, rows.row[i].x2, phi);
    const T o = fma(p.at[output_weight(Layers)], h.top(), p.at[output_bias(Layers)]);
    const bool class1 = i >= rows.class0;
    correct = correct + select(o >= T(0.0f), Bits(class1 ? 1u : 0u), Bits(class1 ? 0u : 1u));
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
    const T v = k == 0 ? p.at[output_weight(Layers)] : negate(p.at[output_weight(Layers)]);
    const T c = k == 0 ? p.at[output_bias(Layers)] : negate(p.at[output_bias(Layers)]);
    total[k] = T(0.0f);
    for (std::uint32_t first = begin; first < end; first += rows.chunk) {
      const std::uint32_t last = end - first < rows.chunk ? end : first + rows.chunk;
      T sum = T(0.0f);
      for (std::uint32_t i = first; i < last; ++i) {
        const Hidden<T, Layers> h = forward<T, Layers>(p, rows.row[i].x1, rows.row[i].x2, phi);
        sum = add(sum, loss.value(fma(v, h.top(), c)));
      }
      total[k] = add(total[k], sum);
    }
  }
  return div(add(total[0], total[1]), T(static_cast<float>(rows.count)));
}

}  // namespace myriad
