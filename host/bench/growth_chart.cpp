// The drawing of how rates move as work grows: one panel for each quantity, both axes logarithmic.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "host/bench/growth.hpp"
#include "host/report/svg.hpp"

namespace myriad {
namespace {

using report::Anchor;
using report::coordinate;
using report::Svg;

constexpr double kPanelWidth = 360, kPanelHeight = 220, kHead = 34;
constexpr double kLeft = 52, kRight = 340, kTop = 30, kBottom = 170;
constexpr const char* kStyle =
    "<style>text{font:12px system-ui,sans-serif;fill:#1c1c1c}.title{font-weight:600}.muted{fill:#5a5a5a}"
    ".rule{stroke:#d8d8d8;fill:none}.axis{stroke:#5a5a5a;fill:none}.curve{stroke:#0072b2;fill:none;"
    "stroke-width:2}.dot{fill:#0072b2}.paper{fill:#fff}@media(prefers-color-scheme:dark){text{fill:#eee}"
    ".muted{fill:#b0b0b0}.rule{stroke:#3a3a3a}.axis{stroke:#b0b0b0}.curve{stroke:#56b4e9}.dot{fill:#56b4e9}"
    ".paper{fill:#161616}}</style>";

/// A logarithmic scale over whole decades.
struct Decades {
  int low, high;
  static Decades around(double least, double most) {
    const int low = static_cast<int>(std::floor(std::log10(least)));
    return {low, std::max(low + 1, static_cast<int>(std::ceil(std::log10(most))))};
  }
  double at(double x, double from, double to) const {
    return from + (to - from) * (std::log10(x) - low) / (high - low);
  }
};

std::string power_text(int exponent) {
  return exponent < 4 ? fmt::format("{}", static_cast<int>(std::pow(10, exponent)))
                      : fmt::format("1e{}", exponent);
}

struct Panel {
  Svg& svg;
  double left, top;  ///< of the panel
  Decades x, y;

  double x_of(double amount) const { return left + x.at(amount, kLeft, kRight); }
  double y_of(double rate) const { return top + y.at(rate, kBottom, kTop); }

  void axes(const std::string& title) const {
    svg.text(left + kLeft, top + 16, title, Anchor::start, "title");
    for (int e = y.low; e <= y.high; ++e) {
      const double at = y_of(std::pow(10.0, e));
      svg.line(left + kLeft, at, left + kRight, at, "rule");
      svg.text(left + kLeft - 6, at + 4, power_text(e), Anchor::end, "muted");
    }
    for (int e = x.low; e <= x.high; ++e) {
      const double at = x_of(std::pow(10.0, e));
      svg.line(at, top + kBottom, at, top + kBottom + 4, "axis");
      svg.text(at, top + kBottom + 18, power_text(e), Anchor::middle, "muted");
    }
    svg.line(left + kLeft, top + kBottom, left + kRight, top + kBottom, "axis");
  }

  void curve(const Growth& growth) const {
    std::string d;
    for (const GrowthPoint& point : growth.points) {
      const double px = x_of(static_cast<double>(point.amount)), py = y_of(point.timing.median());
      d += fmt::format("{}{} {}", d.empty() ? "M" : "L", coordinate(px), coordinate(py));
      svg.circle(px, py, 3, "dot");
    }
    svg.path(d, "curve");
  }
};

std::string alternative(const std::vector<Growth>& growths, const std::string& engine) {
  std::string text = fmt::format("Updates per second of {}", engine);
  for (const Growth& growth : growths) {
    text += fmt::format("; {}:", growth.what);
    for (const GrowthPoint& point : growth.points) {
      text += fmt::format(" {} {:.3g}", point.amount, point.timing.median());
    }
  }
  return text;
}

}  // namespace

std::string growth_chart(const std::vector<Growth>& growths, const std::string& engine) {
  double least = 1e300, most = 1;
  for (const Growth& growth : growths) {
    for (const GrowthPoint& point : growth.points) {
      least = std::min(least, point.timing.median());
      most = std::max(most, point.timing.median());
    }
  }
  const std::size_t rows = (growths.size() + 1) / 2;
  const double width = growths.size() > 1 ? 2 * kPanelWidth : kPanelWidth;
  const double height = kHead + kPanelHeight * static_cast<double>(rows);
  Svg svg(width, height, "", alternative(growths, engine));
  svg.rectangle(0, 0, width, height, "paper");
  svg.text(kLeft, 20, "Network-sample updates per second, " + engine, Anchor::start, "title");
  for (std::size_t i = 0; i < growths.size(); ++i) {
    const Growth& growth = growths[i];
    const Panel panel{svg, kPanelWidth * static_cast<double>(i % 2),
                      kHead + kPanelHeight * static_cast<double>(i / 2),
                      Decades::around(static_cast<double>(growth.points.front().amount),
                                      static_cast<double>(growth.points.back().amount)),
                      Decades::around(least, most)};
    panel.axes(growth.what);
    panel.curve(growth);
  }
  std::string markup = svg.markup();
  markup.insert(markup.find('>') + 1, kStyle);
  markup.insert(4, fmt::format(" xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\"", width, height));
  return markup + "\n";
}

}  // namespace myriad
