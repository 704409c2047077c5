// The share of dead networks as a map over two axes: coloured tables, one per setting of the
// others.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "host/report/html.hpp"
#include "host/report/label.hpp"
#include "host/report/number_text.hpp"
#include "host/report/sections.hpp"

namespace myriad::report {
namespace {

constexpr std::size_t kMostSide = 40;
constexpr std::size_t kMostPanels = 8;

/// A key's values in plan order.
std::vector<std::string> values_of(const ReportModel& model, std::size_t key) {
  std::vector<std::string> values;
  for (const ReportCell& cell : model.cells) {
    const std::string& value = cell.values[key];
    if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
    if (values.size() > kMostSide) break;
  }
  return values;
}

struct Panel {
  std::string title;
  std::map<std::pair<std::string, std::string>, const ReportCell*> at;  // row value, column value
};

std::vector<Panel> panels_of(const ReportModel& model, std::size_t row_key,
                             std::size_t column_key) {
  std::vector<std::size_t> others;
  for (std::size_t k = 0; k < model.varied_keys.size(); ++k) {
    if (k != row_key && k != column_key) others.push_back(k);
  }
  std::vector<Panel> panels;
  std::map<std::string, std::size_t> position;
  for (const ReportCell& cell : model.cells) {
    if (!cell.usable()) continue;
    std::string setting;
    for (const std::size_t k : others) setting += cell.values[k] + '\x1f';
    const auto [place, is_new] = position.emplace(setting, panels.size());
    if (is_new) panels.push_back({values_label(model, cell, others), {}});
    panels[place->second].at.emplace(std::pair{cell.values[row_key], cell.values[column_key]},
                                     &cell);
  }
  std::erase_if(panels, [](const Panel& panel) { return panel.at.size() < 4; });
  return panels;
}

std::string map_cell(const Panel& panel, const std::string& row, const std::string& column) {
  const auto found = panel.at.find({row, column});
  if (found == panel.at.end() || found->second->finite() == 0) return "<td class=\"none\">–</td>";
  const ReportCell& cell = *found->second;
  const double share = static_cast<double>(cell.dead) / static_cast<double>(cell.finite());
  return fmt::format("<td class=\"h{}\">{}%</td>", std::min(9, static_cast<int>(share * 10)),
                     percent_digits(share, 1));
}

std::string panel_table(const ReportModel& model, const Panel& panel, std::size_t row_key,
                        std::size_t column_key) {
  const auto rows = values_of(model, row_key);
  const auto columns = values_of(model, column_key);
  const auto heading = [&](std::size_t key, const std::string& value) {
    return escape(shortened(value_label(model.varied_keys[key], value), 30));
  };
  std::string table =
      fmt::format("<table class=\"map\"><caption>{}</caption>\n<thead><tr><td></td>",
                  escape(shortened(panel.title, 80)));
  for (const std::string& column : columns) {
    table += fmt::format("<th scope=\"col\">{}</th>", heading(column_key, column));
  }
  table += "</tr></thead>\n<tbody>\n";
  for (const std::string& row : rows) {
    table += fmt::format("<tr><th scope=\"row\">{}</th>", heading(row_key, row));
    for (const std::string& column : columns) table += map_cell(panel, row, column);
    table += "</tr>\n";
  }
  return scrolling("Map: " + panel.title, table + "</tbody></table>");
}

}  // namespace

std::string map_section(const ReportModel& model, const std::vector<AxisEffect>& effects) {
  std::vector<std::size_t> wide;
  for (const AxisEffect& axis : effects) {
    const std::size_t count = values_of(model, axis.keys.front()).size();
    if (axis.keys.size() == 1 && count > 2) wide.push_back(axis.keys.front());
    if (count > kMostSide) return "";
  }
  if (wide.size() != 2) return "";
  const auto panels = panels_of(model, wide[0], wide[1]);
  if (panels.empty()) return "";
  std::string body =
      paragraph(fmt::format("Share of networks dead at the end, over {} and {}: dark is none, "
                            "yellow is all.",
                            model.varied_keys[wide[0]], model.varied_keys[wide[1]]));
  body += "<div class=\"maps\">\n";
  for (std::size_t i = 0; i < std::min(panels.size(), kMostPanels); ++i) {
    body += panel_table(model, panels[i], wide[0], wide[1]);
  }
  body += "</div>\n";
  if (panels.size() > kMostPanels) {
    body +=
        paragraph(fmt::format("{} further maps are left out here.", panels.size() - kMostPanels));
  }
  return section("map", "Map of the dead", body);
}

}  // namespace myriad::report
