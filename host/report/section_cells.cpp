// The table of all cells, with what became of their networks drawn in every row.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

#include "host/report/charts.hpp"
#include "host/report/findings.hpp"
#include "host/report/html.hpp"
#include "host/report/label.hpp"
#include "host/report/number_text.hpp"
#include "host/report/pair_map.hpp"
#include "host/report/sections.hpp"
#include "host/text/number.hpp"

namespace myriad::report {
namespace {

constexpr std::size_t kLabelColumns = 80;
constexpr std::size_t kMany = 200;  // more rows are laid out only when they are near

/// Columns that only some sweeps need.
struct Columns {
  bool networks = false, transient = false, diverged = false, test = false;
};

Columns columns_of(const ReportModel& model) {
  Columns columns;
  for (const ReportCell& cell : model.cells) {
    columns.networks = columns.networks || cell.networks != model.networks_per_cell;
    columns.transient = columns.transient || cell.transient > 0;
    columns.diverged = columns.diverged || cell.diverged > 0;
    columns.test = columns.test || std::isfinite(cell.test_accuracy_mean);
  }
  return columns;
}

/// A share and its interval below; a dash where there is no network to take a share of.
std::string share_cell(const char* style_class, std::uint64_t k, std::uint64_t n) {
  if (n == 0) return fmt::format("<td class=\"{}\">–</td>", style_class);
  const std::string text = share_text(k, n);
  const std::size_t space = text.find(' ');
  return fmt::format("<td class=\"{}\">{}<small>{}</small></td>", style_class,
                     text.substr(0, space), text.substr(space + 1));
}

std::string count_cell(const char* style_class, std::uint64_t count) {
  return fmt::format("<td class=\"{}\">{}</td>", style_class, grouped_text(count));
}

std::string accuracy_cell(const ReportCell& cell) {
  if (!std::isfinite(cell.train_accuracy_mean)) return "<td class=\"ac\">–</td>";
  const std::string sd =
      std::isfinite(cell.train_accuracy_sd) ? fmt::format("± {:.3f}", cell.train_accuracy_sd) : "";
  return fmt::format("<td class=\"ac\">{:.3f}<small>{}</small></td>", cell.train_accuracy_mean, sd);
}

std::string exact_cell(const ReportCell& cell) {
  if (!cell.born_dead_theory) return "<td class=\"ex\">–</td>";
  return fmt::format("<td class=\"ex\">{}<small>{} s.e. off</small></td>",
                     probability_text(*cell.born_dead_theory),
                     number_text(std::round(10 * theory_distance(cell)) / 10));
}

std::string head(const Columns& columns) {
  std::string cells =
      "<th scope=\"col\" class=\"left\">Cell</th><th scope=\"col\" class=\"left\" "
      "data-plain>Fate</th>";
  const auto add = [&](std::string_view name) {
    cells += fmt::format("<th scope=\"col\">{}</th>", name);
  };
  if (columns.networks) add("Networks");
  add("Dead at the end");
  add("Born dead");
  add("Exact");
  add("Died in training");
  add("Revived");
  if (columns.transient) add("Transient");
  add("Inactive at the end");
  if (columns.diverged) add("Diverged");
  add("Training accuracy, mean ± sd");
  if (columns.test) add("Test accuracy");
  add("Digest");
  return "<thead><tr>" + cells + "</tr></thead>\n";
}

/// The axes as the script's filters take them: [["lr", ["0.1", "1"]], …].
std::string axes_json(const std::vector<MapAxis>& axes) {
  auto list = nlohmann::json::array();
  for (const MapAxis& axis : axes) list.push_back({axis.key, axis.labels});
  return list.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// The cell's place on each axis, "0 2 1".
std::string places_text(const std::vector<MapAxis>& axes, std::size_t cell) {
  std::string text;
  for (const MapAxis& axis : axes)
    text += fmt::format("{}{}", text.empty() ? "" : " ", axis.place[cell]);
  return text;
}

std::string row(const ReportModel& model, const ReportCell& cell, const Columns& columns,
                const std::string& places) {
  const std::string label = escape(shortened(cell_label(model, cell), kLabelColumns));
  std::string text =
      fmt::format("<tr data-a=\"{}\"><th scope=\"row\">{} {}</th>", places, cell.index, label);
  if (cell.error) {
    return text + fmt::format("<td class=\"er left\" colspan=\"13\">not computed: {}</td></tr>\n",
                              escape(shortened(*cell.error, 2 * kLabelColumns)));
  }
  text +=
      "<td class=\"bar-cell\">" + (cell.finite() > 0 ? fate_bar(cell) : "all diverged") + "</td>";
  if (columns.networks) text += count_cell("nn", cell.networks);
  text += share_cell("dd", cell.dead, cell.finite());
  text += share_cell("bd", cell.born_dead, cell.networks);
  text += exact_cell(cell);
  text += share_cell("di", cell.died, cell.finite());
  text += count_cell("re", cell.revived);
  if (columns.transient) text += count_cell("tr", cell.transient);
  text += share_cell("ia", cell.inactive, cell.finite());
  if (columns.diverged) text += count_cell("dv", cell.diverged);
  text += accuracy_cell(cell);
  if (columns.test) {
    text += std::isfinite(cell.test_accuracy_mean)
                ? fmt::format("<td class=\"te\">{:.3f}</td>", cell.test_accuracy_mean)
                : "<td class=\"te\">–</td>";
  }
  const std::string digest = fmt::format("{:016x}", cell.digest);
  return text + fmt::format("<td class=\"dg mono\">{}<wbr>{}</td></tr>\n", digest.substr(0, 8),
                            digest.substr(8));
}

}  // namespace

std::string cells_section(const ReportModel& model, const std::vector<AxisEffect>& effects,
                          std::size_t bytes) {
  const std::vector<MapAxis> axes = map_axes(model, effects);
  const Columns columns = columns_of(model);
  std::string rows;
  std::size_t shown = 0;
  for (const ReportCell& cell : model.cells) {
    std::string next = row(model, cell, columns, places_text(axes, shown));
    if (rows.size() + next.size() > bytes) break;
    rows += next;
    ++shown;
  }
  std::string note;
  if (shown < model.cells.size()) {
    note = fmt::format(
        "<p class=\"warning\">Left out to keep this file small: {} of {} cells, from cell {} on. "
        "All are in cells.csv beside this file.</p>\n",
        grouped_text(model.cells.size() - shown), grouped_text(model.cells.size()),
        model.cells[shown].index);
  }
  const std::string table = fmt::format(
      "<table class=\"cards wide sortable{}\" data-axes=\"{}\"><caption>What became of the networks "
      "of each cell. Values that come from [base] are not repeated.</caption>\n{}<tbody>\n{}</tbody>"
      "</table>",
      shown > kMany ? " many" : "", escape(axes_json(axes)), head(columns), rows);
  return section("cells", "All cells",
                 fate_key(true) + scrolling("Table of all cells", table) + note);
}

}  // namespace myriad::report
