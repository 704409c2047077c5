// How far a directory is.
#include <fmt/format.h>

#include "host/text/decimal.hpp"
#include "host/spec/run_command.hpp"
#include "myriad/error.hpp"
#include "myriad/run.hpp"
#include "host/store/store.hpp"

namespace myriad {
namespace {

constexpr std::uint64_t kMostShards = 1'000'000;  // that are looked at one by one

struct Shard {
  std::uint64_t index, count;
};

// As the store writes it: "0/2".
Shard shard_of(const std::string& shard) {
  const std::size_t slash = shard.find('/');
  const auto index = parse_decimal(std::string_view(shard).substr(0, slash));
  const auto count = slash == std::string::npos
                         ? std::nullopt
                         : parse_decimal(std::string_view(shard).substr(slash + 1));
  if (!index || !count || *index >= *count) throw InputOutputError("a stored shard is damaged");
  return {*index, *count};
}

// What computes the rest; of several shards with gaps, the first.
std::string resume_command(const StoredSweep& stored, const NetworkRanges& missing, const std::string& directory) {
  std::string chosen;
  for (const std::string& text : stored.shards) {
    const Shard shard = shard_of(text);
    const NetworkRange range = shard_range(stored.sweep.networks_per_cell, shard.index, shard.count);
    if (chosen.empty() && missing.overlaps(range)) chosen = text;
    if (shard.count == 1) return run_command(stored.sweep, stored.math, directory);
  }
  return run_command(stored.sweep, stored.math, directory, chosen);
}

// The shards with networks in `missing`, where the result is cut in one way only.
std::vector<std::string> shards_of(const std::vector<NetworkRange>& missing, const StoredSweep& stored) {
  std::uint64_t count = 1;
  for (const std::string& shard : stored.shards) {
    const std::uint64_t n = shard_of(shard).count;
    if (n != 1 && count != 1 && n != count) return {};
    if (n != 1) count = n;
  }
  std::vector<std::string> found;
  if (count == 1 || count > kMostShards) return found;
  std::size_t gap = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    const NetworkRange shard = shard_range(stored.sweep.networks_per_cell, i, count);
    while (gap < missing.size() && missing[gap].first + missing[gap].count <= shard.first) ++gap;
    if (gap == missing.size()) break;
    if (missing[gap].first < shard.first + shard.count) found.push_back(fmt::format("{}/{}", i, count));
  }
  return found;
}

}  // namespace

RunStatus run_status(const std::string& directory) {
  const StoredSweep stored = Store(directory, Database::Mode::read).read();
  NetworkRanges wanted;
  for (const std::string& text : stored.shards) {
    const Shard shard = shard_of(text);
    wanted.insert(shard_range(stored.sweep.networks_per_cell, shard.index, shard.count));
  }
  RunStatus status;
  NetworkRanges missing;
  status.cells = stored.cells.size();
  for (std::size_t i = 0; i < stored.cells.size(); ++i) {
    const StoredCell& cell = stored.cells[i];
    NetworkRanges target = wanted;  // what an earlier, larger request has done counts as well
    for (const StoredChunk& chunk : cell.chunks) target.insert(chunk.range);
    status.networks += target.count();
    status.networks_done += cell.done.count();
    if (target.count() == cell.done.count() && !cell.error) ++status.cells_done;
    for (const NetworkRange range : target.ranges()) {
      for (const NetworkRange gap : cell.done.missing(range)) missing.insert(gap);
    }
    if (!cell.error) continue;
    ++status.cells_failed;
    status.failures.push_back(fmt::format("cell {}: {}", i, *cell.error));
  }
  status.missing = missing.ranges();
  status.missing_shards = shards_of(status.missing, stored);
  if (status.cells_done < status.cells) status.resume_command = resume_command(stored, missing, directory);
  return status;
}

}  // namespace myriad
