// The findings put together: headline, warnings, the order of topics, plain text.
#include "host/report/findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "host/text/number.hpp"
#include "host/report/label.hpp"
#include "myriad/error.hpp"
#include "myriad/theory_check.hpp"
#include "host/report/number_text.hpp"

namespace myriad::report {
namespace {

constexpr std::size_t kLineColumns = 80;

double dead_share(const ReportCell& cell) {
  return static_cast<double>(cell.dead) / static_cast<double>(cell.finite());
}

std::vector<const ReportCell*> cells_with_fates(const ReportModel& model) {
  std::vector<const ReportCell*> cells;
  for (const ReportCell& cell : model.cells) {
    if (cell.usable() && cell.finite() > 0) cells.push_back(&cell);
  }
  return cells;
}

/// "Up to 47.2% [46.4, 47.9] of the networks were born dead (relu, raw rows) and none of them ever
/// revived"
std::string birth_clause(const ReportModel& model, const std::vector<const ReportCell*>& cells) {
  const ReportCell& most = **std::max_element(cells.begin(), cells.end(), [](auto a, auto b) {
    return static_cast<double>(a->born_dead) / static_cast<double>(a->networks) <
           static_cast<double>(b->born_dead) / static_cast<double>(b->networks);
  });
  if (most.born_dead == 0) return "No network was born dead";
  std::uint64_t revived = 0;
  for (const ReportCell* cell : cells) revived += cell->revived;
  const std::string back =
      revived == 0 ? "none of them ever revived" : grouped_text(revived) + " of them revived";
  if (cells.size() == 1) {
    return fmt::format("{} of the networks were born dead and {}",
                       share_text(most.born_dead, most.networks), back);
  }
  const std::string label = start_label(model, most);
  return fmt::format("Up to {} of the networks were born dead{} and {}",
                     share_text(most.born_dead, most.networks),
                     label == kBaseLabel ? "" : " (" + label + ")", back);
}

/// Appends `text` in lines of at most 80 columns; the first begins with `first`, the others with
/// `rest`.
void append_wrapped(std::string& out, const std::string& text, std::string_view first,
                    std::string_view rest) {
  const auto columns = [](std::string_view s) {
    return static_cast<std::size_t>(
        std::count_if(s.begin(), s.end(), [](char c) { return (c & 0xc0) != 0x80; }));
  };
  out += first;
  std::size_t used = columns(first);
  bool line_empty = true;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string_view word(text.data() + at, end - at);
    if (!line_empty && used + 1 + columns(word) > kLineColumns) {
      out += '\n';
      out += rest;
      used = columns(rest);
      line_empty = true;
    }
    if (!line_empty) out += ' ';
    out += word;
    used += columns(word) + (line_empty ? 0 : 1);
    line_empty = false;
    at = end + 1;
  }
  out += '\n';
}

void append_named_cells(std::vector<std::string>& warnings, const ReportModel& model,
                        const std::vector<const ReportCell*>& cells, const std::string& what) {
  if (cells.empty()) return;
  constexpr std::size_t kNamed = 5;
  std::string text = fmt::format("{}: {} of {} cells: ", what, cells.size(), model.cells.size());
  for (std::size_t i = 0; i < std::min(cells.size(), kNamed); ++i) {
    text += fmt::format("{}cell {} ({})", i == 0 ? "" : "; ", cells[i]->index,
                        cell_label(model, *cells[i]));
    if (cells[i]->error) text += ", " + *cells[i]->error;
  }
  if (cells.size() > kNamed) text += fmt::format("; and {} more", cells.size() - kNamed);
  warnings.push_back(text + ".");
}

Finding divergence_finding(const ReportModel& model) {
  Finding finding{"Diverged", {}};
  const ReportCell* most = nullptr;
  std::uint64_t diverged = 0, networks = 0;
  for (const ReportCell& cell : model.cells) {
    if (!cell.usable()) continue;
    diverged += cell.diverged;
    networks += cell.networks;
    if (most == nullptr || cell.diverged * most->networks > most->diverged * cell.networks)
      most = &cell;
  }
  if (diverged == 0) return finding;
  finding.sentences.push_back(
      fmt::format("{} of {} networks diverged (a parameter or the loss not finite), most of all {} "
                  "of {}. They are "
                  "left out of every share and mean at the end.",
                  grouped_text(diverged), grouped_text(networks),
                  share_text(most->diverged, most->networks), cell_label(model, *most)));
  return finding;
}

/// What the intervals of the differences rest on.
Finding reading_finding(const std::vector<AxisEffect>& effects) {
  Finding finding{"How to read the differences", {}};
  bool any = false, all_paired = true;
  for (const AxisEffect& axis : effects) {
    for (const ValueEffect& value : axis.values) {
      any = any || !value.pairs.empty();
      all_paired = all_paired && (value.pairs.empty() || value.paired);
    }
  }
  if (!any) return finding;
  const std::string same =
      "Like for like: two cells that differ in nothing else. They train the same starts";
  finding.sentences.push_back(
      same +
      (all_paired
           ? ": the dead at the end are compared network by network (Newcombe's interval for "
             "paired shares), the rest as if independent, with intervals that are mostly wider "
             "than need be."
           : ", but as not every network was kept they are compared as if independent (Newcombe's "
             "interval), with intervals that are mostly wider than need be."));
  return finding;
}

}  // namespace

