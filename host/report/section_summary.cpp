// The top of the page: totals, warnings, findings.
#include <fmt/format.h>

#include "host/report/findings.hpp"
#include "host/report/html.hpp"
#include "host/report/label.hpp"
#include "host/report/number_text.hpp"
#include "host/report/sections.hpp"
#include "host/text/number.hpp"

namespace myriad::report {
namespace {

std::string tile(std::string_view name, std::string_view value, std::string_view detail,
                 std::string_view style_class = "") {
  return fmt::format("<div{}><dt>{}</dt><dd>{}<small>{}</small></dd></div>\n",
                     style_class.empty() ? "" : fmt::format(" class=\"{}\"", style_class),
                     escape(name), escape(value), escape(detail));
}

struct Totals {
  std::uint64_t networks = 0, born_dead = 0, died = 0, dead = 0, revived = 0, diverged = 0;
  std::uint64_t transient = 0;
};

Totals totals_of(const ReportModel& model) {
  Totals totals;
  for (const ReportCell& cell : model.cells) {
    if (!cell.usable()) continue;
    totals.networks += cell.networks;
    totals.born_dead += cell.born_dead;
    totals.died += cell.died;
    totals.dead += cell.dead;
    totals.revived += cell.revived;
    totals.transient += cell.transient;
    totals.diverged += cell.diverged;
  }
  return totals;
}

std::string of_networks(std::uint64_t k, std::uint64_t n) {
  if (n == 0) return "no networks";
  return percent_digits(static_cast<double>(k) / static_cast<double>(n), 1) + "% over all cells";
}

/// How the result was made, in a line or two.
std::string made_by(const ReportModel& model) {
  const Manifest& m = model.manifest;
  return fmt::format(
      "<p class=\"note made\">Computed in {} by {}, --math {}; spec hash <code>{}</code>, seed {}. "
      "Made again by "
      "<code>{}</code></p>\n",
      seconds_text(m.seconds), escape(m.engine), escape(m.math), escape(m.spec_hash), model.seed,
      escape(model.remaking_command));
}

}  // namespace

std::string summary_section(const ReportModel& model, const std::vector<AxisEffect>& effects) {
  const Totals totals = totals_of(model);
  const Manifest& manifest = model.manifest;
  const double rate = manifest.seconds > 0
                          ? static_cast<double>(manifest.network_sample_updates) / manifest.seconds
                          : 0;
  const std::uint64_t finite = totals.networks - totals.diverged;
  std::string tiles = "<dl class=\"tiles\">\n";
  tiles +=
      tile("Networks", grouped_text(totals.networks),
           fmt::format("in {} cell{}", model.cells.size(), model.cells.size() == 1 ? "" : "s"));
  tiles += tile("Born dead", grouped_text(totals.born_dead),
                of_networks(totals.born_dead, totals.networks), "t-born");
  tiles += tile("Died in training", grouped_text(totals.died), of_networks(totals.died, finite),
                "t-died");
  tiles += tile("Dead at the end", grouped_text(totals.dead), of_networks(totals.dead, finite));
  tiles += tile("Revived", grouped_text(totals.revived), "of those born dead", "t-rev");
  if (totals.transient > 0)
    tiles += tile("Transient", grouped_text(totals.transient), "died and came back", "t-trans");
  if (totals.diverged > 0)
    tiles += tile("Diverged", grouped_text(totals.diverged), "left out of the rest");
  tiles += tile("Rate", rate_text(rate), "network-sample updates/s");
  tiles += "</dl>\n";
  std::string answers;
  for (const std::string& sentence : answer(model, effects))
    answers += fmt::format("<li>{}</li>\n", emphasised(sentence));
  return fmt::format("<p class=\"headline\">{}</p>\n{}{}{}", emphasised(headline(model)),
                     answers.empty() ? "" : "<ul class=\"answers\">\n" + answers + "</ul>\n", tiles,
                     made_by(model));
}

std::string warnings_section(const ReportModel& model) {
  const auto texts = warnings(model);
  if (texts.empty()) return "";
  std::string items;
  for (const std::string& text : texts) items += fmt::format("<li>{}</li>\n", escape(text));
  return fmt::format(
      "<section class=\"warning\" id=\"warnings\" aria-labelledby=\"warnings-h\">\n<h2 "
      "id=\"warnings-h\">Warnings</h2>\n<ul>\n{}</ul>\n</section>\n",
      items);
}

std::string findings_section(const ReportModel& model, const std::vector<AxisEffect>& effects) {
  constexpr std::size_t kLong = 7;  // sentences; longer topics may break across columns
  std::string topics;
  for (const Finding& finding : findings(model, effects)) {
    std::string items;
    for (const std::string& sentence : finding.sentences)
      items += fmt::format("<li>{}</li>\n", emphasised(sentence));
    topics += fmt::format("<div{}><h3>{}</h3>\n<ul>\n{}</ul></div>\n",
                          finding.sentences.size() > kLong ? " class=\"long\"" : "",
                          escape(finding.topic), items);
  }
  return section(
      "findings", "Findings",
      "<p class=\"note\">Computed from the results. In brackets: 95% intervals; points are "
      "percentage points.</p>\n<div class=\"topics\">\n" +
          topics + "</div>\n");
}

}  // namespace myriad::report
