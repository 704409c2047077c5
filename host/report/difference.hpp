// The difference between two shares with its 95% interval.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "myriad/statistics.hpp"

namespace myriad::report {

/// A difference and its 95% interval, both as shares (0.01 is one percentage point).
struct Difference {
  double value = 0;
  Interval interval{0, 0};
};

/// k of n: how many of how many.
struct Share {
  std::uint64_t k = 0;
  std::uint64_t n = 0;
};

/// `to` minus `from` for independent samples: Newcombe's hybrid score interval (1998, method 10 of
/// "Interval estimation for the difference between independent proportions"). Conservative where
/// the two fates of a start agree more often than chance. [-1, 1] when either n is 0.
Difference unpaired_difference(Share from, Share to);

/// The same networks under both: how many showed the thing in both, in one only, in neither.
struct PairedCounts {
  std::uint64_t both = 0, from_only = 0, to_only = 0, neither = 0;
};

/// `to` minus `from` for pairs: Newcombe's score interval with its correction for continuity (1998,
/// method 10 of "Improved confidence intervals for the difference between … paired data").
Difference paired_difference(const PairedCounts& counts);

/// Difference of two means, normal approximation.
Difference mean_difference(double from_mean, double from_sd, std::uint64_t from_n, double to_mean,
                           double to_sd, std::uint64_t to_n);

/// The mean of differences. Its interval is the mean of theirs, which is wide enough even when all
/// of them come from the same starts. Zero with an empty interval for an empty list.
Difference average(const std::vector<Difference>& differences);

/// "-42.1 points [-42.9, -41.3]".
std::string points_text(const Difference& difference);

/// "+0.213 [0.209, 0.217]", for means.
std::string signed_text(const Difference& difference);

}  // namespace myriad::report
