// Strict conversions of command-line values. Every error is a UsageError that names the option.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "host/cli/command.hpp"
#include "host/text/shell.hpp"

namespace myriad::cli {

/// A whole number in [low, high]; suffixes k, M, G and digits apart with '_' as in a spec.
std::uint64_t count_argument(std::string_view option, std::string_view text, std::uint64_t low = 0,
                             std::uint64_t high = std::numeric_limits<std::uint64_t>::max());

/// `text` if it is one of `choices`; otherwise an error that lists them and the nearest.
std::string choice_argument(std::string_view option, const std::string& text,
                            const std::vector<std::string>& choices);

/// Seconds: "90s", "45m", "2h30m", "1d12h", each unit at most once, the larger ones first.
double duration_argument(std::string_view option, std::string_view text);

/// A share above 0 and at most 1: "0.01", "1%", "1 %".
double share_argument(std::string_view option, std::string_view text);

/// "i/n" with 0 <= i < n.
struct Shard {
  std::uint64_t index = 0;
  std::uint64_t count = 1;
};
Shard shard_argument(std::string_view text);

// What options take, for Option::takes.
Takes takes_file();
Takes takes_directory();
Takes takes_one_of(std::vector<std::string> choices);
Takes takes_count(std::uint64_t low = 0, std::uint64_t high = std::numeric_limits<std::uint64_t>::max());
Takes takes_shard();

}  // namespace myriad::cli
