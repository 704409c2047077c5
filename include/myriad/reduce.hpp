// From records to counts, on whatever device they lie: Thrust algorithms over the same functors, run by
// the execution policy that is passed in (CUDA stream, OpenMP threads, or one thread).
#pragma once

#include <cstdint>

#include <thrust/execution_policy.h>
#include <thrust/for_each.h>
#include <thrust/functional.h>
#include <thrust/transform_reduce.h>

#include "myriad/reduce_shape.hpp"
#include "myriad/summary.hpp"

namespace myriad {

struct RecordToTally {
  int parameters;
  MYRIAD_HD Tally operator()(const Record& record) const { return Tally::of(record, parameters); }
};

struct AddTallies {
  MYRIAD_HD Tally operator()(const Tally& a, const Tally& b) const { return a + b; }
};

/// Counts of `count` records. `records` points to memory of the policy's device.
template <class Policy>
Tally tally_records(const Policy& policy, const Record* records, std::uint64_t count, int parameters) {
  return thrust::transform_reduce(policy, records, records + count, RecordToTally{parameters}, Tally{},
                                  AddTallies{});
}

/// Where the histograms lie: one run of bins after the other, in memory of the policy's device.
struct HistogramView {
  std::uint64_t* bins[kMetrics];
  std::uint64_t* dead_at;  ///< one per survival checkpoint
};

/// The view of one allocation of HistogramSizes::total() counters.
inline HistogramView view_of(std::uint64_t* counters, const HistogramSizes& sizes) {
  HistogramView view;
  for (int metric = 0; metric < kMetrics; ++metric) {
    view.bins[metric] = counters;
    counters += sizes.bins[metric];
  }
  view.dead_at = counters;
  return view;
}

MYRIAD_HD void add_one(std::uint64_t* counter) {
#if defined(__CUDA_ARCH__)
  atomicAdd(reinterpret_cast<unsigned long long*>(counter), 1ull);
#else
  __atomic_fetch_add(counter, 1, __ATOMIC_RELAXED);
#endif
}

struct AddToBin {
  HistogramView view;
  MYRIAD_HD void operator()(Metric metric, std::uint32_t bin) const {
    add_one(view.bins[static_cast<int>(metric)] + bin);
  }
};

/// Puts one record into its bins and its survival checkpoints.
struct CountIntoBins {
  ReduceShape shape;
  HistogramView view;

  MYRIAD_HD void operator()(const Record& record) const {
    for_each_bin(record, shape.train_rows, shape.test_rows, AddToBin{view});
    std::uint64_t dead_at = record.dead_at;  // 0 when the network diverged
    for (int k = 0; dead_at != 0; ++k, dead_at >>= 1) {
      if ((dead_at & 1u) != 0) add_one(view.dead_at + k);
    }
  }
};

template <class Policy>
void bin_records(const Policy& policy, const Record* records, std::uint64_t count, ReduceShape shape,
                 HistogramView view) {
  thrust::for_each(policy, records, records + count, CountIntoBins{shape, view});
}

}  // namespace myriad
