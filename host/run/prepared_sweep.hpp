// A sweep with its data read and its cells found to be computable: what must succeed before a run
// creates anything.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "myriad/engine.hpp"

namespace myriad {

struct PreparedCell {
  std::shared_ptr<const Dataset> dataset;  ///< shared by the cells with the same data and scaler
  std::string dataset_key;
  std::string identity;
};

/// Reads every data set once and tries every cell's job. Throws what prepare_dataset and make_cell_job
/// throw, and UsageError for two cells with the same identity.
std::vector<PreparedCell> prepare_cells(const Sweep& sweep);

/// A hash of what the cells compute, their data included, of how many networks and of what is kept: the same for two
/// processes that would write the same result.
std::uint64_t work_of(const Sweep& sweep);

/// Networks over all cells. Throws UsageError when they are 2^63 or more.
std::uint64_t count_networks(const Sweep& sweep);

/// The data set of one configuration.
Dataset prepare_dataset(const CellConfig& config);

/// Network-sample updates that training one network of this cell takes.
double updates_per_network(const CellConfig& config, const Dataset& dataset);

}  // namespace myriad
