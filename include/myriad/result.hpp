// The results in a run's directory, read back from its store.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "myriad/dataset.hpp"
#include "myriad/engine.hpp"
#include "myriad/fates.hpp"
#include "myriad/spec.hpp"
#include "myriad/summary.hpp"
#include "myriad/table.hpp"

namespace myriad {

struct CellResult {
  std::uint32_t index = 0;
  std::uint64_t networks_done = 0;   ///< of Sweep::networks_per_cell, or of the shard
  std::optional<std::string> error;  ///< why the cell could not be computed
  Summary summary;                   ///< over the networks done
  double seconds = 0;                ///< engine time spent on it
};

/// Provenance of a run: what manifest.json holds. Times are UTC, as 2026-01-31T12:00:00Z.
struct Manifest {
  /// One call of run_sweep that computed something, or of merge_results.
  struct Run {
    std::string started, finished;  ///< finished: of its last commit
    std::string command, engine, machine, compiler, version, commit;
    std::uint64_t networks = 0;                ///< computed by it
    std::uint64_t network_sample_updates = 0;
    double seconds = 0;                        ///< from its start to its last commit
    std::uint64_t verified = 0;                ///< networks that `verifier` computed again, with the same bits
    std::string verifier;
    std::uint64_t merged = 0;                  ///< results that `merge` put together; 0: a run
  };
  std::string version, command, engine, machine, compiler;  ///< of the last run
  std::string started, finished;                            ///< of the first, of the last
  std::string name, spec_hash, math;
  std::uint64_t seed = 0, networks_per_cell = 0, cells = 0;
  std::uint64_t network_sample_updates = 0;  ///< sums over all runs
  double seconds = 0;
  std::vector<Run> runs;
};

/// The text of manifest.json.
std::string to_json(const Manifest& manifest);

/// A run's directory, opened for reading. Throws InputOutputError when it is missing or damaged.
class Result {
 public:
  static Result open(const std::string& directory);

  const Sweep& sweep() const { return sweep_; }
  const std::vector<CellResult>& cells() const { return cells_; }
  const Manifest& manifest() const { return manifest_; }
  const std::string& directory() const { return directory_; }

  /// The cell's data, the very rows that its networks saw: they are kept in the store (and cached here).
  std::shared_ptr<const Dataset> dataset(std::uint32_t cell) const;
  /// The job of a cell, as its engine saw it.
  CellJob job(std::uint32_t cell) const;
  /// Kept networks of a cell, in order of number: those that the sweep's rule asks for.
  std::vector<Record> kept(std::uint32_t cell) const;
  /// What became of its networks below kPairedNetworks, done so far. Those computed into a result of
  /// the first format, which did not hold it, are left out.
  CellFates fates(std::uint32_t cell) const;

 private:
  struct Source;  // the open store
  Sweep sweep_;
  std::vector<CellResult> cells_;
  Manifest manifest_;
  std::string directory_;
  std::shared_ptr<Source> source_;
};

// The tables of `export`, one function each. `cell` empty: all cells.
Table cells_table(const Result& result);
Table networks_table(const Result& result, std::optional<std::uint32_t> cell = {});
Table data_table(const Result& result, std::uint32_t cell);
Table survival_table(const Result& result, std::optional<std::uint32_t> cell = {});
Table histogram_table(const Result& result, std::optional<std::uint32_t> cell = {});
Table theory_table(const Result& result, std::optional<std::uint32_t> cell = {});

/// What could be seen of the networks without knowing that they are dead: one row per cell, counts over the
/// networks that did not diverge. Columns: docs/diagnostics.md.
Table diagnostics_table(const Result& result, std::optional<std::uint32_t> cell = {});
/// Where each cell's training rows lie before and after its scaler, and what the scaler fitted: one row per cell and
/// quantity.
Table preprocessing_table(const Result& result, std::optional<std::uint32_t> cell = {});
/// Cells that differ in one varied key, against its first value. `cell`: the rows that it is part of;
/// p_holm is over all rows of a metric nevertheless.
Table comparisons_table(const Result& result, std::optional<std::uint32_t> cell = {});

}  // namespace myriad
