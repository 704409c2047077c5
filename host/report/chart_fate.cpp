// Fates: the stacked bar of a cell, the flow from birth to the end, and their key.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "host/report/charts.hpp"
#include "host/report/html.hpp"
#include "host/report/number_text.hpp"
#include "host/report/svg.hpp"
#include "host/text/number.hpp"

namespace myriad::report {
namespace {

struct Fate {
  const char* style_class;
  const char* name;
};
// In the order of the bar, so that the first two together are the dead.
constexpr std::array<Fate, 5> kFates = {{{"f-born", "born dead and still dead"},
                                         {"f-died", "died in training"},
                                         {"f-trans", "died and came back (transient)"},
                                         {"f-rev", "born dead, revived"},
                                         {"f-alive", "alive throughout"}}};

std::array<std::uint64_t, 5> counts_of(const ReportCell& cell) {
  return {cell.stayed_dead(), cell.died, cell.transient, cell.revived, cell.alive_throughout()};
}

constexpr double kBarWidth = 200;
constexpr double kBarHeight = 14;

double share(std::uint64_t k, std::uint64_t n) {
  return n == 0 ? 0 : static_cast<double>(k) / static_cast<double>(n);
}

// Geometry of the flow: two columns of nodes, 8 wide.
constexpr double kLeft = 92, kRight = 200, kNode = 8, kTop = 22, kHeight = 100;

/// A ribbon between two stretches of the columns.
std::string ribbon(double from, double to, double thickness) {
  const double x1 = kLeft + kNode, x2 = kRight, middle = (x1 + x2) / 2;
  const auto c = [](double v) { return coordinate(v); };
  return fmt::format("M{0} {1}C{2} {1} {2} {3} {4} {3}v{5}C{2} {6} {2} {7} {0} {7}z", c(x1),
                     c(from), c(middle), c(to), c(x2), c(thickness), c(to + thickness),
                     c(from + thickness));
}

/// Two lines of text beside a node that spans [top, top + height], kept inside the drawing.
void node_label(Svg& svg, double x, double middle, Anchor anchor, const std::string& name,
                const std::string& percent) {
  svg.text(x, middle - 1, name, anchor);
  svg.text(x, middle + 12, percent, anchor, "strong");
}

/// Middles of the labels of an upper and a lower node: 30 apart or more, and inside the drawing.
std::array<double, 2> label_middles(double upper_share) {
  constexpr double kApart = 30, kMargin = 10;
  const double lowest = kTop + kHeight - kMargin;
  const double lower =
      std::clamp(kTop + kHeight * (1 + upper_share) / 2, kTop + kMargin + kApart, lowest);
  const double upper = std::clamp(kTop + kHeight * upper_share / 2, kTop + kMargin, lower - kApart);
  return {upper, std::max(lower, upper + kApart)};
}

std::string percent_of(std::uint64_t k, std::uint64_t n) {
  return percent_digits(share(k, n), percent_decimals(wilson(k, n))) + "%";
}

}  // namespace

std::string fate_patterns() {
  return "<svg class=\"hidden\" width=\"0\" height=\"0\" aria-hidden=\"true\"><defs>"
         "<pattern id=\"p-died\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" "
         "patternTransform=\"rotate(45)\"><path class=\"k-died\" d=\"M0 0h5v5H0z\"/>"
         "<path class=\"k-line\" d=\"M0 0h1.6v5H0z\"/></pattern>"
         "<pattern id=\"p-trans\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\">"
         "<path class=\"k-trans\" d=\"M0 0h4v4H0z\"/><path class=\"k-line\" d=\"M0 "
         "0h1.2v4H0z\"/></pattern>"
         "<pattern id=\"p-rev\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\">"
         "<path class=\"k-rev\" d=\"M0 0h5v5H0z\"/><circle class=\"k-line\" cx=\"2.5\" cy=\"2.5\" "
         "r=\"1.1\"/>"
         "</pattern></defs></svg>\n";
}

std::string fate_bar(const ReportCell& cell) {
  Svg svg(kBarWidth, kBarHeight, "bar", "");
  svg.stretch();
  const auto counts = counts_of(cell);
  double x = 0;
  for (std::size_t i = 0; i < kFates.size(); ++i) {
    const double width = kBarWidth * share(counts[i], cell.finite());
    if (width <= 0) continue;
    svg.rectangle(x, 1, width, kBarHeight - 2, kFates[i].style_class);
    x += width;
  }
  const Interval dead = wilson(cell.dead, cell.finite());
  const double low = kBarWidth * dead.low, high = kBarWidth * dead.high, y = kBarHeight / 2;
  const std::string whisker =
      fmt::format("M{0} {2}V{3}M{0} {4}H{1}M{1} {2}V{3}", coordinate(low), coordinate(high),
                  coordinate(y - 4), coordinate(y + 4), coordinate(y));
  svg.path(whisker, "halo");
  svg.path(whisker, "whisker");
  return svg.markup();
}

std::string fate_key(bool with_interval) {
  std::string items;
  for (const Fate& fate : kFates) {
    Svg svg(20, kBarHeight, "swatch", "");
    svg.rectangle(1, 1, 18, kBarHeight - 2, fate.style_class);
    items += fmt::format("<li>{}{}</li>", svg.markup(), escape(fate.name));
  }
  if (!with_interval) return "<ul class=\"key\">" + items + "</ul>\n";
  Svg interval(20, kBarHeight, "swatch", "");
  interval.path("M3 3V11M3 7H17M17 3V11", "whisker");
  items += fmt::format("<li>{}95% interval of the dead share</li>", interval.markup());
  return "<ul class=\"key\">" + items + "</ul>\n";
}

std::string fate_flow(const ReportCell& cell, const std::string& label) {
  const std::uint64_t n = cell.finite();
  const std::uint64_t born = cell.stayed_dead() + cell.revived;
  const std::string words = fmt::format(
      "{}: of {} networks {} were born dead, of which {} stayed dead and {} revived; {} were born "
      "alive, of "
      "which {} died, {} died and came back, and {} were alive throughout.",
      label, grouped_text(n), grouped_text(born), grouped_text(cell.stayed_dead()),
      grouped_text(cell.revived), grouped_text(n - born), grouped_text(cell.died),
      grouped_text(cell.transient), grouped_text(cell.alive_throughout()));
  Svg svg(300, 134, "chart flow", words);
  const double stayed = kHeight * share(cell.stayed_dead(), n),
               revived = kHeight * share(cell.revived, n);
  const double died = kHeight * share(cell.died, n), transient = kHeight * share(cell.transient, n);
  const double alive = kHeight - stayed - revived - died - transient;
  const double born_height = stayed + revived, dead_height = stayed + died;
  if (stayed > 0) svg.path(ribbon(kTop, kTop, stayed), "f-born ribbon");
  if (revived > 0) svg.path(ribbon(kTop + stayed, kTop + dead_height, revived), "f-rev ribbon");
  if (died > 0) svg.path(ribbon(kTop + born_height, kTop + stayed, died), "f-died ribbon");
  if (transient > 0) {
    svg.path(ribbon(kTop + born_height + died, kTop + dead_height + revived, transient),
             "f-trans ribbon");
  }
  if (alive > 0) {
    svg.path(ribbon(kTop + born_height + died + transient, kTop + dead_height + revived + transient,
                    alive),
             "f-alive ribbon");
  }
  const auto node = [&](double x, double y, double height, const char* style_class) {
    if (height > 0) svg.rectangle(x, y, kNode, height, style_class);
  };
  node(kLeft, kTop, born_height, "node-dead");
  node(kLeft, kTop + born_height, kHeight - born_height, "node-alive");
  node(kRight, kTop, dead_height, "node-dead");
  node(kRight, kTop + dead_height, kHeight - dead_height, "node-alive");
  svg.text(kLeft + kNode, 12, "epoch 0", Anchor::end, "muted");
  svg.text(kRight, 12, "epoch " + grouped_text(cell.epochs), Anchor::start, "muted");
  const auto left = label_middles(share(born, n));
  const auto right = label_middles(share(cell.dead, n));
  node_label(svg, kLeft - 6, left[0], Anchor::end, "born dead", percent_of(born, n));
  node_label(svg, kLeft - 6, left[1], Anchor::end, "born alive", percent_of(n - born, n));
  node_label(svg, kRight + kNode + 6, right[0], Anchor::start, "dead", percent_of(cell.dead, n));
  node_label(svg, kRight + kNode + 6, right[1], Anchor::start, "alive",
             percent_of(n - cell.dead, n));
  return svg.markup();
}

}  // namespace myriad::report
