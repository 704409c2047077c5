// A sweep with its data read and its cells found to be computable: what must succeed before a run creates anything. Who
// plans and then runs, or agrees with other ranks and then runs, does so with one reading of the data.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "myriad/engine.hpp"
#include "myriad/run.hpp"

namespace myriad {

struct PreparedCell {
  std::shared_ptr<const Dataset> dataset;  ///< shared by the cells with the same data and scaler
  std::string dataset_key;
  std::string identity;
};

/// Reads every data set once and tries every cell's job. Throws what prepare_dataset and make_cell_job
/// throw, UsageError for two cells with the same identity, and InputOutputError where a file that several data sets are
/// read from was another one for one of them.
std::vector<PreparedCell> prepare_cells(const Sweep& sweep);

/// run_sweep() and plan_sweep() of a sweep whose cells were prepared before.
RunOutcome run_sweep(const Sweep& sweep, const std::vector<PreparedCell>& cells, Engine& engine,
                     const RunOptions& options);
PlanSummary plan_sweep(const Sweep& sweep, const std::vector<PreparedCell>& cells, Engine* engine);

/// A hash of what the cells compute, their data included, of how many networks and of what is kept: the same for two
/// processes that would write the same result.
std::uint64_t work_of(const Sweep& sweep, const std::vector<PreparedCell>& cells);

/// Networks over all cells. Throws UsageError when they are 2^63 or more.
std::uint64_t count_networks(const Sweep& sweep);

/// The data set of one configuration.
Dataset prepare_dataset(const CellConfig& config);

/// Network-sample updates that training one network of this cell takes.
double updates_per_network(const CellConfig& config, const Dataset& dataset);

}  // namespace myriad
