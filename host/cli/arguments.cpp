// Strict conversions of command-line values, with the option's name in every complaint.
#include "host/cli/arguments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "host/text/number.hpp"
#include "host/text/suggestion.hpp"
#include "myriad/error.hpp"

namespace myriad::cli {

std::uint64_t count_argument(std::string_view option, std::string_view text, std::uint64_t low,
                             std::uint64_t high) {
  const Parsed<std::uint64_t> count = parse_count(text);
  if (!count.value) throw UsageError(fmt::format("{}: {}", option, count.fault));
  if (*count.value < low || *count.value > high) {
    const std::string range = high == std::numeric_limits<std::uint64_t>::max()
                                  ? fmt::format("at least {}", low)
                                  : fmt::format("between {} and {}", low, high);
    throw UsageError(fmt::format("{} {}: must be {}", option, text, range));
  }
  return *count.value;
}

std::string choice_argument(std::string_view option, const std::string& text,
                            const std::vector<std::string>& choices) {
  if (std::find(choices.begin(), choices.end(), text) != choices.end()) return text;
  throw UsageError(fmt::format("{} '{}': there is no such choice\n  help: {}one of {}", option,
                               text, did_you_mean(text, choices), fmt::join(choices, ", ")));
}

double duration_argument(std::string_view option, std::string_view text) {
  static constexpr std::pair<char, double> units[] = {{'d', 86400}, {'h', 3600}, {'m', 60}, {'s', 1}};
  double seconds = 0;
  std::string_view rest = text;
  for (const auto& [unit, size] : units) {
    const auto at = rest.find(unit);
    if (at == std::string_view::npos) continue;
    const Parsed<std::uint64_t> number = parse_whole(rest.substr(0, at));
    if (!number.value) break;
    seconds += static_cast<double>(*number.value) * size;
    rest.remove_prefix(at + 1);
  }
  if (!rest.empty() || seconds <= 0 || seconds > 1e9) {
    throw UsageError(fmt::format("{} '{}': must be a time as in 90s, 45m, 2h30m or 1d12h", option, text));
  }
  return seconds;
}

double share_argument(std::string_view option, std::string_view text) {
  std::string_view number = text;
  double unit = 1;
  if (number.ends_with('%')) {
    number.remove_suffix(1);
    while (number.ends_with(' ')) number.remove_suffix(1);
    unit = 100;
  }
  double value = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
  value /= unit;
  if (error != std::errc() || end != number.data() + number.size() || !(value > 0 && value <= 1)) {
    throw UsageError(fmt::format("{} '{}': must be a share above 0 and at most 1, as in 0.01 or 1%", option, text));
  }
  return value;
}

Shard shard_argument(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) {
    throw UsageError(fmt::format("--shard '{}': must be I/N, as in 0/8", text));
  }
  Shard shard;
  shard.count = count_argument("--shard I/N: N", text.substr(slash + 1), 1);
  shard.index = count_argument("--shard I/N: I", text.substr(0, slash), 0, shard.count - 1);
  return shard;
}

Takes takes_file() { return {Takes::Kind::file, {}, {}}; }
Takes takes_directory() { return {Takes::Kind::directory, {}, {}}; }

Takes takes_one_of(std::vector<std::string> choices) {
  return {Takes::Kind::choices, choices, [choices](const std::string& option, const std::string& value) {
            choice_argument(option, value, choices);
          }};
}

Takes takes_count(std::uint64_t low, std::uint64_t high) {
  return {Takes::Kind::text, {}, [=](const std::string& option, const std::string& value) {
            count_argument(option, value, low, high);
          }};
}

Takes takes_shard() {
  return {Takes::Kind::text, {}, [](const std::string&, const std::string& value) { shard_argument(value); }};
}

}  // namespace myriad::cli
