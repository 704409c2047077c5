// The whole page: head with its policy, landmarks, sections in order.
#include "host/report/page.hpp"

#include <fmt/format.h>

#include <string_view>
#include <vector>

#include "host/report/charts.hpp"
#include "host/report/html.hpp"
#include "host/report/script.hpp"
#include "host/report/sections.hpp"
#include "host/report/sha256.hpp"
#include "host/report/style.hpp"

namespace myriad::report {
namespace {

constexpr std::size_t kMostBytes = 1'950'000;
constexpr std::string_view kCells = "cells";  // the part that takes what room the others leave

struct Part {
  const char* id;
  const char* name;
  std::string markup;
};

std::string head(const ReportModel& model) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta "
      "http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{}'; "
      "script-src 'sha256-{}'; img-src data:; base-uri 'none'; form-action 'none'; "
      "require-trusted-types-for 'script'\">\n<meta name=\"viewport\" "
      "content=\"width=device-width, initial-scale=1\">\n<meta name=\"generator\" content=\"myriad "
      "{}\">\n"
      "<link rel=\"icon\" href=\"data:,\">\n<title>{} – "
      "myriad</title>\n<style>{}</style>\n</head>\n",
      sha256_base64(kStyle), sha256_base64(kScript), escape(model.manifest.version),
      escape(model.name), kStyle);
}

}  // namespace

std::string html_page(const ReportModel& model) {
  const auto effects = axis_effects(model);
  std::vector<Part> parts = {{"warnings", "Warnings", warnings_section(model)},
                             {"fates", "Fates", fates_section(model)},
                             {"gallery", "Networks", gallery_section(model)},
                             {"findings", "Findings", findings_section(model, effects)},
                             {"theory", "Theory", theory_section(model)},
                             {"effects", "Effects", effects_section(model, effects)},
                             {"map", "Map", map_section(model, effects)},
                             {"survival", "Survival", survival_section(model)},
                             {"accuracy", "Accuracy", accuracy_section(model)},
                             {kCells.data(), "Cells", ""},
                             {"method", "Method", method_section(model)},
                             {"origin", "Origin", origin_section(model)}};
  const std::string top = head(model);
  const std::string summary = summary_section(model, effects);
  std::size_t used = top.size() + summary.size() + kScript.size();
  for (const Part& part : parts) used += part.markup.size();

  std::string links, body;
  for (Part& part : parts) {
    if (part.id == kCells)
      part.markup = cells_section(model, effects, used < kMostBytes ? kMostBytes - used : 0);
    if (part.markup.empty()) continue;
    links += fmt::format("<li><a href=\"#{}\">{}</a></li>\n", part.id, part.name);
    body += part.markup;
  }
  return top + "<body>\n<a class=\"skip\" href=\"#main\">Skip to the content</a>\n" +
         fate_patterns() +
         fmt::format("<header>\n<p class=\"maker\">myriad report</p>\n<h1>{}</h1>\n{}</header>\n",
                     escape(model.name), summary) +
         fmt::format(
             "<nav aria-label=\"Contents\"><ul>\n{}</ul></nav>\n<main id=\"main\">\n{}</main>\n",
             links, body) +
         fmt::format(
             "<footer><p>Made by myriad from sweep.db. This file asks for nothing from anywhere, "
             "and is "
             "complete without its script.</p></footer>\n<script>{}</script>\n</body>\n</html>\n",
             kScript);
}

}  // namespace myriad::report
