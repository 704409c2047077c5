// Survival curves: the share of networks alive, over epochs on a logarithmic scale that begins at
// 0.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "host/report/charts.hpp"
#include "host/report/label.hpp"
#include "host/report/number_text.hpp"
#include "host/report/svg.hpp"
#include "host/text/number.hpp"

namespace myriad::report {
namespace {

constexpr double kWidth = 360, kHeight = 236;
constexpr double kLeft = 38, kRight = kWidth - 22, kTop = 8, kBottom = kHeight - 34;
constexpr double kLetterGap = 12;

/// Epoch 0 at the left edge, `last` at the right one.
double x_of(std::uint64_t epoch, std::uint64_t last) {
  const double span = std::log1p(static_cast<double>(std::max<std::uint64_t>(last, 1)));
  return kLeft + (kRight - kLeft) * std::log1p(static_cast<double>(epoch)) / span;
}

double y_of(double share) { return kBottom - (kBottom - kTop) * share; }

void draw_axes(Svg& svg, std::uint64_t last) {
  for (const int percent : {0, 25, 50, 75, 100}) {
    const double y = y_of(percent / 100.0);
    svg.line(kLeft, y, kRight, y, "rule");
    svg.text(kLeft - 5, y + 4, fmt::format("{}%", percent), Anchor::end);
  }
  for (std::uint64_t epoch = 0; epoch <= last; epoch = epoch == 0 ? 1 : epoch * 10) {
    const double x = x_of(epoch, last);
    svg.line(x, kBottom, x, kBottom + 4, "axis");
    if (last >= 100'000'000 && epoch == 1) continue;
    svg.text(x, kBottom + 16, grouped_text(epoch), Anchor::middle);
    if (epoch > last / 10) break;
  }
  svg.line(kLeft, kBottom, kRight, kBottom, "axis");
  svg.text((kLeft + kRight) / 2, kHeight - 4, "epoch", Anchor::middle, "muted");
}

struct Letter {
  double y;
  std::size_t line;
};

/// Moves letters apart, keeping their order and staying inside the axes.
void spread(std::vector<Letter>& letters) {
  std::stable_sort(letters.begin(), letters.end(),
                   [](const Letter& a, const Letter& b) { return a.y < b.y; });
  for (std::size_t i = 1; i < letters.size(); ++i) {
    letters[i].y = std::max(letters[i].y, letters[i - 1].y + kLetterGap);
  }
  double lowest = kBottom;
  for (std::size_t i = letters.size(); i-- > 0;) {
    letters[i].y = std::min(letters[i].y, lowest);
    lowest = letters[i].y - kLetterGap;
  }
}

/// The checkpoints of all cells, ascending.
std::vector<std::uint64_t> all_checkpoints(const ReportModel& model,
                                           const std::vector<std::size_t>& cells) {
  std::set<std::uint64_t> epochs;
  for (const std::size_t i : cells) {
    for (const SurvivalPoint& point : model.cells[i].survival) epochs.insert(point.epoch);
  }
  return {epochs.begin(), epochs.end()};
}

}  // namespace

std::string alive_text(const ReportCell& cell, std::uint64_t epoch) {
  const SurvivalPoint* point = nullptr;
  for (const SurvivalPoint& p : cell.survival) {
    if (p.epoch <= epoch) point = &p;
  }
  if (point == nullptr || epoch > cell.survival.back().epoch || cell.finite() == 0) return "–";
  return percent_digits(static_cast<double>(point->alive) / static_cast<double>(cell.finite()), 1);
}

std::string survival_chart(const ReportModel& model, const std::vector<std::size_t>& cells) {
  std::uint64_t last = 1;
  for (const std::size_t i : cells) {
    if (!model.cells[i].survival.empty())
      last = std::max(last, model.cells[i].survival.back().epoch);
  }
  Svg svg(
      kWidth, kHeight, "chart",
      fmt::format(
          "Share of networks alive from epoch 0 to {}, one line for each of {} cells; the table "
          "beside it holds the numbers.",
          grouped_text(last), cells.size()));
  svg.data("span", fmt::format("{} {}", kLeft, kRight));
  const std::vector<std::uint64_t> epochs = all_checkpoints(model, cells);
  svg.data("epochs", fmt::format("{}", fmt::join(epochs, " ")));
  draw_axes(svg, last);
  std::vector<Letter> letters;
  for (std::size_t line = 0; line < cells.size(); ++line) {
    const ReportCell& cell = model.cells[cells[line]];
    std::string d;
    double y = kBottom;
    for (const SurvivalPoint& point : cell.survival) {
      y = y_of(static_cast<double>(point.alive) / static_cast<double>(cell.finite()));
      d += fmt::format("{}{} {}", d.empty() ? "M" : "L", coordinate(x_of(point.epoch, last)),
                       coordinate(y));
    }
    if (d.empty()) continue;
    std::vector<std::string> alive;
    for (const std::uint64_t epoch : epochs) alive.push_back(alive_text(cell, epoch));
    svg.path_data("letter", std::string(1, static_cast<char>('A' + line)));
    svg.path_data("alive", fmt::format("{}", fmt::join(alive, " ")));
    svg.path(d, fmt::format("curve c{}", line));
    letters.push_back({y, line});
  }
  spread(letters);
  for (const Letter& letter : letters) {
    svg.text(kRight + 5, letter.y + 4, std::string(1, static_cast<char>('A' + letter.line)),
             Anchor::start, "strong");
  }
  return svg.markup();
}

std::string line_sample(std::size_t i) {
  Svg svg(34, 12, "swatch long", "");
  svg.line(1, 6, 33, 6, fmt::format("curve c{}", i));
  return svg.markup();
}

}  // namespace myriad::report
