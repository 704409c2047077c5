// Findings on one varied axis: what each of its values changes, what it does not, and why.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "host/report/findings.hpp"
#include "host/report/label.hpp"
#include "host/report/number_text.hpp"

namespace myriad::report {
namespace {

constexpr std::size_t kMostValues = 6;    // compared one by one
constexpr std::size_t kMostProfiles = 6;  // settings whose course along the axis is told

std::string pairs_text(const ValueEffect& effect) {
  if (effect.pairs.size() == 1) return "one like-for-like pair";
  return fmt::format("mean of {} like-for-like pairs", effect.pairs.size());
}

std::string comparison_text(const AxisEffect& axis, const ValueEffect& effect) {
  std::string text = fmt::format("{} instead of {} ({}): dead at the end {}", effect.value,
                                 axis.reference, pairs_text(effect), points_text(effect.dead));
  if (effect.same_starts) {
    text += "; born dead unchanged";
  } else {
    text += fmt::format("; born dead {}; died in training {}", points_text(effect.born_dead),
                        points_text(effect.died));
  }
  if (effect.has_accuracy) text += "; mean accuracy " + signed_text(effect.accuracy);
  return text + ".";
}

/// The cell with the greatest share of something among the far ends of the pairs.
template <class Count, class Of>
const ReportCell& cell_with_most(const ReportModel& model, const ValueEffect& effect, Count count,
                                 Of of) {
  const ReportCell* most = nullptr;
  double greatest = -1;
  for (const CellPair& pair : effect.pairs) {
    const ReportCell& cell = model.cells[pair.to];
    const std::uint64_t n = of(cell);
    const double share = n == 0 ? 0 : static_cast<double>(count(cell)) / static_cast<double>(n);
    if (share > greatest) {
      greatest = share;
      most = &cell;
    }
  }
  return *most;
}

std::uint64_t finite_of(const ReportCell& cell) { return cell.finite(); }
std::uint64_t networks_of(const ReportCell& cell) { return cell.networks; }

/// Inactive is what dead would have been: the start is the same, only its consequence is not.
void append_inactive(Finding& finding, const ReportModel& model, const AxisEffect& axis,
                     const ValueEffect& effect) {
  const ReportCell& start = cell_with_most(
      model, effect, [](const ReportCell& c) { return c.born_inactive; }, networks_of);
  const ReportCell& end = cell_with_most(
      model, effect, [](const ReportCell& c) { return c.inactive; }, finite_of);
  if (start.born_inactive == 0) return;
  const auto pair = std::find_if(effect.pairs.begin(), effect.pairs.end(),
                                 [&](const CellPair& p) { return &model.cells[p.to] == &start; });
  const ReportCell& reference = model.cells[pair->from];
  const bool same =
      reference.born_dead == start.born_inactive && reference.networks == start.networks;
  finding.sentences.push_back(fmt::format(
      "What {} does not change: up to {} still start with z <= 0 on every row{}. They are "
      "inactive, not "
      "dead: they learn as a linear unit of small slope; at the end up to {} were inactive ({}).",
      effect.value, share_text(start.born_inactive, start.networks),
      same ? fmt::format(", exactly as many as {} has born dead", axis.reference) : "",
      share_text(end.inactive, end.finite()), cell_label(model, end)));
}

/// Why this value does what it does, where a known reason applies.
std::string reason(const ReportModel& model, const AxisEffect& axis, const ValueEffect& effect) {
  const bool certain_alive =
      std::all_of(effect.pairs.begin(), effect.pairs.end(), [&](const CellPair& p) {
        const ReportCell& cell = model.cells[p.to];
        return cell.zero_bias && cell.born_dead_theory && *cell.born_dead_theory == 0;
      });
  if (axis.key == "activation" && effect.value.rfind("leaky_relu", 0) == 0) {
    return "the slope for z <= 0 lets every row keep a gradient.";
  }
  if (axis.key == "preprocess" && certain_alive) {
    return "the origin then lies among the rows: with zero biases the unit's line goes through it "
           "and "
           "always has rows on both sides.";
  }
  if (axis.key == "preprocess" && effect.value.rfind("minmax_scaler", 0) == 0 &&
      effect.born_dead.value != 0) {
    return "min-max scaling leaves every coordinate >= 0: two negative weights and a zero bias "
           "still miss every row.";
  }
  if (axis.key == "shape" && effect.born_dead.value > 0) {
    return "the second unit sees only h >= 0: where its weight is negative, which is so for half "
           "of "
           "all symmetric draws, and its bias is 0, it is dead wherever the rows lie, centred or "
           "not.";
  }
  return "";
}

void append_what_is_left(Finding& finding, const ReportModel& model, const AxisEffect& axis,
                         const ValueEffect& effect) {
  const auto born = [](const ReportCell& c) { return c.born_dead; };
  const auto died = [](const ReportCell& c) { return c.died; };
  const ReportCell& most_born = cell_with_most(model, effect, born, networks_of);
  const ReportCell& most_died = cell_with_most(model, effect, died, finite_of);
  if (most_born.born_dead == 0 && most_died.died == 0) {
    finding.sentences.push_back(fmt::format("With {} no network was born dead or died: {} in {}.",
                                            effect.value, share_text(0, most_died.finite()),
                                            effect.pairs.size() == 1 ? "one cell" : "each cell"));
  } else if (most_born.born_dead == 0) {
    finding.sentences.push_back(
        fmt::format("{} prevents being born dead ({}), but not dying in training: up to {} ({}).",
                    effect.value, share_text(0, most_born.networks),
                    share_text(most_died.died, most_died.finite()), cell_label(model, most_died)));
  } else {
    finding.sentences.push_back(fmt::format(
        "With {} up to {} are born dead ({}) and up to {} died in training ({}).", effect.value,
        share_text(most_born.born_dead, most_born.networks), start_label(model, most_born),
        share_text(most_died.died, most_died.finite()), cell_label(model, most_died)));
  }
  const std::string why = reason(model, axis, effect);
  if (!why.empty()) finding.sentences.push_back("Why: " + why);
  if (most_born.born_dead == 0 && most_died.died == 0)
    append_inactive(finding, model, axis, effect);
}

/// One setting's course along the axis: "relu, raw rows: dead at the end 47.2% [..] with lr 0.01,
/// …".
void append_profiles(Finding& finding, const ReportModel& model, const AxisEffect& axis) {
  std::map<std::size_t, std::vector<std::size_t>> course;  // reference cell -> cells along the axis
  for (const ValueEffect& effect : axis.values) {
    for (const CellPair& pair : effect.pairs) course[pair.from].push_back(pair.to);
  }
  if (axis.values.size() > kMostValues || course.size() > kMostProfiles) return;
  std::vector<std::size_t> others;
  for (std::size_t k = 0; k < model.varied_keys.size(); ++k) {
    if (std::find(axis.keys.begin(), axis.keys.end(), k) == axis.keys.end()) others.push_back(k);
  }
  const auto part = [&](std::size_t i) {
    const ReportCell& cell = model.cells[i];
    return fmt::format("{} with {}", share_text(cell.dead, cell.finite()),
                       axis_value_label(model, axis, cell));
  };
  for (const auto& [from, to] : course) {
    std::string text =
        values_label(model, model.cells[from], others) + ": dead at the end " + part(from);
    for (const std::size_t i : to) text += ", " + part(i);
    finding.sentences.push_back(text + ".");
  }
}

/// All values up to a limit; beyond it the two that lower and raise the dead share most.
std::vector<const ValueEffect*> values_to_tell(const AxisEffect& axis) {
  std::vector<const ValueEffect*> values;
  for (const ValueEffect& effect : axis.values) {
    if (!effect.pairs.empty()) values.push_back(&effect);
  }
  if (values.size() <= kMostValues) return values;
  const auto [least, most] = std::minmax_element(
      values.begin(), values.end(), [](auto a, auto b) { return a->dead.value < b->dead.value; });
  return {*least, *most};
}

}  // namespace

Finding axis_finding(const ReportModel& model, const AxisEffect& axis) {
  Finding finding{"What " + axis.key + " changes", {}};
  const auto values = values_to_tell(axis);
  if (axis.values.empty()) {
    const auto with_fate =
        std::count_if(model.cells.begin(), model.cells.end(),
                      [](const ReportCell& cell) { return cell.usable() && cell.finite() > 0; });
    if (with_fate > 1) {
      finding.sentences.push_back("No two cells differ in " + axis.key +
                                  " alone, so there is nothing like for like to compare.");
    }
    return finding;
  }
  if (values.empty()) {
    finding.sentences.push_back("No network was dead under any of its values.");
    return finding;
  }
  if (values.size() < axis.values.size()) {
    finding.sentences.push_back(fmt::format(
        "{} values; the two that lower and raise the dead share most:", axis.values.size() + 1));
  }
  const bool from_start = std::none_of(axis.keys.begin(), axis.keys.end(), [&](std::size_t k) {
    return acts_after_start(model.varied_keys[k]);
  });
  for (const ValueEffect* effect : values) {
    finding.sentences.push_back(comparison_text(axis, *effect));
    if (from_start) append_what_is_left(finding, model, axis, *effect);
  }
  if (!from_start) append_profiles(finding, model, axis);
  return finding;
}

}  // namespace myriad::report
