// What a run would take: exact counts, memory from the sizes of what is held, time from short trials.
#include <algorithm>
#include <chrono>
#include <map>

#include "myriad/run.hpp"
#include "host/run/prepared_sweep.hpp"

namespace myriad {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kTrials = 5;
constexpr double kTrialSeconds = 0.1;
constexpr double kTrialWork = 0x1p24;  // updates of the first try: a moment even on a slow core

// Seconds per network-sample update of one cell. Long trainings are tried with fewer epochs.
double seconds_per_update(const Sweep& sweep, const Cell& cell, const PreparedCell& prepared,
                          Engine& engine) {
  CellConfig config = cell.config;
  const double rows = static_cast<double>(prepared.dataset->train.rows.size());
  config.survival_epochs = "auto";
  const double most = std::max(1.0, kTrialWork / 64 / std::max(rows, 1.0));
  if (static_cast<double>(config.epochs) > most) config.epochs = static_cast<std::uint64_t>(most);
  const CellJob job = make_cell_job(config, sweep.seed, sweep.networks_per_cell, prepared.dataset);
  const double work = (static_cast<double>(config.epochs) + 1) * rows;  // an evaluation is like an epoch
  const std::uint64_t limit = std::min(std::max<std::uint64_t>(1, engine.preferred_chunk(job)),
                                       std::max<std::uint64_t>(1, sweep.networks_per_cell));
  std::uint64_t count = std::min(limit, std::max<std::uint64_t>(64, static_cast<std::uint64_t>(
                                                                        kTrialWork / work)));
  for (;;) {
    const auto start = Clock::now();
    engine.run(job, {0, count}, KeepRule{});
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    if (seconds >= kTrialSeconds || count == limit) {
      return seconds / (work * static_cast<double>(count));
    }
    count = std::min(limit, count * 4);
  }
}

double estimate_seconds(const Sweep& sweep, const std::vector<PreparedCell>& cells, Engine& engine) {
  const std::size_t trials = std::min(kTrials, cells.size());
  std::vector<double> slowness;
  for (std::size_t t = 0; t < trials; ++t) {
    const std::size_t i = t * cells.size() / trials;
    slowness.push_back(seconds_per_update(sweep, sweep.cells[i], cells[i], engine));
  }
  double seconds = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const CellConfig& config = sweep.cells[i].config;
    const double rows = static_cast<double>(cells[i].dataset->train.rows.size());
    const double work = updates_per_network(config, *cells[i].dataset) + rows;
    seconds += slowness[i * trials / cells.size()] * work * static_cast<double>(sweep.networks_per_cell);
  }
  return seconds;
}

std::uint64_t bytes_of(const Dataset& dataset) {
  return dataset.raw.samples.size() * sizeof(Sample) +
         (dataset.train.rows.size() + dataset.test.rows.size()) * (sizeof(Row) + sizeof(std::uint32_t));
}

// Networks of a cell whose rows may be kept.
std::uint64_t kept_at_most(const KeepRule& keep, std::uint64_t networks) {
  if (keep.kind == KeepRule::Kind::none) return 0;
  return keep.kind == KeepRule::Kind::first ? std::min(keep.first, networks) : networks;
}

}  // namespace

PlanSummary plan_sweep(const Sweep& sweep, Engine* engine) {
  return plan_sweep(sweep, prepare_cells(sweep), engine);
}

PlanSummary plan_sweep(const Sweep& sweep, const std::vector<PreparedCell>& cells, Engine* engine) {
  PlanSummary plan;
  plan.cells = cells.size();
  plan.networks = count_networks(sweep);
  std::map<const Dataset*, std::uint64_t> datasets;
  std::uint64_t largest_job = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const Dataset& dataset = *cells[i].dataset;
    plan.updates += updates_per_network(sweep.cells[i].config, dataset) *
                    static_cast<double>(sweep.networks_per_cell);
    datasets[&dataset] = bytes_of(dataset);
    const CellJob job = make_cell_job(sweep.cells[i].config, sweep.seed, sweep.networks_per_cell,
                                      cells[i].dataset);
    const std::uint64_t tables = job.steps.size() * sizeof(StepScalars) +
                                 job.checkpoints.size() * sizeof(std::uint32_t);
    const std::uint64_t chunk = engine == nullptr ? 0 : std::min(engine->preferred_chunk(job),
                                                                sweep.networks_per_cell);
    const std::uint64_t kept = kept_at_most(sweep.keep, chunk) * sizeof(Record);
    const std::uint64_t rows = (dataset.train.rows.size() + dataset.test.rows.size()) * sizeof(Row);
    largest_job = std::max(largest_job, tables + kept);
    plan.device_bytes = std::max(plan.device_bytes, tables + rows + chunk * sizeof(Record));
  }
  plan.host_bytes = largest_job;
  for (const auto& [dataset, bytes] : datasets) plan.host_bytes += bytes;
  if (engine != nullptr && !cells.empty()) plan.seconds = estimate_seconds(sweep, cells, *engine);
  return plan;
}

}  // namespace myriad
