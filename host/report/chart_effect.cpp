// A difference and its interval as a point with whiskers.
#include <algorithm>

#include "host/report/charts.hpp"
#include "host/report/svg.hpp"

namespace myriad::report {

std::string effect_bar(const Difference& difference, double scale) {
  constexpr double kWidth = 200, kHeight = 16, kMiddle = kHeight / 2;
  const auto x = [scale](double share) {
    return kWidth / 2 + (kWidth / 2 - 5) * std::clamp(share / scale, -1.0, 1.0);
  };
  Svg svg(kWidth, kHeight, "effect", "");
  svg.line(x(-scale), kMiddle, x(scale), kMiddle, "rule");
  svg.line(x(0), 1, x(0), kHeight - 1, "axis");
  const double low = x(difference.interval.low), high = x(difference.interval.high);
  svg.line(low, kMiddle, high, kMiddle, "whisker");
  svg.line(low, kMiddle - 4, low, kMiddle + 4, "whisker");
  svg.line(high, kMiddle - 4, high, kMiddle + 4, "whisker");
  svg.circle(x(difference.value), kMiddle, 3.5, difference.value > 0 ? "worse" : "better");
  return svg.markup();
}

}  // namespace myriad::report
