// The born-dead share of a start beside its exact probability, and how far apart they are.
#include <algorithm>
#include <cmath>

#include "host/report/charts.hpp"
#include "host/report/svg.hpp"
#include "myriad/statistics.hpp"

namespace myriad::report {
namespace {

constexpr double kWidth = 200, kHeight = 18, kMiddle = kHeight / 2, kMargin = 5;

double place(double share) {
  return kMargin + (kWidth - 2 * kMargin) * std::clamp(share, 0.0, 1.0);
}

}  // namespace

std::string theory_bar(const ReportCell& cell) {
  Svg svg(kWidth, kHeight, "effect", "");
  svg.line(place(0), kMiddle, place(1), kMiddle, "rule");
  const double exact = place(cell.born_dead_theory.value_or(0));
  svg.rectangle(exact - 1.5, 1, 3, kHeight - 2, "exact");
  const Interval interval = wilson(cell.born_dead, cell.networks);
  svg.line(place(interval.low), kMiddle, place(interval.high), kMiddle, "whisker");
  svg.circle(place(static_cast<double>(cell.born_dead) / static_cast<double>(cell.networks)),
             kMiddle, 3.5, "counted");
  return svg.markup();
}

std::string distance_bar(double standard_errors) {
  constexpr double kMost = 5, kUsual = 1.96;
  const auto x = [](double z) { return place((z + kMost) / (2 * kMost)); };
  Svg svg(kWidth, kHeight, "effect", "");
  svg.rectangle(x(-kUsual), 3, x(kUsual) - x(-kUsual), kHeight - 6, "usual");
  svg.line(x(-kMost), kMiddle, x(kMost), kMiddle, "rule");
  svg.line(x(0), 1, x(0), kHeight - 1, "axis");
  svg.circle(x(std::clamp(standard_errors, -kMost, kMost)), kMiddle, 3.5,
             std::fabs(standard_errors) > kMost ? "worse" : "counted");
  return svg.markup();
}

}  // namespace myriad::report
