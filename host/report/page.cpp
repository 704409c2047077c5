// The whole page: head with its policy, landmarks, sections in order.
#include "host/report/page.hpp"

#include <fmt/format.h>

#include <array>

#include "host/report/charts.hpp"
#include "host/report/html.hpp"
#include "host/report/sections.hpp"
#include "host/report/sha256.hpp"
#include "host/report/style.hpp"

namespace myriad::report {
namespace {

constexpr std::size_t kMostBytes = 1'950'000;
constexpr std::size_t kCells = 5;  // the part that takes what room the others leave

struct Part {
  const char* id;
  const char* name;
  std::string markup;
};

std::string head(const ReportModel& model) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta "
      "http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{}'; "
      "img-src "
      "data:; base-uri 'none'; form-action 'none'\">\n<meta name=\"viewport\" "
      "content=\"width=device-width, initial-scale=1\">\n<meta name=\"generator\" content=\"myriad "
      "{}\">\n"
      "<link rel=\"icon\" href=\"data:,\">\n<title>{} – "
      "myriad</title>\n<style>{}</style>\n</head>\n",
      sha256_base64(kStyle), escape(model.manifest.version), escape(model.name), kStyle);
}

}  // namespace

std::string html_page(const ReportModel& model) {
  const auto effects = axis_effects(model);
  std::array<Part, 9> parts = {{{"warnings", "Warnings", warnings_section(model)},
                                {"fates", "Fates", fates_section(model)},
                                {"findings", "Findings", findings_section(model, effects)},
                                {"effects", "Effects", effects_section(model, effects)},
                                {"map", "Map", map_section(model, effects)},
                                {"cells", "Cells", ""},
                                {"survival", "Survival", survival_section(model)},
                                {"accuracy", "Accuracy", accuracy_section(model)},
                                {"method", "Words", method_section(model)}}};
  const std::string top = head(model);
  const std::string summary = summary_section(model, effects);
  const std::string origin = origin_section(model);
  std::size_t used = top.size() + summary.size() + origin.size();
  for (const Part& part : parts) used += part.markup.size();
  parts[kCells].markup = cells_section(model, used < kMostBytes ? kMostBytes - used : 0);

  std::string links, body;
  for (const Part& part : parts) {
    if (part.markup.empty()) continue;
    links += fmt::format("<li><a href=\"#{}\">{}</a></li>\n", part.id, part.name);
    body += part.markup;
  }
  links += "<li><a href=\"#origin\">Origin</a></li>\n";
  return top + "<body>\n<a class=\"skip\" href=\"#main\">Skip to the content</a>\n" +
         fate_patterns() +
         fmt::format("<header>\n<h1>myriad: {}</h1>\n{}</header>\n", escape(model.name), summary) +
         fmt::format(
             "<nav aria-label=\"Sections\"><ul>\n{}</ul></nav>\n<main id=\"main\">\n{}{}</main>\n",
             links, body, origin) +
         "<footer><p>Made by myriad from sweep.db. This file asks for nothing from "
         "anywhere.</p></footer>\n"
         "</body>\n</html>\n";
}

}  // namespace myriad::report
