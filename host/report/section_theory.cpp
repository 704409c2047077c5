// Born dead as counted beside born dead as computed: one row per start.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "host/report/charts.hpp"
#include "host/report/findings.hpp"
#include "host/report/html.hpp"
#include "host/report/label.hpp"
#include "host/report/number_text.hpp"
#include "host/report/sections.hpp"
#include "host/text/number.hpp"
#include "myriad/theory_check.hpp"

namespace myriad::report {
namespace {

constexpr std::size_t kMostStarts = 16;
constexpr std::size_t kLabelColumns = 60;

/// Cells that begin alike: the same words, counts and probability.
struct Start {
  std::string label;
  const ReportCell* cell;
  std::size_t cells = 1;
};

std::vector<Start> starts_of(const ReportModel& model) {
  std::vector<Start> starts;
  for (const ReportCell& cell : model.cells) {
    if (!cell.usable() || !cell.born_dead_theory) continue;
    const std::string label = start_label(model, cell);
    const auto same = std::find_if(starts.begin(), starts.end(), [&](const Start& start) {
      return start.label == label && start.cell->born_dead == cell.born_dead &&
             start.cell->networks == cell.networks &&
             start.cell->born_dead_theory == cell.born_dead_theory;
    });
    if (same == starts.end()) {
      starts.push_back({label, &cell, 1});
    } else {
      ++same->cells;
    }
  }
  return starts;
}

std::string row(const Start& start) {
  const ReportCell& cell = *start.cell;
  const TheoryCheck check = compare_with_theory(cell.born_dead_theory, cell.start_is_certain,
                                                cell.born_dead, cell.networks);
  const double z = check.z.value_or(0);
  const std::string share = share_text(cell.born_dead, cell.networks);
  const std::size_t space = share.find(' ');
  return fmt::format(
      "<tr><th scope=\"row\">{}</th><td class=\"bar-cell\">{}</td><td "
      "class=\"bd\">{}<small>{}</small></td><td "
      "class=\"ex\">{}</td><td class=\"bar-cell\">{}</td><td class=\"se\">{}</td><td "
      "class=\"nc\">{}</td></tr>\n",
      escape(shortened(start.label, kLabelColumns)), theory_bar(cell), share.substr(0, space),
      share.substr(space + 1), probability_text(*cell.born_dead_theory), distance_bar(z),
      std::isfinite(z) ? fmt::format("{:+.1f}", std::round(10 * z) / 10 + 0.0) : "impossible",
      start.cells);
}

}  // namespace

std::string theory_section(const ReportModel& model) {
  std::vector<Start> starts = starts_of(model);
  if (starts.empty()) return "";
  const auto impossible = std::erase_if(starts, [](const Start& start) {
    return *start.cell->born_dead_theory == 0 && start.cell->born_dead == 0;
  });
  if (starts.empty()) return "";
  const std::size_t all = starts.size();
  std::string note;
  if (impossible > 0) {
    note = fmt::format(
        "<p class=\"note\">In {} further start{} no network can be born dead, and none was.</p>\n",
        impossible, impossible == 1 ? "" : "s");
  }
  if (all > kMostStarts) {
    std::stable_sort(starts.begin(), starts.end(), [](const Start& a, const Start& b) {
      return theory_distance(*a.cell) > theory_distance(*b.cell);
    });
    starts.resize(kMostStarts);
    note += fmt::format(
        "<p class=\"note\">Shown: the {} of {} starts that are furthest from theory.</p>\n",
        kMostStarts, grouped_text(all));
  }
  std::string rows;
  for (const Start& start : starts) rows += row(start);
  return section(
      "theory", "Born dead: counted and computed",
      paragraph("The probability of being born dead follows from the rows and the law of the "
                "weights alone; no network "
                "is needed. The point is the share that was counted, with its 95% interval; the "
                "upright bar is the "
                "exact probability. Right of them, how many standard errors apart they are, on a "
                "scale from -5 to +5: "
                "for 19 of 20 starts less than two.") +
          note +
          scrolling(
              "Born dead, counted and computed",
              "<table class=\"cards wide\"><thead><tr><th scope=\"col\" "
              "class=\"left\">Start</th><th scope=\"col\" "
              "class=\"left\">0 to 100%</th><th scope=\"col\">Counted</th><th "
              "scope=\"col\">Exact</th><th "
              "scope=\"col\" class=\"left\">-5 to +5 s.e.</th><th scope=\"col\">s.e. apart</th><th "
              "scope=\"col\">Cells</th></tr></thead>\n<tbody>\n" +
                  rows + "</tbody></table>"));
}

}  // namespace myriad::report
