// Integer sums over networks: they are the same in whatever order, on whatever device, they are added.
#pragma once

#include <cstdint>

#include "myriad/step/record.hpp"

namespace myriad {

/// A sum of non-negative finite floats without any rounding: each one is a 24-bit integer times a power
/// of two, added into 32-bit limbs that are 64 bits wide, so 2^32 terms fit without a carry.
struct ExactSum {
  static constexpr int limbs = 9;
  std::uint64_t limb[limbs] = {};  ///< limb[i] counts units of 2^(32 i - 149)

  MYRIAD_HD void insert(float x) {
    const std::uint32_t bits = to_bits(x);
    const std::uint32_t exponent = bits >> 23 & 0xffu;
    const std::uint32_t mantissa = bits & 0x7fffffu;
    const std::uint64_t digits = exponent == 0 ? mantissa : mantissa | 0x800000u;
    const std::uint32_t shift = exponent == 0 ? 0 : exponent - 1;
    const std::uint64_t wide = digits << (shift & 31u);
    MYRIAD_UNROLL
    for (int i = 0; i < limbs; ++i) {  // a fixed loop keeps the limbs in registers on a GPU
      if (i == static_cast<int>(shift >> 5)) limb[i] += wide & 0xffffffffu;
      if (i == static_cast<int>(shift >> 5) + 1) limb[i] += wide >> 32;
    }
  }
};

/// The counts of a cell, or of any part of it.
struct Tally {
  std::uint64_t networks = 0;
  std::uint64_t flag[kFlagCount] = {};  ///< flag[i] counts networks with bit i of Record::flags
  std::uint64_t train_correct = 0;      ///< sums over the networks that did not diverge
  std::uint64_t test_correct = 0;
  std::uint64_t train_correct_squared_low = 0;   ///< low and high 32 bits of each square, apart
  std::uint64_t train_correct_squared_high = 0;
  std::uint64_t test_correct_squared_low = 0;
  std::uint64_t test_correct_squared_high = 0;
  std::uint64_t born_firing = 0;  ///< rows at which networks fired, at epoch 0 and at the end
  std::uint64_t firing = 0;
  std::uint64_t digest = 0;
  ExactSum train_loss;
  ExactSum mean_activation;  ///< of the networks in which it is finite

  MYRIAD_HD static Tally of(const Record& r, int parameters) {
    Tally t;
    t.networks = 1;
    MYRIAD_UNROLL
    for (int i = 0; i < kFlagCount; ++i) t.flag[i] = r.flags >> i & 1u;
    t.digest = digest_of(r, parameters);
    if ((r.flags & kDiverged) == 0) {
      const std::uint64_t train = std::uint64_t{r.train_correct} * r.train_correct;
      const std::uint64_t test = std::uint64_t{r.test_correct} * r.test_correct;
      t.train_correct = r.train_correct;
      t.test_correct = r.test_correct;
      t.train_correct_squared_low = train & 0xffffffffu;
      t.train_correct_squared_high = train >> 32;
      t.test_correct_squared_low = test & 0xffffffffu;
      t.test_correct_squared_high = test >> 32;
      t.born_firing = r.born_firing;
      t.firing = r.firing;
      t.train_loss.insert(r.train_loss);
      if (is_finite(r.mean_activation)) t.mean_activation.insert(r.mean_activation);
    }
    return t;
  }

  static constexpr int words = 1 + kFlagCount + 9 + 2 * ExactSum::limbs;
};
static_assert(sizeof(Tally) == Tally::words * sizeof(std::uint64_t), "a Tally is its words, no more");

/// Tallies add word by word.
MYRIAD_HD Tally operator+(const Tally& a, const Tally& b) {
  Tally sum = a;
  std::uint64_t* to = &sum.networks;
  const std::uint64_t* from = &b.networks;
  MYRIAD_UNROLL
  for (int i = 0; i < Tally::words; ++i) to[i] += from[i];
  return sum;
}

// The histograms: which bin a network falls into, and where the bins lie.

constexpr int kHistogramBins = 2049;       ///< of the metrics with logarithmic bins
constexpr std::uint32_t kCountBins = 1024;  ///< of the two counts, above this many rows

enum class Metric : int { train_correct, test_correct, death_epoch, train_loss, mean_activation };
constexpr int kMetrics = 5;

/// One bin per count up to 1,024 rows; above that 1,024 equal bins of [0, rows].
MYRIAD_HD std::uint32_t count_bin(std::uint32_t correct, std::uint32_t rows) {
  if (rows <= kCountBins) return correct;
  const std::uint64_t bin = std::uint64_t{correct} * kCountBins / rows;
  return static_cast<std::uint32_t>(bin < kCountBins ? bin : kCountBins - 1);
}

/// Every epoch below 16 by itself, then eight bins to each doubling.
MYRIAD_HD std::uint32_t epoch_bin(std::uint32_t epoch) {
  if (epoch < 16) return epoch;
  std::uint32_t octave = 4;
  while (octave < 31 && epoch >> (octave + 1) != 0) ++octave;
  return 16 + (octave - 4) * 8 + (epoch >> (octave - 3) & 7u);
}

/// Eight bins to each doubling of a non-negative float; the last bin holds what is not finite.
MYRIAD_HD std::uint32_t loss_bin(float loss) {
  const std::uint32_t bits = to_bits(loss);
  return bits >= 0x7f800000u ? kHistogramBins - 1 : bits >> 20;
}

/// The bins that a network is counted in: calls count(metric, bin) for each. A diverged network is
/// in the last bin of the losses alone, whatever its loss; death_epoch has the networks that are
/// dead at the end.
template <class Count>
MYRIAD_HD void for_each_bin(const Record& r, std::uint32_t train_rows, std::uint32_t test_rows,
                            const Count& count) {
  if ((r.flags & kDiverged) != 0) {
    count(Metric::train_loss, std::uint32_t{kHistogramBins - 1});
    return;
  }
  count(Metric::train_correct, count_bin(r.train_correct, train_rows));
  if (test_rows > 0) count(Metric::test_correct, count_bin(r.test_correct, test_rows));
  if ((r.flags & kDead) != 0) count(Metric::death_epoch, epoch_bin(r.death_epoch));
  count(Metric::train_loss, loss_bin(r.train_loss));
  count(Metric::mean_activation, loss_bin(r.mean_activation));
}

}  // namespace myriad
