// The difference between two shares with its 95% interval: Newcombe's score intervals.
#include "host/report/difference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "host/report/number_text.hpp"

namespace myriad::report {
namespace {

constexpr double kNormal95 = 1.959963984540054;

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
  const myriad::Share a{from.k, from.n}, b{to.k, to.n};
  return {b.value() - a.value(), newcombe_unpaired(a, b)};
}

Difference paired_difference(const PairedCounts& c) {
  const myriad::PairedCounts counts{c.both, c.from_only, c.to_only, c.neither};
  if (counts.pairs() == 0) return {0, {-1, 1}};
  return {counts.b().value() - counts.a().value(), newcombe_paired(counts)};
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
