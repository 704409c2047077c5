// Timings as a table, beside what the machine can do at best and beside an earlier run.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "host/bench/timing.hpp"
#include "myriad/table.hpp"

namespace myriad {

/// A timing with what it is to be held against.
struct BenchRow {
  Timing timing;
  std::optional<double> words_per_row;  ///< RowWords::total()
  std::optional<double> fma_peak;       ///< FMAs per second of the same instruction set and threads
  std::optional<double> before;         ///< updates per second of the same engine and job, earlier
};

/// Columns: engine, job, cells, networks, repeats, updates_per_second (median), slowest, fastest, words_per_row,
/// words_per_second, fma_peak, words_per_fma_peak, digest, before, ratio.
Table bench_table(const std::vector<BenchRow>& rows);

/// Fills `before` from the JSON of an earlier `myriad bench --json`, by engine and job. Throws InputError when the text is
/// no such JSON.
void read_before(std::vector<BenchRow>& rows, const std::string& json, const std::string& file);

}  // namespace myriad
