// The aggregate of any set of networks of one cell. Integers only: merging is exact and order-free.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "myriad/step/tally.hpp"

namespace myriad {

struct Summary {
  Tally tally;
  /// histogram[metric][bin]; grown on demand. The two counts and death_epoch leave diverged networks out
  /// (death_epoch counts those dead at the end); train_loss holds every network, each diverged one in the
  /// last bin, whatever its loss. test_correct stays empty without test rows.
  std::array<std::vector<std::uint64_t>, kMetrics> histogram;
  /// dead_at[k]: networks (diverged ones left out) dead at survival checkpoint k; trailing zeros
  /// may be left out, so read it by dead().
  std::vector<std::uint64_t> dead_at;

  /// Adds one network. `parameters` of its shape; rows of the two splits.
  void insert(const Record& record, int parameters, std::uint32_t train_rows, std::uint32_t test_rows,
              int checkpoints);
  /// Adds another part of the same cell. Sums stay exact beyond 2^32 networks.
  void merge(const Summary& other);

  /// A text form for the store; from_text(to_text()) gives an equal summary, equal summaries give equal
  /// texts.
  std::string to_text() const;
  static Summary from_text(const std::string& text);  ///< throws InputOutputError on damage

  std::uint64_t dead(std::size_t checkpoint) const {
    return checkpoint < dead_at.size() ? dead_at[checkpoint] : 0;
  }
  std::uint64_t finite() const { return tally.networks - tally.flag[kDivergedIndex]; }
  static constexpr int kDivergedIndex = 10;
  static_assert(std::uint32_t{1} << kDivergedIndex == kDiverged);
};

/// Equal as numbers: trailing empty bins and the way a sum is spread over its limbs do not matter.
bool operator==(const Summary& a, const Summary& b);

/// Mean of an exact sum over `count` terms, rounded once to double; NaN when count is 0.
double mean_of(const ExactSum& sum, std::uint64_t count);

/// Mean and sample standard deviation (n-1) of `correct / rows`; NaN where not defined.
struct MeanAndSd {
  double mean;
  double sd;
};
MeanAndSd train_accuracy(const Tally& tally, std::uint32_t rows);
MeanAndSd test_accuracy(const Tally& tally, std::uint32_t rows);

/// [low, high) of a histogram bin (a count bin up to 1,024 rows: low = high = the count; above that the
/// last one holds its high end, all rows, too). The bin of
/// losses that are not finite has low = high = infinity.
struct BinEdges {
  double low;
  double high;
};
BinEdges bin_edges(Metric metric, std::uint32_t bin, std::uint32_t rows);
const char* metric_name(Metric metric);

}  // namespace myriad
