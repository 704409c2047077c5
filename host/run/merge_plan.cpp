// Which chunks of which results make the merged one. Shards that have grown have networks in common: 1000 to 1999 of the
// second half of 2000 are the end of the first half of 4000.
#include "host/run/merge_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "myriad/error.hpp"

namespace myriad {
namespace {

std::uint64_t end_of(NetworkRange range) { return range.first + range.count; }

std::string place(NetworkRange range, std::size_t cell) {
  return fmt::format("networks {} to {} of cell {}", range.first, end_of(range) - 1, cell);
}

[[noreturn]] void refuse_part(const MergeSource& source, std::size_t cell, NetworkRange range) {
  throw UsageError(fmt::format(
      "{} are one chunk in {}, of which a part is in a directory before it; what is known of a chunk is known of all of "
      "it\n  help: leave that directory out, merge the others, and run the spec into the merged result: it computes what "
      "is missing",
      place(range, cell), source.directory));
}

// The sum over those chunks of a cell that lie within `range`.
Summary sum_within(const MergeSource& source, std::size_t cell, const std::vector<StoredChunk>& chunks,
                   NetworkRange range) {
  Summary sum;
  std::optional<Store> store;
  for (const StoredChunk& chunk : chunks) {
    if (chunk.range.first < range.first || end_of(chunk.range) > end_of(range)) continue;
    if (!store) store.emplace(source.directory, Database::Mode::read);
    sum.merge(store->read_chunk(source.sweep.cells[cell].id, chunk).summary);
  }
  return sum;
}

// Networks that several sources have, as whole chunks of source `at`: whether those before say the same of them.
void check_repeated(const MergeSources& sources, std::size_t at, std::size_t cell, const Summary& sum, NetworkRange range) {
  Summary before;
  for (std::size_t i = 0; i < at; ++i) {
    before.merge(sum_within(sources[i], cell, sources[i].sweep.cells[cell].chunks, range));
  }
  if (before.tally.networks != range.count) refuse_part(sources[at], cell, range);
  if (before == sum) return;
  throw InputOutputError(fmt::format(
      "{} are in {} and in a directory before it, with other counts, though they are the same networks: one of the two is "
      "wrong\n  help: run both shards again into new directories, and `myriad doctor` on the machines that computed them",
      place(range, cell), sources[at].directory));
}

// Takes a source's chunks of one cell into the plan, and those out of the source whose networks the plan has.
std::uint64_t take_chunks(MergeSources& sources, std::size_t at, std::size_t cell, StoredCell& planned) {
  std::vector<StoredChunk> taken, repeated;
  for (const StoredChunk& chunk : sources[at].sweep.cells[cell].chunks) {
    const bool known = planned.done.missing(chunk.range).empty();
    if (!known && planned.done.overlaps(chunk.range)) refuse_part(sources[at], cell, chunk.range);
    (known ? repeated : taken).push_back(chunk);
  }
  for (const StoredChunk& chunk : taken) planned.done.insert(chunk.range);
  NetworkRanges whole;  // neighbours are one range: their chunks need not be cut alike in both
  for (const StoredChunk& chunk : repeated) whole.insert(chunk.range);
  for (const NetworkRange range : whole.ranges()) {
    check_repeated(sources, at, cell, sum_within(sources[at], cell, repeated, range), range);
  }
  sources[at].sweep.cells[cell].chunks = std::move(taken);
  return whole.count();
}

}  // namespace

MergeSource::MergeSource(const std::string& where)
    : directory(where), sweep(Store(where, Database::Mode::read).read()) {
  for (StoredCell& cell : sweep.cells) cell.summary = {};
}

StoredSweep merged_plan(MergeSources& sources, std::uint64_t& repeated) {
  StoredSweep plan = sources.front().sweep;
  for (StoredCell& cell : plan.cells) {
    cell.id = 0;
    cell.done = {};
    cell.chunks.clear();
    cell.summary = {};
    cell.error.reset();
  }
  plan.runs.clear();
  for (std::size_t at = 0; at < sources.size(); ++at) {
    const StoredSweep& sweep = sources[at].sweep;
    plan.runs.insert(plan.runs.end(), sweep.runs.begin(), sweep.runs.end());
    for (const std::string& shard : sweep.shards) {
      const bool is_new = std::find(plan.shards.begin(), plan.shards.end(), shard) == plan.shards.end();
      if (is_new) plan.shards.push_back(shard);
    }
    for (std::size_t i = 0; i < plan.cells.size(); ++i) {
      repeated += take_chunks(sources, at, i, plan.cells[i]);
      if (sweep.cells[i].error && !plan.cells[i].error) plan.cells[i].error = sweep.cells[i].error;
    }
  }
  if (std::find(plan.shards.begin(), plan.shards.end(), "0/1") == plan.shards.end()) plan.shards.push_back("0/1");
  return plan;
}

}  // namespace myriad
