// Logistic regression: what a network whose hidden units are always on comes to, and what it could
// reach.
#pragma once

#include <array>
#include <optional>

#include "myriad/dataset.hpp"

namespace myriad {

/// Whether the likelihood has a maximum. It has none where a line tells the classes apart
/// (complete), or does so but for rows on the line itself (quasi).
enum class Separation { none, quasi, complete };

/// P(class 1) = sigmoid(weight[0] x1 + weight[1] x2 + weight[2]), fitted to the rows.
struct LogisticFit {
  Separation separation = Separation::none;
  double loss = 0;      ///< mean cross-entropy in nats at the maximum, or what it falls to
  double accuracy = 0;  ///< class 1 iff the logit is >= 0; with separation, in the limit
  /// Empty with separation. Where the rows lie on one line: those along x1, or x2 if x1 is
  /// constant.
  std::optional<std::array<double, 3>> weight;
};

/// Maximum likelihood by Newton's method (IRLS) with step halving, in double. Separation is decided
/// exactly, by the convex hulls of the two classes (A. Albert and J. A. Anderson, Biometrika 71
/// (1984) 1-10); rows off the separating line then cost nothing, and the rest is fitted along it.
/// Empty without rows.
std::optional<LogisticFit> logistic_regression(const Split& split);

}  // namespace myriad
