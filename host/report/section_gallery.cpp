// Single networks, drawn over their rows, each with the command that trains it again.
#include <fmt/format.h>

#include <cctype>

#include "host/report/charts.hpp"
#include "host/report/html.hpp"
#include "host/report/label.hpp"
#include "host/report/number_text.hpp"
#include "host/report/sections.hpp"
#include "host/text/number.hpp"
#include "host/text/shell.hpp"

namespace myriad::report {
namespace {

constexpr std::size_t kLabelColumns = 80;
constexpr std::size_t kFeatureColumns = 40;

std::string right_text(const GalleryCell& cell, const GalleryNetwork& network) {
  return fmt::format("{} of {} rows right, loss {}", grouped_text(network.rows_right),
                     grouped_text(cell.rows), number_text(network.loss));
}

/// How far the regions reach, in words.
std::string region_text(const GalleryNetwork& network) {
  if (network.class_one.empty()) return "it calls every row class 0";
  const Band& first = network.class_one.front();
  if (network.class_one.size() == 1 && !std::isfinite(first.low) && !std::isfinite(first.high))
    return "it calls every row class 1";
  return "the picture shows where it changes its answer";
}

std::string description(const GalleryCell& cell, const GalleryNetwork& network) {
  if (!network.finite)
    return fmt::format("Network {}: diverged; only its line at the start can be drawn.",
                       network.network);
  return fmt::format("Network {}, {}: {}; its unit fires on {} of {} rows; {}; {}.",
                     network.network, network.kind, network.fate, grouped_text(network.rows_firing),
                     grouped_text(cell.rows), right_text(cell, network), region_text(network));
}

/// Markup: an option stays beside its value.
std::string command_of(const ReportModel& model, const GalleryCell& cell,
                       const GalleryNetwork& network) {
  return fmt::format(
      "myriad replay {} <span class=\"nw\">--cell {}</span> <span class=\"nw\">--network {}</span>",
      escape(shell_word(model.directory)), model.cells[cell.cell].index, network.network);
}

std::string card(const ReportModel& model, const GalleryCell& cell, const GalleryNetwork& network,
                 const std::string& points) {
  std::string kind = network.kind;
  kind[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(kind[0])));
  std::string caption =
      fmt::format("<b>{}</b> · network {}<br>", escape(kind), grouped_text(network.network));
  if (network.finite) caption += escape(right_text(cell, network)) + "<br>";
  if (network.kind.find(network.fate) == std::string::npos)
    caption += escape(network.fate) + "<br>";
  if (network.finite && !network.line_in_frame)
    caption += "the line z = 0 lies outside the picture<br>";
  caption += fmt::format("<code>{}</code>", command_of(model, cell, network));
  return fmt::format("<figure>{}<figcaption>{}</figcaption></figure>\n",
                     network_chart(cell, network, points, description(cell, network)), caption);
}

std::string line_cells(const ActivationLine& line, bool finite) {
  if (!finite) return "<td>–</td><td>–</td><td>–</td>";
  return fmt::format("<td>{}</td><td>{}</td><td>{}</td>", number_text(line.w1),
                     number_text(line.w2), number_text(line.b));
}

std::string table_of(const ReportModel& model, const std::vector<GalleryCell>& cells) {
  std::string rows;
  for (const GalleryCell& cell : cells) {
    for (const GalleryNetwork& network : cell.networks) {
      rows += fmt::format(
          "<tr><th scope=\"row\">cell {}, network {}</th><td class=\"left\">{}</td><td "
          "class=\"left\">{}</td>"
          "<td>{}</td><td>{}</td><td>{}</td>{}{}</tr>\n",
          model.cells[cell.cell].index, grouped_text(network.network), escape(network.kind),
          escape(network.fate),
          network.finite ? fmt::format("{} of {}", network.rows_right, cell.rows) : "–",
          network.finite ? std::to_string(network.rows_firing) : "–",
          network.finite ? number_text(network.loss) : "–", line_cells(network.born, true),
          line_cells(network.end, network.finite));
    }
  }
  return details(
      "The same as a table",
      scrolling(
          "Table of single networks",
          "<table><thead><tr><th scope=\"col\" class=\"left\">Network</th><th scope=\"col\" "
          "class=\"left\">Chosen "
          "as</th><th scope=\"col\" class=\"left\">Fate</th><th scope=\"col\">Rows right</th><th "
          "scope=\"col\">Rows firing</th><th scope=\"col\">Loss</th><th "
          "scope=\"col\">w<sub>1</sub>, start</th>"
          "<th scope=\"col\">w<sub>2</sub>, start</th><th scope=\"col\">b, start</th><th "
          "scope=\"col\">w<sub>1</sub>, end</th><th scope=\"col\">w<sub>2</sub>, end</th><th "
          "scope=\"col\">b, "
          "end</th></tr></thead>\n<tbody>\n" +
              rows + "</tbody></table>"));
}

std::string note_of(const ReportModel& model, const GalleryCell& cell) {
  std::string note = fmt::format(
      "→ {}, ↑ {}{}. Chosen among {}{} networks{}.", shortened(cell.feature[0], kFeatureColumns),
      shortened(cell.feature[1], kFeatureColumns),
      cell.preprocess.empty() ? "" : ", after " + cell.preprocess,
      cell.retrained ? "the first " : "the kept ", grouped_text(cell.candidates),
      cell.retrained ? ", trained again for this page" : "");
  if (cell.points.size() < cell.rows)
    note += fmt::format(" {} of {} rows are drawn.", cell.points.size(), grouped_text(cell.rows));
  if (cell.second_layer) note += " The lines are those of the first of two hidden units.";
  for (const std::string& kind : cell.missing) {
    note += fmt::format(
        " Others are {}, but none of these: keep = \"{}\" in the spec keeps rows to choose from.",
        kind, kind == "born dead" || kind == "died in training" ? "dead" : "all");
  }
  if (cell.retrained && model.manifest.math == "fast")
    note +=
        " The sweep ran with --math fast; these ran with --math exact, and may end differently.";
  return "<p class=\"note\">" + escape(note) + "</p>\n";
}

}  // namespace

std::string gallery_section(const ReportModel& model) {
  if (model.gallery.empty()) return "";
  std::string body =
      "<p>Networks one by one, over the rows they were trained on. Each can be trained again, bit "
      "for bit, with the "
      "command below it, which also tells epoch by epoch what happened.</p>\n" +
      network_key();
  for (const GalleryCell& cell : model.gallery) {
    const std::string points = fmt::format("rows-{}", model.cells[cell.cell].index);
    std::string cards;
    for (const GalleryNetwork& network : cell.networks) cards += card(model, cell, network, points);
    body +=
        fmt::format("<h3>Cell {}: {}</h3>\n", model.cells[cell.cell].index,
                    escape(shortened(cell_label(model, model.cells[cell.cell]), kLabelColumns))) +
        note_of(model, cell) + gallery_points(cell, points) + "<div class=\"grid cards\">\n" +
        cards + "</div>\n";
  }
  return section("gallery", "Single networks", body + table_of(model, model.gallery));
}

}  // namespace myriad::report
