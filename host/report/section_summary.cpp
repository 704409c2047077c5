// The top of the page: totals, warnings, findings.
#include <fmt/format.h>

#include "host/report/findings.hpp"
#include "host/text/number.hpp"
#include "host/report/html.hpp"
#include "host/report/label.hpp"
#include "host/report/number_text.hpp"
#include "host/report/sections.hpp"

namespace myriad::report {
namespace {

std::string tile(std::string_view name, std::string_view value, std::string_view detail) {
  return fmt::format("<div><dt>{}</dt><dd>{}<small>{}</small></dd></div>\n", escape(name),
                     escape(value), escape(detail));
}

struct Totals {
  std::uint64_t networks = 0, born_dead = 0, died = 0, dead = 0, revived = 0, diverged = 0;
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
    totals.diverged += cell.diverged;
  }
  return totals;
}

std::string of_networks(std::uint64_t k, std::uint64_t n) {
  if (n == 0) return "no networks";
  return percent_digits(static_cast<double>(k) / static_cast<double>(n), 1) + "% over all cells";
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
  tiles += tile("Networks", grouped_text(totals.networks),
                fmt::format("in {} cells", model.cells.size()));
  tiles += tile("Born dead", grouped_text(totals.born_dead),
                of_networks(totals.born_dead, totals.networks));
  tiles += tile("Died in training", grouped_text(totals.died), of_networks(totals.died, finite));
  tiles += tile("Dead at the end", grouped_text(totals.dead), of_networks(totals.dead, finite));
  tiles += tile("Revived", grouped_text(totals.revived), "of those born dead");
  tiles += tile("Speed", rate_text(rate), "network-sample updates/s");
  tiles += tile("Engine", manifest.engine, "--math " + manifest.math);
  tiles += "</dl>\n";
  const std::string paragraph = answer(model, effects);
  return fmt::format("<p class=\"headline\">{}</p>\n{}{}", escape(headline(model, effects)),
                     paragraph.empty() ? "" : "<p>" + escape(paragraph) + "</p>\n", tiles);
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
      items += fmt::format("<li>{}</li>\n", escape(sentence));
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
