// "did you mean …?": the valid name that a wrong one most resembles.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace myriad {

/// Insertions, deletions, replacements and swaps of neighbours that turn one text into the other
/// (Damerau and Levenshtein; no part edited twice). Counts bytes.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The candidate that others call so; else the nearest, upper case and '-' for '_' forgiven; when none is
/// within a third of the name's length, one that begins with the name (of two letters or more), or nothing.
/// The first of equals.
std::optional<std::string> nearest_name(std::string_view name,
                                        const std::vector<std::string>& candidates);

/// "did you mean 'relu'? ", or nothing.
std::string did_you_mean(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace myriad
