// Merges results chunk by chunk: one chunk is in memory at a time, and the new result is there whole or not at all. The
// files beside it come after it, so the same merge can be asked for again to finish them.
#include "myriad/merge.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>

#include "host/run/merge_plan.hpp"
#include "host/run/result_files.hpp"
#include "host/run/resume.hpp"
#include "host/run/run_directory.hpp"
#include "host/store/directory_lock.hpp"
#include "host/store/provenance.hpp"
#include "host/store/run_fields.hpp"
#include "host/store/store.hpp"
#include "myriad/error.hpp"

namespace myriad {
namespace {

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

void refuse_other_sweep(const MergeSource& first, const MergeSource& other) {
  const std::vector<std::string> found = differences(other.sweep, first.sweep);
  if (found.empty()) return;
  throw OtherSpecError(fmt::format("{} is no shard of the sweep in {}:\n    {}\n  help: merge results of one spec, run with "
                                   "the same options but for --shard",
                                   other.directory, first.directory, fmt::join(found, "\n    ")));
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

void write(const MergeSources& sources, StoredSweep& plan, Store& to) {
  std::vector<std::shared_ptr<const Dataset>> datasets;
  std::vector<const Dataset*> pointers;
  std::vector<std::string> keys;
  std::map<std::int64_t, std::size_t> known;
  const MergeSource& first = sources.front();
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
        return true;
      }
    }
    return false;
  });
}

std::vector<std::string> run_texts(const std::vector<Manifest::Run>& runs) {
  std::vector<std::string> texts;
  for (const Manifest::Run& run : runs) texts.push_back(json_of(run).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  std::sort(texts.begin(), texts.end());
  return texts;
}

// Whether `stored` is what merging these sources has written: the same cells from the same runs, whose times and
// counts tell them apart. A run's entry changes with each of its commits, so the same runs are the same chunks.
bool is_this_merge(StoredSweep stored, const StoredSweep& plan, const MergeSources& sources) {
  if (!differences(stored, plan).empty() || stored.sweep.text != plan.sweep.text || stored.runs.empty()) return false;
  if (stored.runs.back().merged != sources.size()) return false;
  stored.runs.pop_back();
  return run_texts(stored.runs) == run_texts(plan.runs);
}

MergeOutcome outcome_of(const MergeSources& sources, const StoredSweep& plan) {
  MergeOutcome outcome;
  outcome.results = sources.size();
  outcome.cells = plan.cells.size();
  for (const StoredCell& cell : plan.cells) {
    outcome.networks += cell.done.count();
    outcome.networks_missing += plan.sweep.networks_per_cell - cell.done.count();
    outcome.cells_failed += cell.error ? 1 : 0;
  }
  for (const MergeSource& source : sources) {
    for (const StoredCell& cell : source.sweep.cells) outcome.chunks += cell.chunks.size();
  }
  return outcome;
}

}  // namespace

MergeOutcome merge_results(const std::vector<std::string>& directories, const std::string& to,
                           const std::string& command) {
  if (directories.empty()) throw UsageError("no result to merge");
  refuse_same_place(directories, to);
  MergeSources sources;
  for (const std::string& directory : directories) {
    sources.emplace_back(directory);
    refuse_other_sweep(sources.front(), sources.back());
  }
  std::uint64_t repeated = 0;
  StoredSweep plan = merged_plan(sources, repeated);
  MergeOutcome outcome = outcome_of(sources, plan);
  outcome.networks_repeated = repeated;
  make_run_directory(to);
  const DirectoryLock lock(to);
  Store store(to, Database::Mode::write);
  if (store.blank()) {
    plan.runs.push_back(merge_run(plan, sources.size(), command));
    write(sources, plan, store);
  } else {
    const StoredSweep stored = store.read();
    if (!is_this_merge(stored, plan, sources)) {
      throw UsageError(fmt::format("{} holds a result already, and not that of this merge; merge into a new directory", to));
    }
    store.verify(stored);
    outcome.was_there = true;
  }
  write_result_files(to);
  return outcome;
}

}  // namespace myriad
