// Trains one network again, checks it against what the run kept, and tells its story.
#include "myriad/replay.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <set>

#include "host/text/number.hpp"
#include "myriad/registry.hpp"

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

// --- the story

/// Smallest and largest z = w.x + b of the first hidden unit over the training rows.
struct Range {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
};

Range first_layer_range(const std::vector<float>& p, const Split& rows) {
  Range range;
  for (const Row& row : rows.rows) {
    const double z = double{p[0]} * row.x1 + double{p[1]} * row.x2 + double{p[2]};
    range.low = std::min(range.low, z);
    range.high = std::max(range.high, z);
  }
  return range;
}

std::string number(double x) { return fmt::format("{:.6g}", x); }

std::string unit_text(const EpochState& state, const Split& rows) {
  const std::vector<float>& p = state.parameters;
  const Range z = first_layer_range(p, rows);
  return fmt::format("w = ({}, {}), b = {}, so z = w.x + b lies between {} and {}", number(p[0]),
                     number(p[1]), number(p[2]), number(z.low), number(z.high));
}

std::string firing_text(const EpochState& state, std::size_t rows) {
  std::vector<std::string> layers;
  for (std::size_t i = 0; i < state.rows_firing.size(); ++i) {
    const std::string unit =
        state.rows_firing.size() == 1 ? "its hidden unit" : fmt::format("hidden.{}", i);
    layers.push_back(fmt::format("{} fires on {} of {} training rows", unit,
                                 grouped_text(state.rows_firing[i]), grouped_text(rows)));
  }
  return fmt::format("{}", fmt::join(layers, ", "));
}

/// The question's own case: nothing that is not positive can add up to something positive.
std::string sign_argument(const std::vector<float>& p, const Split& rows) {
  const bool positive_data = std::all_of(rows.rows.begin(), rows.rows.end(),
                                         [](const Row& row) { return row.x1 >= 0 && row.x2 >= 0; });
  if (!positive_data || p[0] > 0 || p[1] > 0 || p[2] > 0) return "";
  return "Both features are never negative and neither weight nor the bias is positive: no row can "
         "make z "
         "positive.";
}

std::string frozen_text(const Replay& replay, const std::string& activation) {
  const bool moved = !same_bits(replay.trace.epochs.front().parameters.data(),
                                replay.trace.epochs.back().parameters.data(), 3);
  const std::string why = fmt::format(
      "Every training row lies where {} is constant, so every gradient of the unit's weights and "
      "bias is "
      "exactly 0",
      activation);
  if (!moved) return why + ": they have not changed by one bit.";
  return why + "; what moved them all the same is momentum, weight decay or another layer.";
}

std::string output_text(const Replay& replay) {
  const std::size_t c = replay.parameter_names.size() - 1;
  return fmt::format(
      "Only the output still learns: its bias went from {} to {}, one and the same answer "
      "for every row.",
      number(replay.trace.epochs.front().parameters[c]),
      number(replay.trace.epochs.back().parameters[c]));
}

/// What the step into the last dead stretch did.
std::string death_text(const Replay& replay, const Split& rows) {
  const std::uint32_t at = replay.trace.record.death_epoch;
  const EpochState& before = replay.trace.epochs.at(at - 1);
  const EpochState& after = replay.trace.epochs.at(at);
  std::string text = fmt::format("It died at epoch {}. At epoch {} {}: {}.", grouped_text(at),
                                 grouped_text(at - 1), firing_text(before, rows.rows.size()),
                                 unit_text(before, rows));
  if (before.gradient.size() >= 3) {
    text += fmt::format(" The gradient there was ({}, {}) for w and {} for b.",
                        number(before.gradient[0]), number(before.gradient[1]),
                        number(before.gradient[2]));
  }
  return text + fmt::format(" The step to epoch {} carried it over the edge: {}.", grouped_text(at),
                            unit_text(after, rows));
}

std::size_t dead_epochs(const Replay& replay) {
  return static_cast<std::size_t>(
      std::count_if(replay.trace.epochs.begin(), replay.trace.epochs.end(),
                    [](const EpochState& state) { return state.dead; }));
}

std::string divergence_text(const Replay& replay) {
  for (const EpochState& state : replay.trace.epochs) {
    const bool finite =
        is_finite(state.loss) && std::all_of(state.parameters.begin(), state.parameters.end(),
                                             [](float x) { return is_finite(x); });
    if (finite) continue;
    return fmt::format("It diverged: at epoch {} a parameter or the loss is no longer finite.",
                       grouped_text(state.epoch));
  }
  return "It diverged.";
}

std::vector<std::string> ending(const Replay& replay, const Split& rows,
                                const std::string& activation) {
  const Record& record = replay.trace.record;
  if ((record.flags & kDiverged) != 0) return {divergence_text(replay)};
  const EpochState& last = replay.trace.epochs.back();
  if ((record.flags & kDead) != 0 && record.death_epoch == 0) {
    return {"It was born dead, and stayed so.",
            sign_argument(replay.trace.epochs.front().parameters, rows),
            frozen_text(replay, activation), output_text(replay)};
  }
  if ((record.flags & kDead) != 0) {
    return {
        death_text(replay, rows), sign_argument(last.parameters, rows),
        fmt::format(
            "From then on every training row lies where {} is constant, and the gradients of the "
            "unit's weights and bias are exactly 0.",
            activation)};
  }
  std::string life = "It is alive at the end";
  if ((record.flags & kRevived) != 0) life += ", though it was born dead";
  if ((record.flags & kTransient) != 0) life += ", though it was dead in between";
  if ((record.flags & (kRevived | kTransient)) != 0) {
    life += fmt::format(" ({} of {} epochs)", grouped_text(dead_epochs(replay)),
                        grouped_text(replay.trace.epochs.size()));
  }
  return {
      fmt::format("{}: {}; {}.", life, firing_text(last, rows.rows.size()), unit_text(last, rows))};
}

std::string story_of(const Replay& replay, const CellJob& job, const std::string& activation) {
  const Split& rows = job.dataset->train;
  const EpochState& first = replay.trace.epochs.front();
  std::vector<std::string> lines = {fmt::format("It started with {}: {}.", unit_text(first, rows),
                                                firing_text(first, rows.rows.size()))};
  for (std::string& line : ending(replay, rows, activation)) lines.push_back(std::move(line));
  lines.push_back(fmt::format("It gets {} of {} training rows right; its loss is {}.",
                              grouped_text(replay.trace.record.train_correct),
                              grouped_text(rows.rows.size()),
                              number(replay.trace.record.train_loss)));
  lines.erase(std::remove(lines.begin(), lines.end(), ""), lines.end());
  return fmt::format("{}", fmt::join(lines, "\n"));
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
  replay.same_as_kept =
      compared_with_kept(result, cell, replay.trace.record, replay.parameter_names.size());
  const int activation = sweep.cells[cell].config.activation.id;
  replay.story = story_of(
      replay, job, parts(PartKind::activation).at(static_cast<std::size_t>(activation)).info.name);
  return replay;
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
