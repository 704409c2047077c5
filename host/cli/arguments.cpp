// Strict conversions of command-line values, with the option's name in every complaint.
#include "host/cli/arguments.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "host/text/shell.hpp"
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

std::string shell_text(const std::vector<std::string>& arguments) {
  std::string text;
  for (const std::string& argument : arguments) {
    if (!text.empty()) text += ' ';
    text += shell_word(argument);
  }
  return text;
}

}  // namespace myriad::cli
