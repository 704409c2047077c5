// The sections that draw cells: fates, survival, accuracy.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "host/report/charts.hpp"
#include "host/report/choice.hpp"
#include "host/text/number.hpp"
#include "host/report/html.hpp"
#include "host/report/label.hpp"
#include "host/report/number_text.hpp"
#include "host/report/sections.hpp"

namespace myriad::report {
namespace {

constexpr std::size_t kMostFlows = 6;
constexpr std::size_t kMostCurves = 6;
constexpr std::size_t kMostHistograms = 24;
constexpr std::size_t kLabelColumns = 60;

std::string label_of(const ReportModel& model, const ReportCell& cell) {
  return shortened(cell_label(model, cell), kLabelColumns);
}

std::string note_markup(const std::string& note) {
  return note.empty() ? "" : fmt::format("<p class=\"note\">{}</p>\n", escape(note));
}

/// 0, then powers of ten, then the last epoch.
std::vector<std::uint64_t> epochs_to_list(const ReportModel& model,
                                          const std::vector<std::size_t>& cells) {
  std::uint64_t last = 0;
  for (const std::size_t i : cells) {
    if (!model.cells[i].survival.empty())
      last = std::max(last, model.cells[i].survival.back().epoch);
  }
  std::vector<std::uint64_t> epochs = {0};
  for (std::uint64_t e = 1; e < last && epochs.size() < 7; e *= 10) epochs.push_back(e);
  if (last > 0) epochs.push_back(last);
  return epochs;
}

std::string alive_cell(const ReportCell& cell, std::uint64_t epoch) {
  const std::string text = alive_text(cell, epoch);
  return fmt::format("<td>{}{}</td>", text, text == "–" ? "" : "%");
}

std::string survival_table(const ReportModel& model, const std::vector<std::size_t>& cells) {
  const auto epochs = epochs_to_list(model, cells);
  std::string table =
      "<table><caption>Alive, at the last checkpoint up to that epoch.</caption>\n<thead><tr><th "
      "scope=\"col\" "
      "class=\"left\">Line</th><th scope=\"col\" class=\"left\">Cell</th>";
  for (const std::uint64_t epoch : epochs)
    table += fmt::format("<th scope=\"col\">{}</th>", grouped_text(epoch));
  table += "</tr></thead>\n<tbody>\n";
  for (std::size_t line = 0; line < cells.size(); ++line) {
    const ReportCell& cell = model.cells[cells[line]];
    table += fmt::format("<tr><td class=\"left\">{}<b>{}</b></td><th scope=\"row\">{}</th>",
                         line_sample(line), static_cast<char>('A' + line),
                         escape(label_of(model, cell)));
    for (const std::uint64_t epoch : epochs)
      table += alive_cell(cell, epoch);
    table += "</tr>\n";
  }
  return scrolling("Table of survival", table + "</tbody></table>");
}

/// The share of rows right that a part of the networks does not exceed.
double quantile(const ReportCell& cell, double part) {
  std::uint64_t total = 0, seen = 0;
  for (const AccuracyBin& bin : cell.accuracy) total += bin.count;
  for (const AccuracyBin& bin : cell.accuracy) {
    seen += bin.count;
    if (static_cast<double>(seen) >= part * static_cast<double>(total))
      return (bin.low + bin.high) / 2;
  }
  return std::numeric_limits<double>::quiet_NaN();
}

std::string accuracy_table(const ReportModel& model, const std::vector<std::size_t>& cells) {
  std::string table =
      "<table><thead><tr><th scope=\"col\" class=\"left\">Cell</th><th scope=\"col\">Mean [95% "
      "interval]</th><th "
      "scope=\"col\">sd</th><th scope=\"col\">5%</th><th scope=\"col\">Median</th><th "
      "scope=\"col\">95%</th>"
      "<th scope=\"col\">All rows right</th></tr></thead>\n<tbody>\n";
  for (const std::size_t i : cells) {
    const ReportCell& cell = model.cells[i];
    table += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td><td>{:.3f}</td>",
                         escape(label_of(model, cell)),
                         mean_text(cell.train_accuracy_mean, cell.train_accuracy_sd, cell.finite()),
                         cell.train_accuracy_sd);
    for (const double part : {0.05, 0.5, 0.95})
      table += fmt::format("<td>{:.3f}</td>", quantile(cell, part));
    table += fmt::format("<td>{}</td></tr>\n", share_text(cell.solved, cell.finite()));
  }
  return scrolling("Table of accuracies", table + "</tbody></table>");
}

/// The lowest accuracy that any of the cells needs on its axis, a multiple of 0.1.
double lowest_accuracy(const ReportModel& model, const std::vector<std::size_t>& cells) {
  double lowest = 0.9;
  for (const std::size_t i : cells) {
    for (const AccuracyBin& bin : model.cells[i].accuracy) {
      if (bin.count > 0) lowest = std::min(lowest, std::floor(10 * bin.low + 1e-9) / 10);
    }
  }
  return std::max(0.0, lowest);
}

}  // namespace

std::string fates_section(const ReportModel& model) {
  const auto cells = chosen_cells(model, kMostFlows);
  if (cells.empty()) return "";
  std::string figures;
  for (const std::size_t i : cells) {
    const std::string label = label_of(model, model.cells[i]);
    figures += figure(fate_flow(model.cells[i], label), label);
  }
  return section("fates", "From birth to the end",
                 note_markup(choice_note(model, cells.size())) + fate_key(false) +
                     "<div class=\"grid\">\n" + figures + "</div>\n");
}

std::string survival_section(const ReportModel& model) {
  auto cells = chosen_cells(model, kMostCurves);
  const std::size_t chosen = cells.size();
  std::erase_if(cells, [&](std::size_t i) { return model.cells[i].survival.empty(); });
  if (cells.empty()) return "";
  return section(
      "survival", "Survival",
      paragraph(
          "Share of networks that are not dead, epoch by epoch; epochs on a logarithmic scale.") +
          note_markup(choice_note(model, chosen)) + "<div class=\"beside\">\n<div>" +
          survival_chart(model, cells) + "</div>" + survival_table(model, cells) + "</div>\n");
}

std::string accuracy_section(const ReportModel& model) {
  auto cells = chosen_cells(model, kMostHistograms);
  const std::size_t chosen = cells.size();
  std::erase_if(cells, [&](std::size_t i) { return model.cells[i].accuracy.empty(); });
  if (cells.empty()) return "";
  const double lowest = lowest_accuracy(model, cells);
  std::string figures;
  for (const std::size_t i : cells) {
    const ReportCell& cell = model.cells[i];
    const std::string label = label_of(model, cell);
    figures += figure(
        accuracy_chart(cell, lowest,
                       fmt::format("{}: share of training rows right; mean {:.3f}, median {:.3f}.",
                                   label, cell.train_accuracy_mean, quantile(cell, 0.5))),
        label);
  }
  return section(
      "accuracy", "Accuracy",
      paragraph(fmt::format(
          "How the networks of a cell spread over the share of training rows right, from {} to "
          "1. The triangle marks the majority's share, all that a dead network can reach once "
          "it has settled; the percentage is that of the tallest bar.",
          number_text(lowest))) +
          note_markup(choice_note(model, chosen)) + "<div class=\"grid fine\">\n" + figures +
          "</div>\n" + details("The same as a table", accuracy_table(model, cells)));
}

}  // namespace myriad::report
