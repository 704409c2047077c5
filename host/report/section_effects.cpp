// What each varied axis changes, as intervals: one row per value, and the pairs behind them.
#include <fmt/format.h>

#include <algorithm>

#include "host/report/charts.hpp"
#include "host/report/html.hpp"
#include "host/report/label.hpp"
#include "host/report/number_text.hpp"
#include "host/report/sections.hpp"
#include "host/text/number.hpp"

namespace myriad::report {
namespace {

constexpr std::size_t kMostValues = 12;  // per axis
constexpr std::size_t kMostPairs = 200;  // in the list of pairs
constexpr std::size_t kLabelColumns = 60;

/// "-42.1 points [-42.9, -41.3]" as a table cell: the number, its interval below.
std::string difference_cell(const char* style_class, const std::string& text) {
  const std::size_t bracket = text.find('[');
  return fmt::format("<td class=\"{}\">{}<small>{}</small></td>", style_class,
                     text.substr(0, bracket - 1), text.substr(bracket));
}

/// The scale of all bars: the smallest of a few round ones that holds every interval.
double scale_of(const std::vector<AxisEffect>& effects) {
  double most = 0;
  for (const AxisEffect& axis : effects) {
    for (const ValueEffect& value : axis.values) {
      if (!value.pairs.empty())
        most = std::max({most, -value.dead.interval.low, value.dead.interval.high});
    }
  }
  for (const double scale : {0.02, 0.05, 0.1, 0.25, 0.5}) {
    if (most <= scale) return scale;
  }
  return 1;
}

std::string value_row(const ValueEffect& effect, double scale) {
  std::string text =
      fmt::format("<tr><th scope=\"row\">{}</th>", escape(shortened(effect.value, kLabelColumns)));
  if (effect.pairs.empty()) {
    return text +
           "<td class=\"left bar-cell\" colspan=\"6\">no dead network on either side</td></tr>\n";
  }
  text += fmt::format("<td class=\"bar-cell\">{}</td>", effect_bar(effect.dead, scale));
  text += difference_cell("dd", points_text(effect.dead));
  text += effect.same_starts ? "<td class=\"bd\">unchanged<small>the same starts</small></td>"
                             : difference_cell("bd", points_text(effect.born_dead));
  text += difference_cell("di", points_text(effect.died));
  text += effect.has_accuracy ? difference_cell("ae", signed_text(effect.accuracy))
                              : "<td class=\"ae\">–</td>";
  return text + fmt::format("<td class=\"pr\">{}</td></tr>\n", effect.pairs.size());
}

/// An axis's rows under a heading of their own.
std::string axis_rows(const AxisEffect& axis, double scale) {
  std::string rows = fmt::format(
      "<tbody>\n<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"7\">{}, instead of "
      "{}</th></tr>\n",
      escape(shortened(axis.key, kLabelColumns)), escape(shortened(axis.reference, kLabelColumns)));
  const std::size_t shown = std::min(axis.values.size(), kMostValues);
  for (std::size_t i = 0; i < shown; ++i) rows += value_row(axis.values[i], scale);
  if (shown < axis.values.size()) {
    rows += fmt::format(
        "<tr><td class=\"left bar-cell\" colspan=\"7\">{} further values are left out "
        "here.</td></tr>\n",
        axis.values.size() - shown);
  }
  return rows + "</tbody>\n";
}

std::string pairs_table(const ReportModel& model, const std::vector<AxisEffect>& effects) {
  std::string rows;
  std::size_t count = 0;
  for (const AxisEffect& axis : effects) {
    for (const ValueEffect& effect : axis.values) {
      for (const CellPair& pair : effect.pairs) {
        if (++count > kMostPairs) continue;
        const ReportCell& from = model.cells[pair.from];
        const ReportCell& to = model.cells[pair.to];
        rows += fmt::format(
            "<tr><th scope=\"row\">{}</th><td class=\"left\">{} {}</td><td class=\"left\">{} "
            "{}</td>{}<td "
            "class=\"left\">{}</td></tr>\n",
            escape(shortened(axis.key, kLabelColumns)), from.index,
            escape(shortened(cell_label(model, from), kLabelColumns)), to.index,
            escape(shortened(cell_label(model, to), kLabelColumns)),
            difference_cell("", points_text(pair.dead)), pair.paired ? "paired" : "unpaired");
      }
    }
  }
  if (count == 0) return "";
  std::string note;
  if (count > kMostPairs) {
    note = paragraph(
        fmt::format("{} further pairs are left out here.", grouped_text(count - kMostPairs)));
  }
  return details(
      fmt::format("The like-for-like pairs behind these means ({})", grouped_text(count)),
      scrolling("Pairs of cells",
                "<table><thead><tr><th scope=\"col\" class=\"left\">Axis</th><th scope=\"col\" "
                "class=\"left\">From</th><th scope=\"col\" class=\"left\">To</th><th "
                "scope=\"col\">Dead at the end</th><th scope=\"col\" class=\"left\">Interval</th>"
                "</tr></thead>\n<tbody>\n" +
                    rows + "</tbody></table>") +
          note);
}

}  // namespace

std::string effects_section(const ReportModel& model, const std::vector<AxisEffect>& effects) {
  std::string bodies;
  const double scale = scale_of(effects);
  for (const AxisEffect& axis : effects) {
    if (!axis.values.empty()) bodies += axis_rows(axis, scale);
  }
  if (bodies.empty()) return "";
  const std::string table = fmt::format(
      "<table class=\"cards wide\"><caption>Left of the middle: fewer dead. Below each number its "
      "95% "
      "interval.</caption>\n<thead><tr><th scope=\"col\" class=\"left\">Value</th><th "
      "scope=\"col\" "
      "class=\"left\">Dead at the end, -{0:.0f} to +{0:.0f} points</th><th scope=\"col\">Dead at "
      "the "
      "end</th><th "
      "scope=\"col\">Born dead</th><th scope=\"col\">Died in training</th><th scope=\"col\">Mean "
      "accuracy</th><th scope=\"col\">Pairs</th></tr></thead>\n{1}</table>",
      100 * scale, bodies);
  return section(
      "effects", "What each choice changes",
      paragraph(
          "Each value against the first one of its axis: the mean over pairs of cells that differ "
          "in nothing else and of which at least one has dead networks.") +
          scrolling("Effect of each choice", table) + pairs_table(model, effects));
}

}  // namespace myriad::report
