// How well any monotone network of one hidden unit per layer could do: it cuts the plane once.
#pragma once

#include <cstddef>
#include <optional>

#include "myriad/dataset.hpp"

namespace myriad {

/// Above this many different rows best_linear_accuracy() would take minutes.
constexpr std::size_t kMostCeilingRows = 20'000;

/// The largest share of rows that a half-plane gets right: class 1 on one side of a line, the line
/// itself on either; or all rows, or none. Exact, whatever the floats: O(n^2 log n) for n different
/// rows. Empty without rows, and above kMostCeilingRows different ones.
std::optional<double> best_linear_accuracy(const Split& split);

}  // namespace myriad
