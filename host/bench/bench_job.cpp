// What `myriad bench` trains.
#include "host/bench/bench_job.hpp"

#include <fmt/format.h>

#include <memory>

#include "host/run/prepared_sweep.hpp"
#include "myriad/spec.hpp"

namespace myriad {

std::string to_text(const BenchJob& job) {
  return fmt::format("{}, {}, {}, {} rows x {} epochs", job.activation, job.optimizer, job.shape,
                     job.rows, job.epochs);
}

std::string bench_spec(const BenchJob& job, std::uint64_t networks, std::uint64_t cells) {
  std::string lrs;
  for (std::uint64_t i = 0; i < cells; ++i) {
    lrs += fmt::format("{}{}", i == 0 ? "" : ", ", 0.1 - 0.05 * static_cast<double>(i) / static_cast<double>(cells));
  }
  return fmt::format(R"toml(spec_version = 1
name = "bench"
seed = 1
networks_per_cell = {}
[base]
data = {{ source = "uniform", rows = {} }}
shape = "{}"
activation = "{}"
weight_init = "uniform(-0.5, 0.5)"
output_weight_init = "uniform(-0.5, 0.5)"
preprocess = "{}"
optimizer = "{}"
epochs = {}
[grid]
lr = [{}]
)toml",
                     networks, job.rows, job.shape, job.activation, job.preprocess, job.optimizer,
                     job.epochs, lrs);
}

CellJob make_bench_job(const BenchJob& job) {
  constexpr std::uint64_t kMostNetworks = std::uint64_t{1} << 32;
  const Sweep sweep = parse_spec(bench_spec(job, kMostNetworks), "bench.toml");
  const CellConfig& config = sweep.cells.at(0).config;
  auto dataset = std::make_shared<Dataset>(prepare_dataset(config));
  return make_cell_job(config, sweep.seed, sweep.networks_per_cell, std::move(dataset));
}

double updates_per_network(const BenchJob& job) {
  return static_cast<double>(job.rows) * static_cast<double>(job.epochs);
}

}  // namespace myriad
