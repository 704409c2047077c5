// Whether a directory's result and a spec are of one sweep: cells are matched by identity, so their
// order and number may change; what is stored must all be asked for again.
#include "host/run/resume.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>
#include <map>
#include <optional>

#include "myriad/error.hpp"

namespace myriad {
namespace {

constexpr std::size_t kDifferencesShown = 4;

// "lr: 0.1 there, 0.2 here" for every key on which the two cells differ.
std::vector<std::string> cell_differences(const Cell& there, const Cell& here) {
  std::vector<std::string> result;
  const auto value = [](const Cell& cell, const std::string& key) -> std::string {
    const auto found = cell.values.find(key);
    return found == cell.values.end() ? "(nothing)" : printable(found->second);
  };
  std::map<std::string, std::string> keys = there.values;
  keys.insert(here.values.begin(), here.values.end());
  for (const auto& [key, unused] : keys) {
    if (value(there, key) == value(here, key)) continue;
    result.push_back(fmt::format("{}: {} there, {} here", key, value(there, key), value(here, key)));
  }
  return result;
}

// The cell of the spec that is most like `cell`.
std::vector<std::string> nearest_differences(const Cell& cell, const Sweep& sweep) {
  std::optional<std::vector<std::string>> best;
  for (const Cell& candidate : sweep.cells) {
    auto found = cell_differences(cell, candidate);
    if (!best || found.size() < best->size()) best = std::move(found);
    if (best->empty()) break;
  }
  return best.value_or(std::vector<std::string>{});
}

[[noreturn]] void refuse(const std::string& directory, const std::string& why) {
  throw OtherSpecError(fmt::format("{} holds another spec's result: {}\n  help: run this spec into "
                                   "another directory",
                                   directory, why));
}

[[noreturn]] void refuse_missing(const StoredSweep& stored, const Sweep& sweep,
                                 const std::vector<std::size_t>& missing,
                                 const std::string& directory) {
  const Cell& cell = stored.sweep.cells[missing.front()];
  std::vector<std::string> found;
  if (stored.sweep.seed != sweep.seed) {
    found.push_back(fmt::format("seed: {} there, {} here", stored.sweep.seed, sweep.seed));
  }
  for (auto& difference : nearest_differences(cell, sweep)) found.push_back(std::move(difference));
  if (found.empty()) {
    found.emplace_back("the same values, but other rows of data, or another version of the numerics");
  }
  if (found.size() > kDifferencesShown) {
    found.resize(kDifferencesShown);
    found.emplace_back("…");
  }
  refuse(directory, fmt::format("{} of its {} cells {} not in this spec; cell {} differs from the "
                                "nearest one in\n    {}",
                                missing.size(), stored.cells.size(), missing.size() == 1 ? "is" : "are",
                                cell.index, fmt::join(found, "\n    ")));
}

void check_networks(const StoredSweep& stored, const Sweep& sweep, const std::string& directory) {
  std::uint64_t end = 0;
  for (const StoredCell& cell : stored.cells) end = std::max(end, cell.done.end());
  if (end > sweep.networks_per_cell) {
    refuse(directory, fmt::format("networks up to number {} are done, but networks_per_cell is {} here "
                                  "({} there)",
                                  end - 1, sweep.networks_per_cell, stored.sweep.networks_per_cell));
  }
}

void check_kept(const StoredSweep& stored, const Sweep& sweep, const std::string& directory) {
  for (std::size_t i = 0; i < stored.cells.size(); ++i) {
    for (const StoredChunk& chunk : stored.cells[i].chunks) {
      if (covers(chunk, sweep.keep)) continue;
      refuse(directory,
             fmt::format("keep = \"{}\" needs rows of networks {} to {} of cell {}, which ran under "
                         "keep = \"{}\" and did not keep them",
                         sweep.keep.text(), chunk.range.first, chunk.range.first + chunk.range.count - 1,
                         i, chunk.keep.text()));
    }
  }
}

}  // namespace

bool covers(const StoredChunk& chunk, const KeepRule& rule) {
  using Kind = KeepRule::Kind;
  const std::uint64_t end = chunk.range.first + chunk.range.count;
  std::uint64_t kept_below = 0;  // every network of the chunk below this number was kept
  if (chunk.keep.kind == Kind::all) kept_below = std::numeric_limits<std::uint64_t>::max();
  if (chunk.keep.kind == Kind::first) kept_below = chunk.keep.first;
  switch (rule.kind) {
    case Kind::none: return true;
    case Kind::all: return kept_below >= end;
    case Kind::dead: return chunk.keep.kind == Kind::dead || kept_below >= end;
    case Kind::first: break;
  }
  return rule.first <= chunk.range.first || kept_below >= std::min(rule.first, end);
}

std::vector<std::string> differences(const StoredSweep& there, const StoredSweep& here) {
  std::vector<std::string> found;
  const auto compare = [&found](const char* name, const auto& a, const auto& b) {
    if (a != b) found.push_back(fmt::format("{}: {} there, {} here", name, a, b));
  };
  compare("seed", there.sweep.seed, here.sweep.seed);
  compare("networks_per_cell", there.sweep.networks_per_cell, here.sweep.networks_per_cell);
  compare("keep", there.sweep.keep.text(), here.sweep.keep.text());
  compare("math", there.math, here.math);
  compare("cells", there.cells.size(), here.cells.size());
  for (std::size_t i = 0; found.empty() && i < here.cells.size(); ++i) {
    if (there.cells[i].identity == here.cells[i].identity) continue;
    for (const std::string& text : cell_differences(there.sweep.cells[i], here.sweep.cells[i])) {
      found.push_back(fmt::format("cell {}: {}", i, text));
    }
    if (found.empty()) found.push_back(fmt::format("cell {}: other rows of data, or another version of the numerics", i));
  }
  if (found.size() > kDifferencesShown) {
    found.resize(kDifferencesShown);
    found.emplace_back("…");
  }
  return found;
}

StoredSweep first_plan(const Sweep& sweep, const std::vector<PreparedCell>& cells,
                       const std::string& math) {
  StoredSweep plan;
  plan.sweep = sweep;
  plan.math = math;
  plan.cells.resize(cells.size());
  for (std::size_t i = 0; i < cells.size(); ++i) plan.cells[i].identity = cells[i].identity;
  return plan;
}

StoredSweep resume_plan(const StoredSweep& stored, const Sweep& sweep,
                        const std::vector<PreparedCell>& cells, const std::string& math,
                        const std::string& directory) {
  std::map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < cells.size(); ++i) places[cells[i].identity] = i;
  std::vector<std::size_t> missing;
  for (std::size_t i = 0; i < stored.cells.size(); ++i) {
    if (places.count(stored.cells[i].identity) == 0) missing.push_back(i);
  }
  if (!missing.empty()) refuse_missing(stored, sweep, missing, directory);
  check_networks(stored, sweep, directory);
  check_kept(stored, sweep, directory);
  if (math != stored.math) {
    refuse(directory, fmt::format("it was computed with --math {}, not {}", stored.math, math));
  }
  StoredSweep plan = first_plan(sweep, cells, math);
  for (const StoredCell& cell : stored.cells) plan.cells[places.at(cell.identity)] = cell;
  plan.runs = stored.runs;
  if (stored.sweep.networks_per_cell == sweep.networks_per_cell) plan.shards = stored.shards;
  return plan;
}

}  // namespace myriad
