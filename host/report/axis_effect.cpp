// What each varied axis changes: cells that differ in nothing else, compared pair by pair.
#include "host/report/axis_effect.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>

#include "host/report/label.hpp"

namespace myriad::report {
namespace {

/// The cell's values of the given keys as one string. The separator cannot occur in canonical text.
std::string joined(const ReportCell& cell, const std::vector<std::size_t>& keys, bool of_these) {
  std::string text;
  for (std::size_t k = 0; k < cell.values.size(); ++k) {
    const bool listed = std::find(keys.begin(), keys.end(), k) != keys.end();
    if (listed == of_these) text += cell.values[k] + '\x1f';
  }
  return text;
}

bool death_possible(const ReportCell& a, const ReportCell& b) {
  return a.dead + a.born_dead + b.dead + b.born_dead > 0;
}

PairedCounts paired_counts(const FateBits& from, const FateBits& to) {
  PairedCounts counts;
  const auto ones = [](std::uint64_t word) {
    return static_cast<std::uint64_t>(std::popcount(word));
  };
  for (std::size_t i = 0; i < from.dead.size(); ++i) {
    const std::uint64_t known = from.finite[i] & to.finite[i];
    counts.both += ones(known & from.dead[i] & to.dead[i]);
    counts.from_only += ones(known & from.dead[i] & ~to.dead[i]);
    counts.to_only += ones(known & ~from.dead[i] & to.dead[i]);
    counts.neither += ones(known & ~from.dead[i] & ~to.dead[i]);
  }
  return counts;
}

CellPair compare(const ReportModel& model, std::size_t from, std::size_t to) {
  const ReportCell& a = model.cells[from];
  const ReportCell& b = model.cells[to];
  CellPair pair{from, to, {}, false};
  pair.paired = !a.fates.dead.empty() && a.fates.dead.size() == b.fates.dead.size();
  pair.dead = pair.paired ? paired_difference(paired_counts(a.fates, b.fates))
                          : unpaired_difference({a.dead, a.finite()}, {b.dead, b.finite()});
  return pair;
}

void take_means(const ReportModel& model, ValueEffect& effect) {
  std::vector<Difference> dead, born_dead, died, accuracy;
  for (const CellPair& pair : effect.pairs) {
    const ReportCell& a = model.cells[pair.from];
    const ReportCell& b = model.cells[pair.to];
    dead.push_back(pair.dead);
    born_dead.push_back(unpaired_difference({a.born_dead, a.networks}, {b.born_dead, b.networks}));
    died.push_back(unpaired_difference({a.died, a.finite()}, {b.died, b.finite()}));
    if (std::isfinite(a.train_accuracy_mean) && std::isfinite(b.train_accuracy_mean)) {
      accuracy.push_back(mean_difference(a.train_accuracy_mean, a.train_accuracy_sd, a.finite(),
                                         b.train_accuracy_mean, b.train_accuracy_sd, b.finite()));
    }
  }
  effect.dead = average(dead);
  effect.born_dead = average(born_dead);
  effect.died = average(died);
  effect.accuracy = average(accuracy);
  effect.has_accuracy = !accuracy.empty();
  effect.same_starts =
      std::all_of(effect.pairs.begin(), effect.pairs.end(), [&](const CellPair& pair) {
        return model.cells[pair.from].born_dead == model.cells[pair.to].born_dead &&
               model.cells[pair.from].networks == model.cells[pair.to].networks;
      });
  effect.paired = std::all_of(effect.pairs.begin(), effect.pairs.end(),
                              [](const CellPair& pair) { return pair.paired; });
}

/// The varied keys as axes: keys that any cell takes from a [[zip]] and that always move together
/// are one.
std::vector<std::vector<std::size_t>> axes_of(const ReportModel& model) {
  const auto move_together = [&](std::size_t a, std::size_t b) {
    std::map<std::string, std::string> forth, back;
    bool zipped = false;
    for (const ReportCell& cell : model.cells) {
      if (!cell.from_zip[a] || !cell.from_zip[b]) continue;
      zipped = true;
      if (forth.emplace(cell.values[a], cell.values[b]).first->second != cell.values[b])
        return false;
      if (back.emplace(cell.values[b], cell.values[a]).first->second != cell.values[a])
        return false;
    }
    return zipped;
  };
  std::vector<std::vector<std::size_t>> axes;
  for (std::size_t k = 0; k < model.varied_keys.size(); ++k) {
    const auto axis = std::find_if(
        axes.begin(), axes.end(), [&](const auto& keys) { return move_together(keys.front(), k); });
    if (axis == axes.end()) {
      axes.push_back({k});
    } else {
      axis->push_back(k);
    }
  }
  return axes;
}

AxisEffect effect_of(const ReportModel& model, const std::vector<std::size_t>& keys) {
  AxisEffect axis;
  axis.keys = keys;
  for (const std::size_t k : keys) {
    if (!axis.key.empty()) axis.key += " / ";
    axis.key += model.varied_keys[k];
  }
  std::string reference;
  std::map<std::string, std::size_t> reference_cell;  // setting of the other keys -> cell
  std::map<std::string, std::size_t> position;        // value -> its place in axis.values
  for (std::size_t i = 0; i < model.cells.size(); ++i) {
    const ReportCell& cell = model.cells[i];
    if (!cell.usable() || cell.finite() == 0) continue;
    const std::string value = joined(cell, keys, true);
    if (reference.empty()) {
      reference = value;
      axis.reference = axis_value_label(model, axis, cell, false);
    }
    if (value == reference) {
      reference_cell.emplace(joined(cell, keys, false), i);
    }
  }
  for (std::size_t i = 0; i < model.cells.size(); ++i) {
    const ReportCell& cell = model.cells[i];
    if (!cell.usable() || cell.finite() == 0) continue;
    const std::string value = joined(cell, keys, true);
    const auto other = reference_cell.find(joined(cell, keys, false));
    if (value == reference || other == reference_cell.end()) continue;
    const auto [place, is_new] = position.emplace(value, axis.values.size());
    if (is_new) {
      axis.values.emplace_back();
      axis.values.back().value = axis_value_label(model, axis, cell);
    }
    ValueEffect& effect = axis.values[place->second];
    if (death_possible(model.cells[other->second], cell)) {
      effect.pairs.push_back(compare(model, other->second, i));
    } else {
      ++effect.idle_pairs;
    }
  }
  for (ValueEffect& effect : axis.values) take_means(model, effect);
  return axis;
}

}  // namespace

std::vector<AxisEffect> axis_effects(const ReportModel& model) {
  std::vector<AxisEffect> effects;
  for (const auto& keys : axes_of(model)) effects.push_back(effect_of(model, keys));
  return effects;
}

std::string axis_value_label(const ReportModel& model, const AxisEffect& axis,
                             const ReportCell& cell, bool with_key) {
  std::string label;
  for (const std::size_t k : axis.keys) {
    if (!label.empty()) label += ", ";
    label += with_key ? value_label(model.varied_keys[k], cell.values[k])
                      : bare_value_label(model.varied_keys[k], cell.values[k]);
  }
  return label;
}

}  // namespace myriad::report
