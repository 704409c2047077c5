// What a reduction needs to know of a cell.
#pragma once

#include <cstdint>

#include "myriad/step/job.hpp"
#include "myriad/step/tally.hpp"

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

}  // namespace myriad
