// What `myriad bench` trains: a small spec of its own, with a few numbers that can be asked for.
#pragma once

#include <cstdint>
#include <string>

#include "myriad/engine.hpp"

namespace myriad {

struct BenchJob {
  std::string activation = "relu";  ///< as a spec has it
  std::string optimizer = "sgd";
  std::string shape = "2-1-1";
  std::string preprocess = "none";  ///< the rows lie in the unit square, so that "none" has dead networks
  std::uint64_t rows = 100;
  std::uint64_t epochs = 100;
};

/// "relu, sgd, 2-1-1, 100 rows x 100 epochs".
std::string to_text(const BenchJob& job);

/// The spec of `cells` equal cells but for their learning rate, which falls a little from cell to cell.
std::string bench_spec(const BenchJob& job, std::uint64_t networks, std::uint64_t cells = 1);

/// The first cell of the spec, made ready for engines. Throws SpecError for a part that is not there.
CellJob make_bench_job(const BenchJob& job);

/// Network-sample updates of one network.
double updates_per_network(const BenchJob& job);

}  // namespace myriad
