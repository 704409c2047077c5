// Amounts as a person reads them: decimal and binary prefixes, durations.
#include "host/cli/quantity.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "host/text/number.hpp"

namespace myriad::cli {
namespace {

/// Three significant digits of a number below 1000.
std::string three_digits(double amount) {
  if (amount < 9.995) return fmt::format("{:.2f}", amount);
  return fmt::format("{:.{}f}", amount, amount < 99.95 ? 1 : 0);
}

}  // namespace

std::string short_text(double amount) {
  if (!std::isfinite(amount)) return "?";
  static constexpr std::array<const char*, 9> prefix = {"",   " k", " M", " G", " T",
                                                        " P", " E", " Z", " Y"};
  std::size_t step = 0;
  while (amount >= 999.5 && step + 1 < prefix.size()) {
    amount /= 1000;
    ++step;
  }
  if (step == 0 && amount == std::floor(amount)) return fmt::format("{:.0f}", amount);
  return three_digits(amount) + prefix[step];
}

std::string bytes_text(std::uint64_t bytes) {
  static constexpr std::array<const char*, 7> unit = {"B",   "KiB", "MiB", "GiB",
                                                      "TiB", "PiB", "EiB"};
  if (bytes < 1024) return fmt::format("{} B", bytes);
  double amount = static_cast<double>(bytes);
  std::size_t step = 0;
  while (amount >= 999.5 && step + 1 < unit.size()) {
    amount /= 1024;
    ++step;
  }
  return fmt::format("{} {}", three_digits(amount), unit[step]);
}

std::string duration_text(double seconds) {
  if (!(seconds >= 0) || !std::isfinite(seconds)) return "?";
  if (seconds < 9.95) return fmt::format("{:.1f} s", seconds);
  if (seconds >= 1e11) return "more than 3,000 years";
  const auto whole = static_cast<std::uint64_t>(std::llround(seconds));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
  if (whole < 86400) return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
  return fmt::format("{} d {} h", grouped_text(whole / 86400), whole % 86400 / 3600);
}

}  // namespace myriad::cli
