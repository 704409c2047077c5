// Trains one network again, checks it against what the run kept, and tells its story.
#include "myriad/replay.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <set>

#include "host/run/replay_story.hpp"
#include "host/run/replay_turns.hpp"
#include "host/text/number.hpp"

namespace myriad {
namespace {

constexpr std::size_t kTurnsShown = 12;

bool same_bits(const float* a, const float* b, std::size_t count) {
  return std::memcmp(a, b, count * sizeof(float)) == 0;
}

bool same_record(const Record& a, const Record& b, std::size_t parameters) {
  return a.network == b.network && a.flags == b.flags && a.death_epoch == b.death_epoch &&
         a.train_correct == b.train_correct && a.test_correct == b.test_correct &&
         same_bits(&a.train_loss, &b.train_loss, 1) &&
         same_bits(a.initial, b.initial, parameters) && same_bits(a.final, b.final, parameters);
}

std::optional<bool> compared_with_kept(const Result& result, std::uint32_t cell,
                                       const Record& record, std::size_t parameters) {
  for (const Record& kept : result.kept(cell)) {
    if (kept.network == record.network) return same_record(kept, record, parameters);
  }
  return {};
}

}  // namespace

Replay replay_network(const Result& result, std::uint32_t cell, std::uint64_t network) {
  const Sweep& sweep = result.sweep();
  if (cell >= sweep.cells.size()) {
    throw UsageError(
        fmt::format("there is no cell {}: the cells are 0 to {}", cell, sweep.cells.size() - 1));
  }
  if (network >= sweep.networks_per_cell) {
    throw UsageError(fmt::format("there is no network {}: the networks are 0 to {}", network,
                                 sweep.networks_per_cell - 1));
  }
  const CellJob job = result.job(cell);
  Replay replay;
  replay.parameter_names = parameter_names(sweep.cells[cell].config);
  replay.trace = trace_network(job, network);
  replay.test_rows = job.job.test.count;
  replay.same_as_kept =
      compared_with_kept(result, cell, replay.trace.record, replay.parameter_names.size());
  const CellConfig& config = sweep.cells[cell].config;
  replay.turns = turns_of(replay.trace, job);
  replay.verdict = verdict_of(replay.trace.record, config);
  replay.story = story_of(replay, job, config);
  return replay;
}

double gradient_norm(const EpochState& state, std::size_t first, std::size_t end) {
  double sum = 0;
  for (std::size_t i = first; i < std::min(end, state.gradient.size()); ++i) {
    sum += double{state.gradient[i]} * double{state.gradient[i]};
  }
  return std::sqrt(sum);
}

std::vector<std::uint32_t> epochs_to_show(const std::vector<EpochState>& epochs,
                                          std::optional<std::uint32_t> every) {
  const auto last = static_cast<std::uint64_t>(epochs.size() - 1);
  std::set<std::uint32_t> shown = {0, static_cast<std::uint32_t>(last)};
  if (every) {
    for (std::uint64_t at = *every; at < last; at += *every)
      shown.insert(static_cast<std::uint32_t>(at));
  } else {
    for (std::uint64_t decade = 1; decade <= last; decade *= 10) {
      for (const std::uint64_t step : {1, 2, 5}) {
        if (decade * step < last) shown.insert(static_cast<std::uint32_t>(decade * step));
      }
    }
  }
  std::size_t turns = 0;
  for (std::size_t i = 1; i < epochs.size() && turns < kTurnsShown; ++i) {
    if (epochs[i].dead == epochs[i - 1].dead) continue;
    shown.insert(static_cast<std::uint32_t>(i - 1));
    shown.insert(static_cast<std::uint32_t>(i));
    ++turns;
  }
  return {shown.begin(), shown.end()};
}

std::string fate_text(const Record& record) {
  if ((record.flags & kDiverged) != 0) return "diverged";
  if ((record.flags & kDead) != 0) {
    if (record.death_epoch == 0) return "born dead";
    return fmt::format("died at epoch {}", grouped_text(record.death_epoch));
  }
  if ((record.flags & kRevived) != 0) return "born dead, revived";
  if ((record.flags & kTransient) != 0) return "dead for a while, alive at the end";
  if ((record.flags & kInactive) != 0) return "inactive: fires on no training row";
  return "alive";
}

}  // namespace myriad
