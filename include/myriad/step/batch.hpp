// Mini-batches: the order in which an epoch takes the rows, and the gradient of one batch.
// docs/numerics.md, "Mini-batches".
#pragma once

#include "myriad/core/random.hpp"
#include "myriad/step/network.hpp"

namespace myriad {

/// Scratch memory for the orders of the networks that one T holds: entry i of lane k is at
/// at[(i * width + k) * stride]. Null where no order is drawn.
struct OrderView {
  std::uint32_t* at = nullptr;
  std::uint64_t stride = 1;
};

/// Words of scratch memory per network.
inline std::uint64_t order_words(const Job& job) {
  return job.batch_rows != 0 && job.shuffle != Shuffle::none ? job.train.count : 0;
}

/// floor(word * count / 2^32): uniform on 0 … count - 1, to within count / 2^32.
MYRIAD_HD std::uint32_t scaled_word(std::uint32_t word, std::uint32_t count) {
  return static_cast<std::uint32_t>(std::uint64_t{word} * count >> 32);
}

/// Fisher and Yates: lane `k` of `order` becomes the order of one epoch, starting from file order each time,
/// so that an epoch's order depends on (seed, network, epoch) alone. Place i, from the last one down, takes
/// word (rows - 1 - i) of the epoch's stream.
template <class T>
MYRIAD_HD void draw_order(const Job& job, std::uint64_t seed, std::uint64_t network, std::uint32_t epoch,
                          int k, OrderView order) {
  const auto place = [&](std::uint32_t i) -> std::uint32_t& {
    return order.at[(std::uint64_t{i} * width_of<T>() + static_cast<unsigned>(k)) * order.stride];
  };
  const std::uint32_t rows = job.train.count;
  for (std::uint32_t i = 0; i < rows; ++i) place(i) = job.file_order[i];
  Words words = {};
  for (std::uint32_t i = rows - 1, used = 0; i > 0; --i, ++used) {
    if (used % 4 == 0) words = random_words(seed, network, kOrderStream + epoch, used / 4);
    const std::uint32_t j = scaled_word(words.word[used % 4], i + 1);
    const std::uint32_t taken = place(j);
    place(j) = place(i);
    place(i) = taken;
  }
}

/// The training rows in the order of one epoch: each network's own, or one that all share.
template <class T>
struct EpochOrder {
  const Job& job;
  const RowsView& rows;
  OrderView order;

  /// Draws the order; `network` is that of lane 0 and lane k holds network + k * lane_stride.
  MYRIAD_HD void draw(std::uint64_t network, std::uint64_t lane_stride, std::uint32_t epoch) const {
    if (job.shuffle == Shuffle::none) return;
    for (int k = 0; k < width_of<T>(); ++k) {
      if (job.shuffle == Shuffle::per_network) {
        draw_order<T>(job, job.seed, network + lane_stride * static_cast<unsigned>(k), epoch, k, order);
      } else if (k == 0) {
        draw_order<T>(job, job.data_seed, 0, epoch, 0, order);
      }
    }
  }

  /// One row as T: its features, and +1 for class 0 or -1 for class 1.
  struct Sampled {
    T x1, x2, sign;
  };
  MYRIAD_HD Sampled at(std::uint32_t i) const {
    if (job.shuffle != Shuffle::per_network) {
      const std::uint32_t position =
          job.shuffle == Shuffle::none
              ? job.file_order[i]
              : order.at[std::uint64_t{i} * width_of<T>() * order.stride];
      const Row& row = rows.row[position];
      return {T(row.x1), T(row.x2), T(position < rows.class0 ? 1.0f : -1.0f)};
    }
    Sampled s;
    MYRIAD_UNROLL_LANES
    for (int k = 0; k < width_of<T>(); ++k) {
      const std::uint32_t position =
          order.at[(std::uint64_t{i} * width_of<T>() + static_cast<unsigned>(k)) * order.stride];
      const Row& row = rows.row[position];
      set_lane(s.x1, k, row.x1);
      set_lane(s.x2, k, row.x2);
      set_lane(s.sign, k, position < rows.class0 ? 1.0f : -1.0f);
    }
    return s;
  }
};

/// Nobody watches for death inside an epoch: it is judged on all rows at the epochs' ends.
struct NoWatch {
  template <class T, class Activation>
  MYRIAD_HD void observe(int, T, Activation) {}
};

/// Mean gradient over places [begin, end) of an epoch's order: one sum in that order, in chunks.
template <class T, int Layers, class Activation, class Loss>
MYRIAD_HD Parameters<T, Layers> batch_gradient(const EpochOrder<T>& order, std::uint32_t begin,
                                               std::uint32_t end, const Parameters<T, Layers>& p,
                                               Activation phi, Loss loss) {
  const T scale = T(loss.logit_scale());
  const T v = mul(p.at[output_weight(Layers)], scale);
  const T c0 = mul(p.at[output_bias(Layers)], scale);
  const T c1 = mul(class1_bias(p.at[output_bias(Layers)], loss.linear), scale);
  NoWatch watch;
  GradientSums<T, Layers> total = GradientSums<T, Layers>::zero();
  for (std::uint32_t first = begin; first < end; first += order.job.batch_chunk) {
    const std::uint32_t last = end - first < order.job.batch_chunk ? end : first + order.job.batch_chunk;
    GradientSums<T, Layers> chunk = GradientSums<T, Layers>::zero();
    for (std::uint32_t i = first; i < last; ++i) {
      const auto row = order.at(i);
      const Hidden<T, Layers> h = forward<T, Layers>(p, row.x1, row.x2, phi);
      const T c = select(row.sign > T(0.0f), c0, c1);
      const T d = mul(row.sign, loss.slope(fma(mul(row.sign, v), h.top(), c)));
      accumulate<T, Layers>(d, row.x1, row.x2, h, p, phi, chunk, watch);
    }
    total = GradientSums<T, Layers>::combine(total, chunk, AddOperation{});
  }
  return gradient_of_sums<T, Layers>(total, p, div(1.0f, static_cast<float>(end - begin)), phi);
}

}  // namespace myriad
