// The answer below the headline: what helped most, what became of the networks under each value of the axis that matters from the start,
// what the learning rate adds, who came back, and what the data allow.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "host/report/findings.hpp"
#include "host/report/label.hpp"
#include "host/report/number_text.hpp"
#include "host/text/number.hpp"

namespace myriad::report {
namespace {

constexpr std::size_t kMostGroups = 8;    // told one by one
constexpr std::size_t kMostOptimizers = 16;
constexpr std::size_t kMostSettings = 4;  // along the learning rate
constexpr double kQuotedShare = 0.4;      // "as much as 40% of your network can be dead" (cs231n)

/// Cells that share a value of an axis; a [[cell]] with a name is a group of its own.
struct Group {
  std::string label;
  std::vector<const ReportCell*> cells;
};

constexpr std::size_t kMostRanges = 3;  ///< of a sentence; beyond that their upper ends

double share(std::uint64_t k, std::uint64_t n) {
  return n == 0 ? 0 : static_cast<double>(k) / static_cast<double>(n);
}
double born_dead_share(const ReportCell& c) { return share(c.born_dead, c.networks); }
double died_share(const ReportCell& c) { return share(c.died, c.finite()); }
double dead_share(const ReportCell& c) { return share(c.dead, c.finite()); }
double came_back_share(const ReportCell& c) {
  return share(c.transient + c.revived, c.dead + c.transient + c.revived);
}
/// Share of the networks that get as many rows right as the best line does.
double at_ceiling_share(const ReportCell& c) {
  std::uint64_t reached = 0;
  for (const AccuracyBin& bin : c.accuracy) {
    if (bin.high >= *c.best_linear_accuracy - 1e-9) reached += bin.count;
  }
  return share(reached, c.finite());
}

std::string percent(double value) { return percent_digits(value, 1) + "%"; }

std::vector<Group> groups_along(const ReportModel& model, const AxisEffect& axis) {
  std::vector<Group> groups;
  std::map<std::string, std::size_t> position;
  for (const ReportCell& cell : model.cells) {
    if (!cell.usable() || cell.finite() == 0) continue;
    const std::string label = cell.name.empty() ? axis_value_label(model, axis, cell)
                                                : cell_label(model, cell);
    const auto [place, is_new] = position.emplace(label, groups.size());
    if (is_new) groups.push_back({label, {}});
    groups[place->second].cells.push_back(&cell);
  }
  return groups;
}

/// What sets a cell apart within its group: its values of the other axes, and gamma where they move it.
std::string place_label(const ReportModel& model, const AxisEffect& axis, const ReportCell& cell) {
  std::vector<std::size_t> others;
  bool moves_rows = false;
  for (std::size_t k = 0; k < model.varied_keys.size(); ++k) {
    if (std::find(axis.keys.begin(), axis.keys.end(), k) != axis.keys.end()) continue;
    others.push_back(k);
    moves_rows = moves_rows || model.varied_keys[k].rfind("data.", 0) == 0;
  }
  std::string label = values_label(model, cell, others);
  if (moves_rows && cell.gamma) label += ", gamma " + number_text(*cell.gamma);
  return label;
}

/// "5.8% (lr 0.01) to 53.2% (lr 10)"; one number where all print alike.
template <class Measure>
std::string range_text(const ReportModel& model, const AxisEffect& axis, const Group& group,
                       Measure measure) {
  const auto [least, most] =
      std::minmax_element(group.cells.begin(), group.cells.end(),
                          [&](auto a, auto b) { return measure(*a) < measure(*b); });
  const std::string low = percent(measure(**least)), high = percent(measure(**most));
  if (low == high) return low;
  return fmt::format("{} ({}) to {} ({})", low, place_label(model, axis, **least), high,
                     place_label(model, axis, **most));
}

std::string accuracy_text(const Group& group) {
  double low = 2, high = -1;
  for (const ReportCell* cell : group.cells) {
    if (!std::isfinite(cell->train_accuracy_mean)) continue;
    low = std::min(low, cell->train_accuracy_mean);
    high = std::max(high, cell->train_accuracy_mean);
  }
  if (high < 0) return "";
  const std::string from = fmt::format("{:.3f}", low), to = fmt::format("{:.3f}", high);
  return ", mean accuracy " + (from == to ? from : from + " to " + to);
}

std::string fates_text(const ReportModel& model, const AxisEffect& axis, const Group& group) {
  return fmt::format("{}: born dead {}, died in training {}{}", group.label,
                     range_text(model, axis, group, born_dead_share),
                     range_text(model, axis, group, died_share), accuracy_text(group));
}

/// Up to eight groups, beyond that those with the least and the most dead at the end.
std::vector<Group> groups_to_tell(std::vector<Group> groups) {
  if (groups.size() <= kMostGroups) return groups;
  const auto worst = [](const Group& group) {
    double most = 0;
    for (const ReportCell* cell : group.cells) most = std::max(most, dead_share(*cell));
    return most;
  };
  const auto [least, most] =
      std::minmax_element(groups.begin(), groups.end(),
                          [&](const Group& a, const Group& b) { return worst(a) < worst(b); });
  return {*least, *most};
}

/// The axis whose values set the starts apart; the first one where none does.
const AxisEffect& axis_of_starts(const ReportModel& model, const std::vector<AxisEffect>& effects) {
  for (const AxisEffect& axis : effects) {
    const bool from_start = std::none_of(axis.keys.begin(), axis.keys.end(), [&](std::size_t k) {
      return acts_after_start(model.varied_keys[k]);
    });
    if (from_start && !axis.values.empty()) return axis;
  }
  return effects.front();
}

/// Where along a course something holds: "at every lr", "from lr 1 on", "at lr 0.1, 10", "at no lr".
template <class Predicate>
std::string where_text(const std::vector<const ReportCell*>& course, std::size_t key, Predicate holds) {
  std::vector<std::string> values;
  std::size_t first = course.size();
  for (std::size_t i = 0; i < course.size(); ++i) {
    if (!holds(*course[i])) continue;
    first = std::min(first, i);
    values.push_back(bare_value_label("lr", course[i]->values[key]));
  }
  if (values.empty()) return "at no lr tried";
  if (values.size() == course.size()) return "at every lr tried";
  if (values.size() == course.size() - first) return "from lr " + values.front() + " on";
  return fmt::format("at lr {}", fmt::join(values, ", "));
}

/// Cells that differ in lr only, in ascending order of it, by what they have in common.
std::map<std::string, std::vector<const ReportCell*>> courses_along(const ReportModel& model,
                                                                    std::size_t lr) {
  std::map<std::string, std::vector<const ReportCell*>> courses;
  for (const ReportCell& cell : model.cells) {
    if (!cell.usable() || cell.finite() == 0 || !cell.name.empty()) continue;
    std::vector<std::size_t> others;
    for (std::size_t k = 0; k < model.varied_keys.size(); ++k) {
      if (k != lr) others.push_back(k);
    }
    courses[values_label(model, cell, others)].push_back(&cell);
  }
  for (auto& [label, cells] : courses) {
    std::stable_sort(cells.begin(), cells.end(), [lr](auto a, auto b) {
      return parse_real(a->values[lr]).value.value_or(0) < parse_real(b->values[lr]).value.value_or(0);
    });
  }
  return courses;
}

void append_learning_rates(std::vector<std::string>& text, const ReportModel& model) {
  const auto place = std::find(model.varied_keys.begin(), model.varied_keys.end(), "lr");
  if (place == model.varied_keys.end()) return;
  const auto lr = static_cast<std::size_t>(place - model.varied_keys.begin());
  const auto courses = courses_along(model, lr);
  if (courses.empty() || courses.size() > kMostSettings) return;
  std::vector<std::string> more_die, quoted;
  for (const auto& [label, course] : courses) {
    if (course.size() < 3) return;
    const std::string setting = label == kBaseLabel ? "" : " (" + label + ")";
    more_die.push_back(where_text(course, lr, [](const ReportCell& c) {
                         return died_share(c) > born_dead_share(c);
                       }) + setting);
    const ReportCell& most = **std::max_element(
        course.begin(), course.end(), [](auto a, auto b) { return dead_share(*a) < dead_share(*b); });
    quoted.push_back(where_text(course, lr, [](const ReportCell& c) {
                       return dead_share(c) >= kQuotedShare;
                     }) + (label == kBaseLabel ? " (" : " (" + label + ", ") +
                     "at the most " + percent(dead_share(most)) + ")");
  }
  text.push_back(fmt::format("More die in training than are born dead {}.", fmt::join(more_die, "; ")));
  text.push_back(fmt::format("The 40% of units that are often said to die of a high rate are dead {}.",
                             fmt::join(quoted, "; ")));
}

/// Who came back, optimiser by optimiser. Under plain descent alone the findings say it.
void append_returns(std::vector<std::string>& text, const ReportModel& model,
                    const std::vector<AxisEffect>& effects) {
  std::uint64_t dead = 0, permanent = 0, returns = 0;
  bool all_plain = true;
  for (const ReportCell& cell : model.cells) {
    if (!cell.usable()) continue;
    dead += cell.dead;
    permanent += cell.permanent;
    returns += cell.returns;
    all_plain = all_plain && cell.plain_descent;
  }
  if (all_plain) return;
  AxisEffect axis;  // optimiser and decay together: either alone says little
  for (const AxisEffect& effect : effects) {
    if (effect.key == "optimizer" || effect.key == "weight_decay") {
      axis.keys.insert(axis.keys.end(), effect.keys.begin(), effect.keys.end());
    }
  }
  const std::vector<Group> groups = groups_along(model, axis);
  if (!axis.keys.empty() && groups.size() <= kMostOptimizers) {
    std::vector<std::string> parts;
    for (const Group& group : groups) {
      parts.push_back(group.label + ": " + range_text(model, axis, group, came_back_share));
    }
    text.push_back(fmt::format("Of the networks that were dead at some epoch these came back to life: {}.",
                               fmt::join(parts, "; ")));
  }
  if (dead == 0) return;
  text.push_back(fmt::format(
      "Of those dead at the end {} are dead for ever as the optimiser stands, {} would still come back.",
      percent(share(permanent, dead)), percent(share(returns, dead))));
}

/// What the best line gets right, and how many networks do as well. Silent unless it is the same everywhere.
void append_ceiling(std::vector<std::string>& text, const ReportModel& model, const AxisEffect& axis) {
  std::optional<double> ceiling;
  for (const ReportCell& cell : model.cells) {
    if (!cell.usable()) continue;
    if (!cell.best_linear_accuracy || (ceiling && *ceiling != *cell.best_linear_accuracy)) return;
    ceiling = cell.best_linear_accuracy;
  }
  if (!ceiling || *ceiling >= 1) return;
  const bool matters = std::any_of(model.cells.begin(), model.cells.end(), [](const ReportCell& cell) {
    return cell.usable() && at_ceiling_share(cell) >= 0.5;
  });
  if (!matters) return;  // something else keeps the networks from it
  std::vector<std::string> parts;
  const std::vector<Group> groups = groups_to_tell(groups_along(model, axis));
  const bool few = groups.size() <= kMostRanges;
  for (const Group& group : groups) {
    double most = 0;
    for (const ReportCell* cell : group.cells) most = std::max(most, at_ceiling_share(*cell));
    parts.push_back(few ? group.label + ": " + range_text(model, axis, group, at_ceiling_share)
                        : group.label + ' ' + percent(most));
  }
  text.push_back(fmt::format(
      "No line gets more than {} of the rows right, nor can a network with one monotone unit per layer; so many "
      "of the networks do as well as that{}: {}.",
      percent(*ceiling), few ? "" : " at best", fmt::join(parts, few ? "; " : ", ")));
}

/// Mean share dead at the end among the far ends of the pairs.
double share_left(const ReportModel& model, const ValueEffect& effect) {
  double sum = 0;
  for (const CellPair& pair : effect.pairs) {
    const ReportCell& cell = model.cells[pair.to];
    sum += cell.finite() == 0 ? 1 : dead_share(cell);
  }
  return sum / static_cast<double>(effect.pairs.size());
}

/// The best remedy: the change that lowers the dead share for certain and leaves least of it. Changes tried in
/// several settings go before those tried in one. Silent when nothing lowers it.
void append_remedy(std::vector<std::string>& text, const ReportModel& model,
                   const std::vector<AxisEffect>& effects) {
  const AxisEffect* axis = nullptr;
  const ValueEffect* best = nullptr;
  std::tuple<bool, double> best_rank;
  for (const AxisEffect& candidate : effects) {
    for (const ValueEffect& value : candidate.values) {
      if (value.pairs.empty() || value.dead.interval.high >= 0) continue;
      const std::tuple<bool, double> rank{value.pairs.size() == 1, share_left(model, value)};
      if (best != nullptr && rank >= best_rank) continue;
      axis = &candidate;
      best = &value;
      best_rank = rank;
    }
  }
  if (best == nullptr) return;
  text.push_back(fmt::format("The best remedy: {} instead of {}, {} dead at the end.", best->value,
                             axis->reference, points_text(best->dead)));
}

/// The cell with the least dead at the end, where cells differ in that.
void append_least(std::vector<std::string>& text, const ReportModel& model) {
  const ReportCell* least = nullptr;
  bool differ = false;
  for (const ReportCell& cell : model.cells) {
    if (!cell.usable() || cell.finite() == 0) continue;
    differ = differ || (least != nullptr && dead_share(cell) != dead_share(*least));
    if (least == nullptr || dead_share(cell) < dead_share(*least)) least = &cell;
  }
  if (!differ) return;
  text.push_back(fmt::format("Least dead at the end: {} ({}).", share_text(least->dead, least->finite()),
                             cell_label(model, *least)));
}

}  // namespace

std::vector<std::string> answer(const ReportModel& model, const std::vector<AxisEffect>& effects) {
  std::vector<std::string> text;
  const bool any = std::any_of(model.cells.begin(), model.cells.end(), [](const ReportCell& cell) {
    return cell.usable() && cell.finite() > 0;
  });
  if (effects.empty() || !any) return text;
  append_remedy(text, model, effects);
  append_least(text, model);
  const AxisEffect& axis = axis_of_starts(model, effects);
  for (const Group& group : groups_to_tell(groups_along(model, axis))) {
    text.push_back(fates_text(model, axis, group) + ".");
  }
  append_learning_rates(text, model);
  append_returns(text, model, effects);
  append_ceiling(text, model, axis);
  return text;
}

Finding detection_finding(const ReportModel& model) {
  Finding finding{"How is a dead network recognised?", {}};
  std::uint64_t dead = 0, constant = 0, zero = 0, dead_constant = 0, dead_zero = 0;
  for (const ReportCell& cell : model.cells) {
    if (!cell.usable()) continue;
    dead += cell.dead;
    constant += cell.constant_output;
    zero += cell.zero_gradient;
    dead_constant += cell.dead_and_constant;
    dead_zero += cell.dead_and_zero_gradient;
  }
  if (dead == 0 || constant == 0 || zero == 0) return finding;
  finding.sentences.push_back(fmt::format(
      "By an output that is the same for every row (to 2^-8): {} of the dead networks have it, and {} of the "
      "networks that have it are dead. {}",
      share_text(dead_constant, dead), share_text(dead_constant, constant),
      dead_constant == constant ? "Here low variance of the output was enough."
                                : "So low variance of the output is not enough: living networks can have it too."));
  finding.sentences.push_back(fmt::format(
      "By gradients of the hidden weights and bias that are exactly 0: {} of the dead networks have them, and {} of "
      "the networks that have them are dead.",
      share_text(dead_zero, dead), share_text(dead_zero, zero)));
  return finding;
}

}  // namespace myriad::report
