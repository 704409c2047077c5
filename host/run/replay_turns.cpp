// The steps at which a network's death state changes, measured from both sides.
#include "host/run/replay_turns.hpp"

#include <algorithm>
#include <cmath>

namespace myriad {
namespace {

constexpr std::size_t kMostTurns = 12;

/// Where a layer's own weights and bias stand in the list of parameters: first, end.
struct Place {
  std::size_t first, end;
};
Place place_of(int layer) {
  if (layer == 0) return {0, 3};
  const auto first = static_cast<std::size_t>(1 + 2 * layer);
  return {first, first + 2};
}

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

std::vector<double> part_of(const std::vector<float>& list, Place place) {
  return {list.begin() + static_cast<std::ptrdiff_t>(place.first),
          list.begin() + static_cast<std::ptrdiff_t>(place.end)};
}

/// The first layer that is dead on the dead side of the turn.
int turning_layer(const HiddenInputs& dead_side) {
  for (std::size_t layer = 0; layer < dead_side.dead.size(); ++layer) {
    if (dead_side.dead[layer]) return static_cast<int>(layer);
  }
  return 0;
}

std::uint32_t rows_out(const std::vector<bool>& flat) {
  return static_cast<std::uint32_t>(std::count(flat.begin(), flat.end(), false));
}

/// Of the rows that the living side holds out of the flat part: the one that the dead side leaves
/// nearest to its edge.
std::size_t deciding_row(const HiddenInputs& dead_side, const HiddenInputs& live_side,
                         std::size_t layer) {
  const std::vector<float>& dead = dead_side.z[layer];
  const std::vector<float>& live = live_side.z[layer];
  const std::vector<bool>& flat = live_side.flat[layer];
  const bool below = std::all_of(dead.begin(), dead.end(), [](float z) { return z <= 0; });
  std::size_t best = dead.size();
  for (std::size_t i = 0; i < dead.size(); ++i) {
    if (flat[i]) continue;
    const bool nearer = best == dead.size() || (below ? dead[i] > dead[best] : dead[i] < dead[best]) ||
                        (dead[i] == dead[best] && std::abs(live[i]) > std::abs(live[best]));
    if (nearer) best = i;
  }
  return best == dead.size() ? 0 : best;
}

Turn turn_at(const Trace& trace, const CellJob& job, std::size_t epoch) {
  const EpochState& before = trace.epochs[epoch - 1];
  const EpochState& after = trace.epochs[epoch];
  const HiddenInputs from = hidden_inputs(job, before.parameters);
  const HiddenInputs to = hidden_inputs(job, after.parameters);
  Turn turn;
  turn.epoch = after.epoch;
  turn.death = after.dead;
  turn.layer = turning_layer(turn.death ? to : from);
  const Place place = place_of(turn.layer);
  const std::vector<double> old = part_of(before.parameters, place);
  turn.step = part_of(after.parameters, place);
  for (std::size_t i = 0; i < old.size(); ++i) turn.step[i] -= old[i];
  const std::vector<double> w(old.begin(), old.end() - 1);
  const std::vector<double> dw(turn.step.begin(), turn.step.end() - 1);
  if (const double length = std::sqrt(dot(w, w)); length > 0) turn.along_w = dot(w, dw) / length;
  if (before.gradient.size() >= place.end) {
    const std::vector<double> g = part_of(before.gradient, place);
    const double scale = std::sqrt(dot(g, g) * dot(turn.step, turn.step));
    if (scale > 0) turn.downhill = -dot(g, turn.step) / scale;
  }
  const auto layer = static_cast<std::size_t>(turn.layer);
  turn.rows_before = rows_out(from.flat[layer]);
  turn.rows_after = rows_out(to.flat[layer]);
  const std::size_t row = turn.death ? deciding_row(to, from, layer) : deciding_row(from, to, layer);
  const Split& rows = job.dataset->train;
  turn.row = rows.source_row.at(row);
  turn.x1 = rows.rows[row].x1;
  turn.x2 = rows.rows[row].x2;
  turn.z_before = from.z[layer][row];
  turn.z_after = to.z[layer][row];
  return turn;
}

}  // namespace

std::vector<Turn> turns_of(const Trace& trace, const CellJob& job) {
  std::vector<std::size_t> at;
  for (std::size_t i = 1; i < trace.epochs.size(); ++i) {
    if (trace.epochs[i].dead == trace.epochs[i - 1].dead) continue;
    if (at.size() > kMostTurns) at.pop_back();  // the last one always has a place
    at.push_back(i);
  }
  std::vector<Turn> turns;
  for (const std::size_t epoch : at) turns.push_back(turn_at(trace, job, epoch));
  return turns;
}

}  // namespace myriad