bool acts_after_start(const std::string& key) {
  static constexpr std::array<const char*, 14> keys = {"lr",
                                                       "epochs",
                                                       "optimizer",
                                                       "loss",
                                                       "schedule",
                                                       "batch_size",
                                                       "weight_decay",
                                                       "decay_biases",
                                                       "clip_norm",
                                                       "shuffle",
                                                       "output",
                                                       "survival_epochs",
                                                       "output_weight_init",
                                                       "output_bias_init"};
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

double theory_distance(const ReportCell& cell) {
  if (!cell.born_dead_theory || !cell.usable()) return 0;
  const TheoryCheck check = compare_with_theory(cell.born_dead_theory, cell.start_is_certain,
                                                cell.born_dead, cell.networks);
  return std::fabs(check.z.value_or(0));
}

std::string headline(const ReportModel& model) {
  const auto cells = cells_with_fates(model);
  if (cells.empty()) {
    const bool any = std::any_of(model.cells.begin(), model.cells.end(),
                                 [](const ReportCell& cell) { return cell.usable(); });
    return any ? "Every network diverged, so there is no fate to report."
               : "No cell could be computed, so there is nothing to report.";
  }
  const ReportCell& most = **std::max_element(
      cells.begin(), cells.end(), [](auto a, auto b) { return dead_share(*a) < dead_share(*b); });
  const std::string birth = birth_clause(model, cells);
  if (most.dead == 0) {
    return fmt::format("{}, and none was dead at the end: {}{}.", birth,
                       share_text(0, most.finite()), cells.size() > 1 ? " in every cell" : "");
  }
  const std::string dead = share_text(most.dead, most.finite());
  if (cells.size() == 1) {
    return fmt::format("{}; {} were dead at the end, {} having died in training.", birth, dead,
                       share_text(most.died, most.finite()));
  }
  return fmt::format("{}; up to {} were dead at the end ({}).", birth, dead,
                     cell_label(model, most));
}

std::vector<std::string> warnings(const ReportModel& model) {
  std::vector<std::string> texts = model.notes;
  std::vector<const ReportCell*> failed, unfinished, diverged, far;
  for (const ReportCell& cell : model.cells) {
    if (cell.error) {
      failed.push_back(&cell);
    } else if (cell.networks < model.networks_per_cell) {
      unfinished.push_back(&cell);
    }
    if (!cell.usable()) continue;
    if (cell.diverged > 0) diverged.push_back(&cell);
    if (theory_distance(cell) > kMostStandardErrors) far.push_back(&cell);
  }
  append_named_cells(texts, model, failed, "Not computed");
  append_named_cells(texts, model, unfinished, "Not finished");
  append_named_cells(texts, model, diverged, "With networks that diverged");
  append_named_cells(texts, model, far,
                     "Born dead more than 5 standard errors away from the exact probability");
  if (model.manifest.math == "fast") {
    texts.push_back(
        "Computed with --math fast: approximate functions, digests hold for this machine only.");
  }
  return texts;
}

Finding accuracy_finding(const ReportModel& model) {
  Finding finding{"Accuracy", {}};
  std::vector<const ReportCell*> cells;
  for (const ReportCell* cell : cells_with_fates(model)) {
    if (std::isfinite(cell->train_accuracy_mean)) cells.push_back(cell);
  }
  if (cells.empty()) return finding;
  const auto [least, most] = std::minmax_element(cells.begin(), cells.end(), [](auto a, auto b) {
    return a->train_accuracy_mean < b->train_accuracy_mean;
  });
  const auto text = [](const ReportCell& cell) {
    return mean_text(cell.train_accuracy_mean, cell.train_accuracy_sd, cell.finite());
  };
  if (cells.size() == 1) {
    finding.sentences.push_back("Mean share of training rows right: " + text(**most) + ".");
  } else {
    finding.sentences.push_back(
        fmt::format("Mean share of training rows right: from {} ({}) to {} ({}).", text(**least),
                    cell_label(model, **least), text(**most), cell_label(model, **most)));
  }
  return finding;
}

std::vector<Finding> findings(const ReportModel& model, const std::vector<AxisEffect>& effects) {
  std::vector<Finding> all = {born_dead_finding(model), revival_finding(model),
                              prediction_finding(model), detection_finding(model)};
  for (const AxisEffect& axis : effects) all.push_back(axis_finding(model, axis));
  all.push_back(accuracy_finding(model));
  all.push_back(divergence_finding(model));
  all.push_back(reading_finding(effects));
  std::erase_if(all, [](const Finding& finding) { return finding.sentences.empty(); });
  return all;
}

std::string findings_text(const ReportModel& model) {
  const auto effects = axis_effects(model);
  std::uint64_t networks = 0;
  for (const ReportCell& cell : model.cells) networks += cell.networks;
  std::string text;
  append_wrapped(text,
                 printable(fmt::format("{}: {} networks in {} {}. In brackets: 95% intervals; "
                                       "points are percentage points.",
                                       model.name, grouped_text(networks), model.cells.size(),
                                       model.cells.size() == 1 ? "cell" : "cells")),
                 "", "");
  text += '\n';
  append_wrapped(text, printable(headline(model)), "", "");
  const std::vector<std::string> answers = answer(model, effects);
  if (!answers.empty()) text += '\n';
  for (const std::string& sentence : answers) append_wrapped(text, printable(sentence), "  - ", "    ");
  for (const std::string& warning : warnings(model)) {
    text += '\n';
    append_wrapped(text, printable(warning), "Warning: ", "  ");
  }
  for (const Finding& finding : findings(model, effects)) {
    text += '\n';
    append_wrapped(text, printable(finding.topic), "", "");
    for (const std::string& sentence : finding.sentences) {
      append_wrapped(text, printable(sentence), "  - ", "    ");
    }
  }
  return text;
}

}  // namespace myriad::report
