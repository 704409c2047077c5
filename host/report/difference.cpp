// The difference between two shares with its 95% interval: Newcombe's score intervals.
#include "difference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "number_text.hpp"

namespace myriad::report {
namespace {

constexpr double kNormal95 = 1.959963984540054;

double share_of(Share s) { return static_cast<double>(s.k) / static_cast<double>(s.n); }

/// Combines two Wilson intervals; `phi` is the correlation of the two samples, 0 if they are
/// independent.
Difference combine(Share from, Share to, double phi) {
  const double p1 = share_of(to);
  const double p2 = share_of(from);
  const Interval w1 = wilson(to.k, to.n);
  const Interval w2 = wilson(from.k, from.n);
  const auto length = [phi](double a, double b) {
    return std::sqrt(std::max(0.0, a * a - 2 * phi * a * b + b * b));
  };
  const double below = length(p1 - w1.low, w2.high - p2);
  const double above = length(w1.high - p1, p2 - w2.low);
  return {p1 - p2, {std::max(-1.0, p1 - p2 - below), std::min(1.0, p1 - p2 + above)}};
}

std::string number_with_sign(double number, int decimals) {
  std::string text = fmt::format("{:+.{}f}", number, decimals);
  if (text.find_first_not_of("+-0.") == std::string::npos) return "0";
  return text;
}

std::string in_brackets(const Interval& interval, double scale, int decimals) {
  return fmt::format("[{}, {}]", number_with_sign(scale * interval.low, decimals),
                     number_with_sign(scale * interval.high, decimals));
}

}  // namespace

Difference unpaired_difference(Share from, Share to) {
  if (from.n == 0 || to.n == 0) return {0, {-1, 1}};
  return combine(from, to, 0);
}

Difference paired_difference(const PairedCounts& c) {
  const std::uint64_t n = c.both + c.from_only + c.to_only + c.neither;
  if (n == 0) return {0, {-1, 1}};
  const auto number = [](std::uint64_t count) { return static_cast<double>(count); };
  const double product = number(c.both + c.from_only) * number(c.to_only + c.neither) *
                         number(c.both + c.to_only) * number(c.from_only + c.neither);
  double agreement = number(c.both) * number(c.neither) - number(c.from_only) * number(c.to_only);
  if (agreement > 0) agreement = std::max(0.0, agreement - number(n) / 2);
  const double phi = product > 0 ? agreement / std::sqrt(product) : 0;
  return combine({c.both + c.from_only, n}, {c.both + c.to_only, n}, phi);
}

Difference mean_difference(double from_mean, double from_sd, std::uint64_t from_n, double to_mean,
                           double to_sd, std::uint64_t to_n) {
  const double value = to_mean - from_mean;
  const auto variance = [](double sd, std::uint64_t n) {
    return n < 2 || !std::isfinite(sd) ? 0.0 : sd * sd / static_cast<double>(n);
  };
  const double half = kNormal95 * std::sqrt(variance(from_sd, from_n) + variance(to_sd, to_n));
  return {value, {value - half, value + half}};
}

Difference average(const std::vector<Difference>& differences) {
  Difference sum;
  if (differences.empty()) return sum;
  for (const Difference& d : differences) {
    sum.value += d.value;
    sum.interval.low += d.interval.low;
    sum.interval.high += d.interval.high;
  }
  const double count = static_cast<double>(differences.size());
  return {sum.value / count, {sum.interval.low / count, sum.interval.high / count}};
}

std::string points_text(const Difference& d) {
  const int decimals = percent_decimals(d.interval);
  return number_with_sign(100 * d.value, decimals) + " points " +
         in_brackets(d.interval, 100, decimals);
}

std::string signed_text(const Difference& d) {
  const double half_width = (d.interval.high - d.interval.low) / 2;
  const int decimals =
      half_width > 0 ? std::clamp(static_cast<int>(std::ceil(-std::log10(half_width))), 3, 9) : 3;
  return number_with_sign(d.value, decimals) + " " + in_brackets(d.interval, 1, decimals);
}

}  // namespace myriad::report
