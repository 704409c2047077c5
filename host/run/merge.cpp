// Merges results chunk by chunk: one chunk is in memory at a time, and the new result is there whole or not at all.
#include "myriad/merge.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>

#include "host/run/result_files.hpp"
#include "host/run/resume.hpp"
#include "host/run/run_directory.hpp"
#include "host/store/directory_lock.hpp"
#include "host/store/provenance.hpp"
#include "host/store/store.hpp"
#include "myriad/error.hpp"

namespace myriad {
namespace {

// Not kept open, and its sums not kept: shards may be thousands.
struct Source {
  explicit Source(const std::string& where)
      : directory(where), sweep(Store(where, Database::Mode::read).read()) {
    for (StoredCell& cell : sweep.cells) cell.summary = {};
  }
  std::string directory;
  StoredSweep sweep;
};
using Sources = std::vector<Source>;

void refuse_same_place(const std::vector<std::string>& directories, const std::string& to) {
  std::map<std::string, std::string> places;
  const auto place = [](const std::string& directory) {
    return std::filesystem::weakly_canonical(directory).string();
  };
  for (const std::string& directory : directories) {
    const auto [other, is_new] = places.emplace(place(directory), directory);
    if (!is_new) throw UsageError(fmt::format("{} and {} are the same directory", other->second, directory));
    if (place(directory) == place(to)) {
      throw UsageError(fmt::format("{} is both merged and written; merge into a directory of its own", to));
    }
  }
}

void refuse_other_sweep(const Source& first, const Source& other) {
  const std::vector<std::string> found = differences(other.sweep, first.sweep);
  if (found.empty()) return;
  throw OtherSpecError(fmt::format("{} is no shard of the sweep in {}:\n    {}\n  help: merge results of one spec, run with "
                                   "the same options but for --shard",
                                   other.directory, first.directory, fmt::join(found, "\n    ")));
}

// What one run would have planned. The plan's done ranges are those of all sources.
StoredSweep merged_plan(const Sources& sources) {
  StoredSweep plan = sources.front().sweep;
  for (StoredCell& cell : plan.cells) {
    cell.id = 0;
    cell.done = {};
    cell.error.reset();
  }
  plan.runs.clear();
  for (const Source& source : sources) {
    plan.runs.insert(plan.runs.end(), source.sweep.runs.begin(), source.sweep.runs.end());
    for (const std::string& shard : source.sweep.shards) {
      const bool is_new = std::find(plan.shards.begin(), plan.shards.end(), shard) == plan.shards.end();
      if (is_new) plan.shards.push_back(shard);
    }
    for (std::size_t i = 0; i < plan.cells.size(); ++i) {
      const StoredCell& cell = source.sweep.cells[i];
      for (const StoredChunk& chunk : cell.chunks) {
        if (plan.cells[i].done.overlaps(chunk.range)) {
          throw UsageError(fmt::format(
              "networks {} to {} of cell {} are in {} and in one before it; merge each network once\n  help: leave the "
              "directory out, or run its shard again into a new one",
              chunk.range.first, chunk.range.first + chunk.range.count - 1, i, source.directory));
        }
        plan.cells[i].done.insert(chunk.range);
      }
      if (cell.error && !plan.cells[i].error) plan.cells[i].error = cell.error;
    }
  }
  if (std::find(plan.shards.begin(), plan.shards.end(), "0/1") == plan.shards.end()) plan.shards.push_back("0/1");
  return plan;
}

// The entry of the merge itself: the engines are those of the runs.
Manifest::Run merge_run(const StoredSweep& plan, std::size_t results, const std::string& command) {
  std::vector<std::string> engines;
  for (const Manifest::Run& run : plan.runs) {
    if (std::find(engines.begin(), engines.end(), run.engine) == engines.end()) engines.push_back(run.engine);
  }
  Manifest::Run run = run_starting_now(command, fmt::format("{}", fmt::join(engines, "; ")));
  run.merged = results;
  return run;
}

void write(const Sources& sources, StoredSweep& plan, Store& to, MergeOutcome& outcome) {
  std::vector<std::shared_ptr<const Dataset>> datasets;
  std::vector<const Dataset*> pointers;
  std::vector<std::string> keys;
  std::map<std::int64_t, std::size_t> known;
  const Source& first = sources.front();
  auto store = std::make_unique<Store>(first.directory, Database::Mode::read);
  for (std::size_t i = 0; i < plan.cells.size(); ++i) {
    const auto [at, is_new] = known.emplace(first.sweep.cells[i].dataset, i);
    keys.push_back(is_new ? "" : keys[at->second]);
    datasets.push_back(is_new ? std::make_shared<const Dataset>(store->dataset(at->first, &keys.back()))
                              : datasets[at->second]);
    pointers.push_back(datasets.back().get());
  }
  std::size_t source = 0, cell = 0, chunk = 0;
  to.write_whole(plan, pointers, keys, [&](ChunkRow& row) {
    for (; source < sources.size(); ++source, cell = 0, store.reset()) {
      if (!store) store = std::make_unique<Store>(sources[source].directory, Database::Mode::read);
      for (; cell < plan.cells.size(); ++cell, chunk = 0) {
        const StoredCell& stored = sources[source].sweep.cells[cell];
        if (chunk >= stored.chunks.size()) continue;
        row = store->read_chunk(stored.id, stored.chunks[chunk++]);
        row.cell = plan.cells[cell].id;
        ++outcome.chunks;
        outcome.networks += row.range.count;
        return true;
      }
    }
    return false;
  });
}

}  // namespace

MergeOutcome merge_results(const std::vector<std::string>& directories, const std::string& to,
                           const std::string& command) {
  if (directories.empty()) throw UsageError("no result to merge");
  refuse_same_place(directories, to);
  Sources sources;
  for (const std::string& directory : directories) {
    sources.emplace_back(directory);
    refuse_other_sweep(sources.front(), sources.back());
  }
  StoredSweep plan = merged_plan(sources);
  plan.runs.push_back(merge_run(plan, sources.size(), command));
  make_run_directory(to);
  const DirectoryLock lock(to);
  Store store(to, Database::Mode::write);
  if (!store.blank()) {
    throw UsageError(fmt::format("{} holds a result already; merge into a new directory", to));
  }
  MergeOutcome outcome;
  outcome.results = sources.size();
  outcome.cells = plan.cells.size();
  write(sources, plan, store, outcome);
  for (const StoredCell& cell : plan.cells) {
    outcome.networks_missing += plan.sweep.networks_per_cell - cell.done.count();
    outcome.cells_failed += cell.error ? 1 : 0;
  }
  write_result_files(to);
  return outcome;
}

}  // namespace myriad
