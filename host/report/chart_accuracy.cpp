// How a cell's networks spread over the share of training rows right: one small histogram.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "host/report/charts.hpp"
#include "host/report/number_text.hpp"
#include "host/report/svg.hpp"

namespace myriad::report {
namespace {

constexpr double kWidth = 200, kHeight = 92;
constexpr double kLeft = 6, kRight = kWidth - 10, kTop = 16, kBottom = kHeight - 18;
constexpr double kMostBars = 48;

/// Width of a bar as a share of rows: a whole number of rows, so that no bar gets more of them than
/// another.
double bar_width(const ReportCell& cell, double lowest) {
  const double rows = cell.train_rows > 0 ? cell.train_rows : kMostBars;
  return std::max(1.0, std::ceil((1 - lowest) * rows / kMostBars)) / rows;
}

}  // namespace

std::string accuracy_chart(const ReportCell& cell, double lowest, const std::string& label) {
  Svg svg(kWidth, kHeight, "chart small", label);
  const double step = bar_width(cell, lowest);
  const auto bars = static_cast<std::size_t>(std::floor((1 - lowest) / step + 1e-9)) + 1;
  std::vector<std::uint64_t> counts(bars);
  for (const AccuracyBin& bin : cell.accuracy) {
    const double place = ((bin.low + bin.high) / 2 - lowest) / step + 1e-9;
    counts[std::min(bars - 1, static_cast<std::size_t>(std::max(0.0, place)))] += bin.count;
  }
  const std::uint64_t most = *std::max_element(counts.begin(), counts.end());
  const double width = (kRight - kLeft) / static_cast<double>(bars);
  std::size_t tallest = 0;
  for (std::size_t i = 0; i < bars && most > 0; ++i) {
    if (counts[i] == 0) continue;
    if (counts[i] == most) tallest = i;
    const double height = std::max(
        0.75, (kBottom - kTop) * static_cast<double>(counts[i]) / static_cast<double>(most));
    svg.rectangle(kLeft + width * static_cast<double>(i), kBottom - height,
                  std::max(0.6, width - 0.5), height, "bin");
  }
  svg.line(kLeft, kBottom, kRight, kBottom, "axis");
  if (cell.train_rows > 0) {
    const double share = static_cast<double>(cell.class1_rows) / cell.train_rows;
    const double bar = std::floor((std::max(share, 1 - share) - lowest) / step + 1e-9);
    const double x = kLeft + width * (bar + 0.5);
    svg.path(fmt::format("M{0} {1}l-4 6h8z", coordinate(x), coordinate(kBottom + 1)), "marker");
  }
  svg.text(kLeft, kHeight - 3, number_text(lowest), Anchor::start);
  svg.text(kRight, kHeight - 3, "1", Anchor::end);
  if (most > 0) {
    const double x = kLeft + width * (static_cast<double>(tallest) + 0.5);
    const Anchor anchor = x < 40 ? Anchor::start : x > kWidth - 40 ? Anchor::end : Anchor::middle;
    const double share = static_cast<double>(most) / static_cast<double>(cell.finite());
    svg.text(anchor == Anchor::end     ? kRight
             : anchor == Anchor::start ? kLeft
                                       : x,
             kTop - 4, percent_digits(share, 0) + "%", anchor, "muted");
  }
  return svg.markup();
}

}  // namespace myriad::report
