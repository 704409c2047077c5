// What a reduction needs to know of a cell.
#pragma once

#include <cstdint>

#include "myriad/step/job.hpp"
#include "myriad/step/tally.hpp"
#include "myriad/summary.hpp"

namespace myriad {

struct ReduceShape {
  int parameters = 0;
  std::uint32_t train_rows = 0;
  std::uint32_t test_rows = 0;
  int checkpoints = 0;
};

inline ReduceShape reduce_shape(const Job& job) {
  return {job.parameters, job.train.count, job.test.count, job.checkpoints};
}

/// Bins that each histogram of a cell has: the lengths of the runs in a HistogramView.
struct HistogramSizes {
  std::uint32_t bins[kMetrics];
  std::uint32_t checkpoints;

  static HistogramSizes of(const ReduceShape& shape) {
    const auto count_bins = [](std::uint32_t rows) {
      return rows == 0 ? 0u : (rows <= kCountBins ? rows + 1 : kCountBins);
    };
    return {{count_bins(shape.train_rows), count_bins(shape.test_rows), 256u,
             static_cast<std::uint32_t>(kHistogramBins), static_cast<std::uint32_t>(kHistogramBins)},
            static_cast<std::uint32_t>(shape.checkpoints)};
  }
  std::uint32_t total() const { return bins[0] + bins[1] + bins[2] + bins[3] + bins[4] + checkpoints; }
};

/// A summary from a tally and the counters of its HistogramSizes, one run of bins after the other.
inline Summary summary_of(const Tally& tally, const std::uint64_t* counters, const HistogramSizes& sizes) {
  Summary summary;
  summary.tally = tally;
  for (int metric = 0; metric < kMetrics; ++metric) {
    std::uint32_t used = sizes.bins[metric];
    while (used > 0 && counters[used - 1] == 0) --used;
    summary.histogram[static_cast<std::size_t>(metric)].assign(counters, counters + used);
    counters += sizes.bins[metric];
  }
  summary.dead_at.assign(counters, counters + sizes.checkpoints);
  return summary;
}

}  // namespace myriad
