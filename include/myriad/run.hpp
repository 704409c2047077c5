// Running a sweep: chunk after chunk, each committed with its ledger row, so that a run can stop at any
// instant and be resumed, grown or read.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "myriad/engine.hpp"
#include "myriad/spec.hpp"

namespace myriad {

struct RunProgress {
  std::uint32_t cell = 0, cells_done = 0, cells = 0;
  std::uint64_t networks_done = 0, networks = 0;   ///< over all cells, resumed ones included
  double updates_done = 0, updates = 0;            ///< network-sample updates of this run only
  double seconds = 0;
  double rate = 0;                                 ///< network-sample updates per second so far
  double eta_seconds = -1;                         ///< -1: not known yet
};

/// Share done, 0 to 1: of this run's updates where known, else of the networks.
double share_done(const RunProgress& progress);

/// One JSON object without line breaks: cell, cells_done, cells, networks_done, networks, share, seconds,
/// updates_per_second, and eta_seconds, which is null while it is not known.
std::string to_json(const RunProgress& progress);

struct RunOptions {
  std::string directory;
  std::uint64_t chunk = 0;                          ///< networks computed at a time; 0: about half a second of work
  std::uint64_t shard_index = 0, shard_count = 1;   ///< networks [n*i/N, n*(i+1)/N) of every cell
  std::string command;                              ///< for the manifest
  std::string math = "exact";                       ///< what the engine computes; one per directory
  std::function<void(const RunProgress&)> on_progress; ///< called after every chunk, on the calling thread
  double commit_seconds = 1;                        ///< chunks of this much time share a transaction
  const std::atomic<int>* stop = nullptr;           ///< set to a signal number: finish the chunk and stop
  double time_budget = 0;                           ///< seconds after which no chunk is begun but the first; 0: none
  double verify = 0;                                ///< share of networks, in (0, 1], that `verifier` computes again
  Engine* verifier = nullptr;                       ///< the first different bit ends the run with an Error
  std::function<void(std::size_t)> on_cell;         ///< called before the first chunk of each cell
};

struct RunOutcome {
  std::uint32_t cells_failed = 0;
  std::vector<std::string> failures;  ///< "cell 3: …"
  bool stopped = false;
  bool out_of_time = false;           ///< stopped by RunOptions::time_budget
  double seconds = 0;
  double updates = 0;                 ///< network-sample updates of this run
  std::uint64_t networks_run = 0;     ///< networks computed by this run
  std::uint64_t networks_verified = 0;
};

/// Creates or resumes `directory` (not its parents). Throws OtherSpecError when it holds another spec's
/// result, InputOutputError when it cannot be written or another process writes it, InputError for a bad
/// data file; in each case before anything is computed, and with nothing created. An engine that throws
/// std::bad_alloc is given half the networks; one that throws DeviceError or InputOutputError ends the run,
/// which can be resumed; any other exception fails the cell at hand.
RunOutcome run_sweep(const Sweep& sweep, Engine& engine, const RunOptions& options);

/// What a run would do; what `myriad plan` prints.
struct PlanSummary {
  std::uint64_t cells = 0, networks = 0;
  double updates = 0;                ///< network-sample updates
  std::uint64_t host_bytes = 0, device_bytes = 0;
  double seconds = -1;               ///< estimated on `engine`; -1: not known
};
PlanSummary plan_sweep(const Sweep& sweep, Engine* engine);

/// How far a directory is; what `myriad status` prints.
struct RunStatus {
  std::uint64_t cells = 0, cells_done = 0, cells_failed = 0;
  std::uint64_t networks = 0, networks_done = 0;   ///< over all cells and the shards asked for
  std::vector<std::string> failures;
  std::vector<NetworkRange> missing; ///< networks that some cell lacks, ascending
  std::vector<std::string> missing_shards;  ///< "3/7": where it was computed in shards, those with some of `missing`
  std::string resume_command;        ///< empty when nothing is left to do
};
RunStatus run_status(const std::string& directory);

}  // namespace myriad
