// The share of dead networks as a map over each pair of axes: coloured tables.
#include <fmt/format.h>

#include <algorithm>

#include "host/report/html.hpp"
#include "host/report/label.hpp"
#include "host/report/number_text.hpp"
#include "host/report/pair_map.hpp"
#include "host/report/sections.hpp"

namespace myriad::report {
namespace {

constexpr std::size_t kMostPairs = 6;
constexpr std::size_t kMostPanels = 8;
constexpr std::size_t kDenseColumns = 10;  // from more on, whole percents in small type
constexpr std::size_t kLabelColumns = 30;
constexpr std::size_t kTitleColumns = 80;
constexpr std::size_t kMostListed = 300;
constexpr int kShades = 10;

std::string map_cell(const MapCell& cell, bool dense) {
  if (cell.finite == 0) return "<td class=\"none\">–</td>";
  const double share = static_cast<double>(cell.dead) / static_cast<double>(cell.finite);
  const int shade = std::min(kShades - 1, static_cast<int>(share * kShades));
  return dense ? fmt::format("<td class=\"h{}\">{:.0f}</td>", shade, 100 * share)
               : fmt::format("<td class=\"h{}\">{}%</td>", shade, percent_digits(share, 1));
}

std::string label(const std::string& text) { return escape(shortened(text, kLabelColumns)); }

std::string map_table(const PairMap& map, const MapPanel& panel, const std::string& title) {
  const bool dense = map.columns.labels.size() > kDenseColumns;
  std::string table = fmt::format(
      "<table class=\"map{}\"><caption>{}</caption>\n<thead><tr><th scope=\"col\" "
      "class=\"corner\">{} ↓ {} →</th>",
      dense ? " dense" : "", escape(shortened(title, kTitleColumns)), label(map.rows.key),
      label(map.columns.key));
  for (const std::string& column : map.columns.labels)
    table += fmt::format("<th scope=\"col\"><span>{}</span></th>", label(column));
  table += "</tr></thead>\n<tbody>\n";
  for (std::size_t row = 0; row < map.rows.labels.size(); ++row) {
    table += fmt::format("<tr><th scope=\"row\">{}</th>", label(map.rows.labels[row]));
    for (std::size_t column = 0; column < map.columns.labels.size(); ++column)
      table += map_cell(panel.at[row * map.columns.labels.size() + column], dense);
    table += "</tr>\n";
  }
  return scrolling("Map: " + title, table + "</tbody></table>");
}

bool any_dead(const MapPanel& panel) {
  return std::any_of(panel.at.begin(), panel.at.end(),
                     [](const MapCell& cell) { return cell.dead > 0; });
}

/// The pair that is looked at closely: one map for each setting of the other axes.
std::string panels_markup(const PairMap& map) {
  const std::string pair = map.rows.key + " by " + map.columns.key;
  std::string body, lifeless;
  std::size_t shown = 0, left_out = 0;
  for (const MapPanel& panel : map.panels) {
    if (!any_dead(panel) && map.panels.size() > 1) {
      if (lifeless.size() < kMostListed) lifeless += (lifeless.empty() ? "" : "; ") + panel.setting;
    } else if (shown == kMostPanels) {
      ++left_out;
    } else {
      ++shown;
      body += map_table(map, panel, panel.setting.empty() ? pair : pair + ": " + panel.setting);
    }
  }
  body = "<div class=\"maps\">\n" + body + "</div>\n";
  if (!lifeless.empty())
    body += paragraph(
        "No map, since no network was dead at the end: " + shortened(lifeless, kMostListed) + ".");
  if (left_out > 0)
    body += paragraph(fmt::format("Settings of the other axes left out here: {}.", left_out));
  return body;
}

std::string pooled_markup(const PairMap& map) {
  const std::string pair = map.rows.key + " by " + map.columns.key;
  return map_table(
      map, map.pooled,
      map.panels.size() == 1
          ? pair
          : fmt::format("{}, all {} settings of the others together", pair, map.panels.size()));
}

std::string shade_key() {
  std::string items;
  for (int i = 0; i < kShades; ++i)
    items += fmt::format("<td class=\"h{}\">{}{}</td>", i, 10 * i, i + 1 < kShades ? "+" : "–100");
  return "<table class=\"map dense ramp\"><caption>Dead at the end, in %: dark is none, yellow is "
         "all.</caption><tbody><tr>" +
         items + "</tr></tbody></table>\n";
}

std::string cut_note(const std::vector<PairMap>& maps) {
  std::string note;
  for (const PairMap& map : maps) {
    for (const MapAxis* axis : {&map.rows, &map.columns}) {
      if (axis->values == axis->labels.size() || note.find(axis->key) != std::string::npos)
        continue;
      note += axis->binned ? fmt::format(" The {} values of {} are put into {} bins.", axis->values,
                                         axis->key, axis->labels.size())
                           : fmt::format(" Of the {} values of {} the first {} are shown.",
                                         axis->values, axis->key, axis->labels.size());
    }
  }
  return note;
}

}  // namespace

std::string map_section(const ReportModel& model, const std::vector<AxisEffect>& effects) {
  const std::vector<PairMap> maps = pair_maps(model, effects);
  if (maps.empty() || !any_dead(maps.front().pooled)) return "";
  std::string body =
      paragraph("Share of networks dead at the end, over each pair of axes." + cut_note(maps)) +
      shade_key();
  body += panels_markup(maps.front());
  std::string others;
  for (std::size_t i = 1; i < std::min(maps.size(), kMostPairs); ++i)
    others += pooled_markup(maps[i]);
  if (!others.empty()) body += "<div class=\"maps\">\n" + others + "</div>\n";
  if (maps.size() > kMostPairs)
    body += paragraph(fmt::format("Pairs of axes left out here: {}.", maps.size() - kMostPairs));
  return section("map", "Map of the dead", body);
}

}  // namespace myriad::report
