// How far a directory is.
#include <fmt/format.h>

#include "host/text/decimal.hpp"
#include "myriad/error.hpp"
#include "myriad/run.hpp"
#include "host/store/store.hpp"

namespace myriad {
namespace {

// The networks of a shard as the store writes it: "0/2".
NetworkRange range_of(const std::string& shard, std::uint64_t networks) {
  const std::size_t slash = shard.find('/');
  const auto index = parse_decimal(std::string_view(shard).substr(0, slash));
  const auto count = slash == std::string::npos
                         ? std::nullopt
                         : parse_decimal(std::string_view(shard).substr(slash + 1));
  if (!index || !count || *index >= *count) throw InputOutputError("a stored shard is damaged");
  return shard_range(networks, *index, *count);
}

std::string resume_command(const StoredSweep& stored, const std::string& directory) {
  if (!stored.runs.empty() && !stored.runs.back().command.empty()) return stored.runs.back().command;
  return fmt::format("myriad run {} -o {}", stored.sweep.file, directory);
}

}  // namespace

RunStatus run_status(const std::string& directory) {
  const StoredSweep stored = Store(directory, Database::Mode::read).read();
  NetworkRanges wanted;
  for (const std::string& shard : stored.shards) {
    wanted.insert(range_of(shard, stored.sweep.networks_per_cell));
  }
  RunStatus status;
  status.cells = stored.cells.size();
  for (std::size_t i = 0; i < stored.cells.size(); ++i) {
    const StoredCell& cell = stored.cells[i];
    NetworkRanges target = wanted;  // what an earlier, larger request has done counts as well
    for (const StoredChunk& chunk : cell.chunks) target.insert(chunk.range);
    status.networks += target.count();
    status.networks_done += cell.done.count();
    if (target.count() == cell.done.count() && !cell.error) ++status.cells_done;
    if (!cell.error) continue;
    ++status.cells_failed;
    status.failures.push_back(fmt::format("cell {}: {}", i, *cell.error));
  }
  if (status.cells_done < status.cells) status.resume_command = resume_command(stored, directory);
  return status;
}

}  // namespace myriad
