// The story of a replayed network: how it began, what turned, what it can still become.
#include "host/run/replay_story.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "host/spec/plain_descent.hpp"
#include "host/text/number.hpp"
#include "myriad/registry.hpp"

namespace myriad {
namespace {

constexpr std::size_t kTurnsTold = 4;

std::string number(double x) { return fmt::format("{:.4g}", x); }

const PartDescription& part_of(PartKind kind, const PartCall& call) {
  return parts(kind).at(static_cast<std::size_t>(call.id));
}

std::string unit_name(int layer, int layers) {
  return layers == 1 ? "the hidden unit" : fmt::format("hidden.{}", layer);
}

std::string z_range(const HiddenInputs& inputs, std::size_t layer) {
  const auto [low, high] = std::minmax_element(inputs.z[layer].begin(), inputs.z[layer].end());
  return low == inputs.z[layer].end() ? "" : fmt::format("{} to {}", number(*low), number(*high));
}

std::string unit_text(const EpochState& state, const CellJob& job) {
  const std::vector<float>& p = state.parameters;
  const HiddenInputs inputs = hidden_inputs(job, p);
  std::string text = fmt::format("w = ({}, {}), b = {}; z = w.x + b is {} over the rows", number(p[0]),
                                 number(p[1]), number(p[2]), z_range(inputs, 0));
  if (inputs.z.size() > 1) {
    text += fmt::format("; in hidden.1 v = {}, b = {}, z {}", number(p[3]), number(p[4]), z_range(inputs, 1));
  }
  return text;
}

std::string firing_text(const EpochState& state, std::size_t rows) {
  std::vector<std::string> layers;
  for (std::size_t i = 0; i < state.rows_firing.size(); ++i) {
    layers.push_back(fmt::format("{} fires on {} of {} training rows",
                                 unit_name(static_cast<int>(i), static_cast<int>(state.rows_firing.size())),
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
         "make z positive.";
}

/// "the step of 0.31 against w", or what else a step was.
std::string step_text(const Turn& turn, const Replay& replay) {
  double weights = 0;
  for (std::size_t i = 0; i + 1 < turn.step.size(); ++i) weights += turn.step[i] * turn.step[i];
  weights = std::sqrt(weights);
  const std::string bias = fmt::format("{:+.4g} of b", turn.step.back());
  std::string text = fmt::format("the step of {} {} w ({})", number(std::abs(turn.along_w)),
                                 turn.along_w < 0 ? "against" : "along", bias);
  if (std::abs(turn.along_w) < 0.5 * weights) {
    text = fmt::format("the step of {} across w ({})", number(weights), bias);
  }
  const EpochState& before = replay.trace.epochs.at(turn.epoch - 1);
  return before.gradient.empty() || turn.downhill > 0.9 ? text : text + ", not down the gradient,";
}

/// How the turn's step divides over the deciding row: what the weights did to its z and what the bias did.
std::string shares_text(const Turn& turn) {
  const double all = double{turn.z_after} - double{turn.z_before};
  return fmt::format("row {} at ({}, {}): its z went from {} to {}, by {:+.4g} through b and {:+.4g} through {}",
                     turn.row, number(turn.x1), number(turn.x2), number(turn.z_before),
                     number(turn.z_after), turn.step.back(), all - turn.step.back(),
                     turn.layer == 0 ? "w" : "the rest");
}

/// Whether the edge was crept up to or jumped: the rows that fired over the epochs before.
std::string approach_text(const Turn& turn, const Replay& replay) {
  const auto layer = static_cast<std::size_t>(turn.layer);
  std::uint32_t most = 0, since = 0;
  for (std::uint32_t epoch = 0; epoch < turn.epoch; ++epoch) {
    const std::uint32_t firing = replay.trace.epochs[epoch].rows_firing.at(layer);
    if (firing > most) since = epoch;
    most = std::max(most, firing);
  }
  const std::uint32_t last = replay.trace.epochs[turn.epoch - 1].rows_firing.at(layer);
  if (last * 2 >= most) {
    return fmt::format("It came in one step: the epoch before, {} rows still fired{}.", grouped_text(last),
                       last == most ? ", as many as ever" : fmt::format(", {} at the most", grouped_text(most)));
  }
  return fmt::format("It had come nearer over time: {} rows fired at epoch {}, {} at epoch {}.", grouped_text(most),
                     grouped_text(since), grouped_text(last), grouped_text(turn.epoch - 1));
}

std::string death_text(const Turn& turn, const Replay& replay, const CellJob& job) {
  std::string text = fmt::format("At epoch {} {} moved the line past the last row, {}.", grouped_text(turn.epoch),
                                 step_text(turn, replay), shares_text(turn));
  if (job.job.hidden_layers > 1) {
    text = fmt::format("At epoch {} hidden.{} died: {}", grouped_text(turn.epoch), turn.layer,
                       text.substr(text.find("the step")));
  }
  return text + ' ' + approach_text(turn, replay);
}

std::string revival_text(const Turn& turn, const CellConfig& config) {
  const char* mover = config.weight_decay == 0 ? "what the optimiser remembered of earlier gradients"
                                               : "weight decay and what the optimiser remembered";
  return fmt::format(
      "At epoch {} it came back: while it was dead every gradient of its weights and bias was zero, but {} moved "
      "it on, until it reached {}.",
      grouped_text(turn.epoch), mover, shares_text(turn));
}

std::string verdict_text(const Replay& replay, const CellConfig& config, int layers) {
  const std::string zero = layers == 1 ? "every gradient of w and b is zero"
                                       : "every gradient of the dead layer and of those before it is zero";
  switch (replay.verdict) {
    case Verdict::permanent:
      if (plain_descent(config)) {
        return fmt::format("From here {}, and {} moves nothing without one, so it cannot return.", zero,
                           part_of(PartKind::optimizer, config.optimizer).info.name);
      }
      return fmt::format("From here {}. What the optimiser still remembers and weight decay, followed to their end, "
                         "do not bring any row back: it cannot return.",
                         zero);
    case Verdict::returns:
      return fmt::format("From here {}, but what the optimiser still remembers, or weight decay, will bring a row "
                         "back after the last epoch: it will return.",
                         zero);
    case Verdict::undecided:
      return fmt::format("From here {}; whether the optimiser's memory or weight decay would still bring it back is "
                         "not decided.",
                         zero);
    case Verdict::not_dead:
      break;
  }
  return "";
}

/// Of a network that was dead from the first epoch to the last.
std::string frozen_text(const Replay& replay) {
  const std::vector<float>& first = replay.trace.epochs.front().parameters;
  const std::vector<float>& last = replay.trace.epochs.back().parameters;
  return std::equal(first.begin(), first.begin() + 3, last.begin()) ? "w and b have not changed by one bit." : "";
}

std::string output_text(const Replay& replay, int layers) {
  const auto c = static_cast<std::size_t>(2 + 2 * layers);
  const float first = replay.trace.epochs.front().parameters.at(c), last = replay.trace.epochs.back().parameters.at(c);
  const std::string moved = first == last ? fmt::format("it ended where it began, at {}", number(last))
                                          : fmt::format("it went from {} to {}", number(first), number(last));
  return fmt::format("Only the output bias still learns: {}, the same answer for every row.", moved);
}

/// Where it stopped being finite, and how it got there.
std::string divergence_text(const Replay& replay) {
  for (std::size_t i = 0; i < replay.trace.epochs.size(); ++i) {
    const EpochState& state = replay.trace.epochs[i];
    std::string what = is_finite(state.loss) ? "" : "the loss";
    for (std::size_t k = 0; k < state.parameters.size() && what.empty(); ++k) {
      if (!is_finite(state.parameters[k])) what = replay.parameter_names[k];
    }
    if (what.empty()) continue;
    std::string text = fmt::format("It diverged: at epoch {} {} is no longer finite.", grouped_text(state.epoch), what);
    if (i == 0) return text;
    const EpochState& before = replay.trace.epochs[i - 1];
    float largest = 0;
    for (const float x : before.parameters) largest = std::max(largest, std::abs(x));
    return text + fmt::format(" The epoch before, the loss was {}, the largest parameter {} and the gradient's norm {}; "
                              "at epoch 0 the loss was {}.",
                              number(before.loss), number(largest),
                              number(gradient_norm(before, 0, before.gradient.size())),
                              number(replay.trace.epochs.front().loss));
  }
  return "It diverged.";
}

/// The epoch at which the fewest rows fired.
std::string closest_text(const Replay& replay, std::size_t rows) {
  const EpochState* closest = nullptr;
  std::uint32_t fewest = std::numeric_limits<std::uint32_t>::max();
  for (const EpochState& state : replay.trace.epochs) {
    const std::uint32_t firing = *std::min_element(state.rows_firing.begin(), state.rows_firing.end());
    if (firing < fewest) closest = &state;
    fewest = std::min(fewest, firing);
  }
  if (fewest == rows) return "It never died: at every epoch every training row fired.";
  return fmt::format("It never died. It came closest at epoch {}: {} of {} rows fired.", grouped_text(closest->epoch),
                     grouped_text(fewest), grouped_text(rows));
}

std::vector<std::string> turns_text(const Replay& replay, const CellJob& job, const CellConfig& config) {
  std::vector<std::string> lines;
  const std::size_t count = replay.turns.size();
  for (std::size_t i = 0; i < count; ++i) {
    if (count > kTurnsTold && i + 1 == kTurnsTold) {
      lines.push_back("More deaths and revivals are in the table.");
      i = count - 1;
    }
    const Turn& turn = replay.turns[i];
    lines.push_back(turn.death ? death_text(turn, replay, job) : revival_text(turn, config));
  }
  return lines;
}

std::vector<std::string> ending(const Replay& replay, const CellJob& job, const CellConfig& config) {
  const Record& record = replay.trace.record;
  const Split& rows = job.dataset->train;
  const EpochState& last = replay.trace.epochs.back();
  const int layers = static_cast<int>(job.job.hidden_layers);
  if ((record.flags & kDiverged) != 0) return {divergence_text(replay)};
  if ((record.flags & kDead) != 0) {
    return {sign_argument(last.parameters, rows), verdict_text(replay, config, layers),
            replay.turns.empty() ? frozen_text(replay) : "", output_text(replay, layers)};
  }
  std::vector<std::string> lines;
  if (!hidden_inputs(job, last.parameters).can_die) {
    lines.push_back(fmt::format("{} is constant nowhere: its units cannot die.",
                                part_of(PartKind::activation, config.activation).info.name));
  } else if (replay.turns.empty()) {
    lines.push_back(closest_text(replay, rows.rows.size()));
  }
  lines.push_back(fmt::format("It is alive at the end: {}; {}.", firing_text(last, rows.rows.size()),
                              unit_text(last, job)));
  return lines;
}

}  // namespace

Verdict verdict_of(const Record& record, const CellConfig& config) {
  if ((record.flags & kDead) == 0 || (record.flags & kDiverged) != 0) return Verdict::not_dead;
  if ((record.flags & kReturns) != 0) return Verdict::returns;
  if ((record.flags & kPermanent) != 0 || plain_descent(config)) return Verdict::permanent;
  return Verdict::undecided;
}

std::string story_of(const Replay& replay, const CellJob& job, const CellConfig& config) {
  const Split& rows = job.dataset->train;
  const EpochState& first = replay.trace.epochs.front();
  std::vector<std::string> lines = {
      fmt::format("It started with {}: {}.", unit_text(first, job), firing_text(first, rows.rows.size()))};
  if (first.dead) {
    lines.push_back(fmt::format("It was born dead: every training row lies where {} is constant.",
                                part_of(PartKind::activation, config.activation).info.name));
  }
  for (std::string& line : turns_text(replay, job, config)) lines.push_back(std::move(line));
  for (std::string& line : ending(replay, job, config)) lines.push_back(std::move(line));
  lines.push_back(fmt::format("It gets {} of {} training rows right; its loss is {}.",
                              grouped_text(replay.trace.record.train_correct), grouped_text(rows.rows.size()),
                              number(replay.trace.record.train_loss)));
  lines.erase(std::remove(lines.begin(), lines.end(), ""), lines.end());
  return fmt::format("{}", fmt::join(lines, "\n"));
}

}  // namespace myriad
