// Numbers as a reader wants them.
#include "host/report/number_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "host/text/number.hpp"

namespace myriad::report {
namespace {

constexpr double kNormal95 = 1.959963984540054;

/// Drops zeros after the point, and the point with them.
std::string without_trailing_zeros(std::string text) {
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

/// Rounds to `decimals` places, halves to the even digit: 24.35 and 75.65 are 24.4 and 75.6, so that a share and the
/// rest still make 100. In binary a half of k / n may lie on either side.
double rounded(double percent, int decimals) {
  const double scale = std::pow(10.0, decimals), scaled = percent * scale, below = std::floor(scaled);
  if (std::fabs(scaled - below - 0.5) > 1e-9) return percent;
  return (std::fmod(below, 2) == 0 ? below : below + 1) / scale;
}

std::string interval_end(double share, int decimals) {
  if (share <= 0) return "0";
  if (share >= 1) return "100";
  return percent_digits(share, decimals);
}

}  // namespace

std::string number_text(double number) {
  return std::isfinite(number) ? fmt::format("{:.4g}", number) : "none";
}

std::string percent_digits(double share, int decimals) {
  if (share == 0) return "0";
  if (share == 1) return "100";
  for (;; ++decimals) {
    std::string text = fmt::format("{:.{}f}", rounded(100 * share, decimals), decimals);
    const bool shows_zero = text.find_first_not_of("0.") == std::string::npos;
    if ((!shows_zero && text.compare(0, 3, "100") != 0) || decimals >= 17) return text;
  }
}

int percent_decimals(const Interval& interval) {
  const double half_width = 50 * (interval.high - interval.low);
  if (!(half_width > 0)) return 1;
  return std::clamp(static_cast<int>(std::ceil(-std::log10(half_width))), 1, 9);
}

std::string share_text(std::uint64_t k, std::uint64_t n) {
  if (n == 0) return "no networks";
  const Interval interval = wilson(k, n);
  const int decimals = percent_decimals(interval);
  const double share = static_cast<double>(k) / static_cast<double>(n);
  const double low = k == 0 ? 0 : interval.low;
  const double high = k == n ? 1 : interval.high;
  return fmt::format("{}% [{}, {}]", percent_digits(share, decimals), interval_end(low, decimals),
                     interval_end(high, decimals));
}

std::string probability_text(double probability) {
  return without_trailing_zeros(percent_digits(probability, 4)) + "%";
}

std::string rate_text(double per_second) {
  if (!(per_second > 0) || !std::isfinite(per_second)) return "not known";
  if (per_second < 1e6) return grouped_text(static_cast<std::uint64_t>(per_second));
  const int power = static_cast<int>(std::floor(std::log10(per_second)));
  return fmt::format("{:.2f}e{}", per_second / std::pow(10.0, power), power);
}

std::string mean_text(double mean, double sd, std::uint64_t n) {
  if (!std::isfinite(mean)) return "not defined";
  if (!std::isfinite(sd) || n < 2) return fmt::format("{:.3f}", mean);
  const double half_width = kNormal95 * sd / std::sqrt(static_cast<double>(n));
  const int decimals =
      half_width > 0 ? std::clamp(static_cast<int>(std::ceil(-std::log10(half_width))), 3, 9) : 3;
  return fmt::format("{:.{}f} [{:.{}f}, {:.{}f}]", mean, decimals, mean - half_width, decimals,
                     mean + half_width, decimals);
}

std::string seconds_text(double seconds) {
  if (!(seconds >= 0) || !std::isfinite(seconds)) return "not known";
  if (seconds < 10) return fmt::format("{:.1f} s", seconds);
  if (seconds < 120) return fmt::format("{:.0f} s", seconds);
  if (seconds < 7200) return fmt::format("{:.0f} min", seconds / 60);
  return fmt::format("{:.1f} h", seconds / 3600);
}

}  // namespace myriad::report
