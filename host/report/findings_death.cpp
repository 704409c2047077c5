// Findings on dead networks: how many were born so, whether any came back, what they answer.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "host/report/findings.hpp"
#include "host/text/number.hpp"
#include "host/report/label.hpp"
#include "host/report/number_text.hpp"

namespace myriad::report {
namespace {

constexpr std::size_t kMostStarts = 8;  // listed one by one

/// Cells whose networks start alike: they differ only in what acts later.
struct Start {
  std::string label;
  std::vector<const ReportCell*> cells;
  bool any_dead = false;
};

std::vector<Start> starts_of(const ReportModel& model) {
  std::vector<Start> starts;
  std::map<std::string, std::size_t> position;
  for (const ReportCell& cell : model.cells) {
    if (!cell.usable()) continue;
    std::string key = fmt::format("{}/{}", cell.born_dead, cell.networks);
    for (std::size_t k = 0; k < model.varied_keys.size(); ++k) {
      if (!acts_after_start(model.varied_keys[k])) key += '\x1f' + cell.values[k];
    }
    const auto [place, is_new] = position.emplace(key, starts.size());
    if (is_new) starts.emplace_back();
    Start& start = starts[place->second];
    start.cells.push_back(&cell);
    start.any_dead = start.any_dead || cell.dead + cell.born_dead > 0 || cell.finite() == 0 ||
                     (cell.born_dead_theory && *cell.born_dead_theory > 0);
  }
  for (Start& start : starts) start.label = start_label(model, *start.cells.front());
  return starts;
}

std::string birth_text(const Start& start) {
  const ReportCell& cell = *start.cells.front();
  return fmt::format("{}{} ({} of {}); {}.", start.label == kBaseLabel ? "" : start.label + ": ",
                     share_text(cell.born_dead, cell.networks), grouped_text(cell.born_dead),
                     grouped_text(cell.networks),
                     cell.born_dead_theory
                         ? "exact probability " + probability_text(*cell.born_dead_theory)
                         : "no closed form known");
}

/// What the cells of these starts have in common that sets them apart: "leaky_relu(0.01)".
std::string common_label(const ReportModel& model, const std::vector<const Start*>& starts) {
  std::string label;
  const ReportCell& first = *starts.front()->cells.front();
  for (std::size_t k = 0; k < model.varied_keys.size(); ++k) {
    if (acts_after_start(model.varied_keys[k]) || first.from_base[k]) continue;
    const bool shared = std::all_of(starts.begin(), starts.end(), [&](const Start* start) {
      return start->cells.front()->values[k] == first.values[k];
    });
    if (!shared) continue;
    if (!label.empty()) label += ", ";
    label += value_label(model.varied_keys[k], first.values[k]);
  }
  return label;
}

void append_starts(Finding& finding, std::vector<const Start*> starts) {
  const std::size_t total = starts.size();
  if (total > kMostStarts) {
    std::stable_sort(starts.begin(), starts.end(), [](const Start* a, const Start* b) {
      const ReportCell& x = *a->cells.front();
      const ReportCell& y = *b->cells.front();
      return static_cast<double>(x.born_dead) * static_cast<double>(y.networks) <
             static_cast<double>(y.born_dead) * static_cast<double>(x.networks);
    });
    starts = {starts.front(), starts[total / 2], starts.back()};
    finding.sentences.push_back(
        fmt::format("{} different starts; the least, the middle and the most born dead:", total));
  }
  for (const Start* start : starts) finding.sentences.push_back(birth_text(*start));
}

void append_agreement(Finding& finding, const std::vector<const Start*>& starts) {
  double furthest = -1;
  std::size_t compared = 0;
  for (const Start* start : starts) {
    const ReportCell& cell = *start->cells.front();
    if (!cell.born_dead_theory) continue;
    ++compared;
    furthest = std::max(furthest, theory_distance(cell));
  }
  if (compared == 0 || !std::isfinite(furthest)) return;
  finding.sentences.push_back(fmt::format("Measured against exact: {} standard errors apart{}.",
                                          fmt::format("{:.1f}", furthest),
                                          compared == 1 ? "" : " at the most"));
}

/// Born dead, and fate known: the networks that could have revived.
std::uint64_t could_revive(const ReportCell& cell) { return cell.stayed_dead() + cell.revived; }

/// The cell to tell of: with the largest share revived, else with the most that could have.
bool more_to_tell(const ReportCell& a, const ReportCell& b) {
  const std::uint64_t left = a.revived * could_revive(b), right = b.revived * could_revive(a);
  return left != right ? left > right : could_revive(a) > could_revive(b);
}

std::string revival_text(const std::vector<const ReportCell*>& cells) {
  std::uint64_t born_dead = 0, revived = 0, transient = 0, died = 0;
  const ReportCell* largest = cells.front();
  for (const ReportCell* cell : cells) {
    born_dead += could_revive(*cell);
    revived += cell->revived;
    transient += cell->transient;
    died += cell->died;
    if (more_to_tell(*cell, *largest)) largest = cell;
  }
  if (born_dead == 0 && died == 0 && transient == 0) return "";
  const std::string later = fmt::format(
      "Of those born alive {} died in training for good, {} died and came back "
      "(transient)",
      grouped_text(died), grouped_text(transient));
  if (born_dead == 0) return later + ".";
  const std::string count = revived == 0 ? "None" : grouped_text(revived);
  return fmt::format(
      "{} of {} born-dead networks {}revived: {} in the cell {}. {}.", count,
      grouped_text(born_dead), revived == 0 ? "ever " : "",
      share_text(largest->revived, could_revive(*largest)),
      revived == 0 ? "with the most of them" : "where the largest share did", later);
}

double logit(double share) { return std::log(share / (1 - share)); }

double entropy(double share) {
  if (share <= 0 || share >= 1) return 0;
  return -share * std::log(share) - (1 - share) * std::log(1 - share);
}

std::string fixed_point_text(const ReportCell& cell) {
  const double share = static_cast<double>(cell.class1_rows) / cell.train_rows;
  if (share <= 0 || share >= 1) {
    return "All training rows are of one class, so a dead network can be right on all of them.";
  }
  const std::string course = fmt::format(
      "Only that constant still learns. It tends to logit({}) = {}, the logit of the share of "
      "class 1, so p "
      "tends to {}",
      number_text(share), number_text(logit(share)), number_text(share));
  if (share == 0.5) {
    return course +
           ". Both classes are equally frequent, so whatever the sign of c the accuracy is the "
           "majority's share, 0.5; cross-entropy 0.6931.";
  }
  return fmt::format(
      "{} and its sign becomes that of the majority, class {}: accuracy {}, cross-entropy {}.",
      course, share > 0.5 ? 1 : 0, number_text(std::max(share, 1 - share)),
      number_text(entropy(share)));
}

std::string kept_answers_text(const DeadAnswers& kept) {
  const std::string low = fmt::format("{:.6g}", kept.p_low);
  const std::string high = fmt::format("{:.6g}", kept.p_high);
  return fmt::format(
      "Seen in the {} kept networks that were dead at the end: {} answer class 1 for every row, "
      "the others "
      "class 0, all with p {}.",
      grouped_text(kept.networks), share_text(kept.class1, kept.networks),
      low == high ? "= " + low : fmt::format("from {} to {}", low, high));
}

}  // namespace

std::string start_label(const ReportModel& model, const ReportCell& cell) {
  if (!cell.name.empty()) return cell_label(model, cell);
  std::vector<std::size_t> keys;
  for (std::size_t k = 0; k < model.varied_keys.size(); ++k) {
    if (!acts_after_start(model.varied_keys[k])) keys.push_back(k);
  }
  return values_label(model, cell, keys);
}

Finding born_dead_finding(const ReportModel& model) {
  Finding finding{"Born dead", {}};
  const auto starts = starts_of(model);
  std::vector<const Start*> some, none;
  for (const Start& start : starts) (start.any_dead ? some : none).push_back(&start);
  append_starts(finding, some);
  append_agreement(finding, some);
  if (!none.empty()) {
    std::size_t cells = 0;
    for (const Start* start : none) cells += start->cells.size();
    const std::string common = common_label(model, none);
    finding.sentences.push_back(
        fmt::format("{}: no network was born dead and none was dead at the end, {} in {}.",
                    common.empty() ? fmt::format("{} cells", cells) : common,
                    share_text(0, none.front()->cells.front()->networks),
                    cells == 1 ? "one cell" : fmt::format("each of {} cells", cells)));
  }
  return finding;
}

Finding revival_finding(const ReportModel& model) {
  Finding finding{"Does a dead network come back?", {}};
  std::vector<const ReportCell*> plain, other;
  for (const ReportCell& cell : model.cells) {
    if (cell.usable()) (cell.plain_descent ? plain : other).push_back(&cell);
  }
  const std::string plain_text = plain.empty() ? "" : revival_text(plain);
  const std::string other_text = other.empty() ? "" : revival_text(other);
  if (!plain_text.empty()) {
    finding.sentences.push_back("Plain gradient descent: " + plain_text);
    finding.sentences.push_back(
        "Without momentum and weight decay none can: while every row lies in the flat part of the "
        "activation, all gradients of the unit's weights and bias are exactly 0, so they never move "
        "again.");
  }
  if (!other_text.empty()) {
    finding.sentences.push_back((plain.empty() ? "" : "Other optimisers: ") + other_text);
  }
  return finding;
}

Finding prediction_finding(const ReportModel& model) {
  Finding finding{"What does a dead network predict?", {}};
  const ReportCell* example = nullptr;
  bool one_share = true;
  DeadAnswers kept;
  for (const ReportCell& cell : model.cells) {
    if (!cell.usable()) continue;
    const DeadAnswers& more = cell.dead_answers;
    if (more.networks > 0) {
      kept.p_low = kept.networks == 0 ? more.p_low : std::min(kept.p_low, more.p_low);
      kept.p_high = kept.networks == 0 ? more.p_high : std::max(kept.p_high, more.p_high);
      kept.networks += more.networks;
      kept.class1 += more.class1;
    }
    if (cell.dead == 0 || cell.train_rows == 0) continue;
    if (example == nullptr) example = &cell;
    one_share = one_share && cell.classifies_by_sigmoid &&
                std::uint64_t{cell.class1_rows} * example->train_rows ==
                    std::uint64_t{example->class1_rows} * cell.train_rows;
  }
  if (example == nullptr) return finding;
  finding.sentences.push_back(
      "One class for every row: a dead unit passes on a constant, so the output is a constant too. "
      "With one ReLU layer it is the output bias c, and its sign decides: class 1 if c >= 0, class "
      "0 "
      "if c < 0.");
  if (one_share) finding.sentences.push_back(fixed_point_text(*example));
  if (kept.networks > 0) finding.sentences.push_back(kept_answers_text(kept));
  return finding;
}

}  // namespace myriad::report
