// Intervals and tests for shares of networks: one share, two shares of the same networks or of
// different ones, and many tests at once.
#pragma once

#include <cstdint>
#include <vector>

namespace myriad {

struct Interval {
  double low;
  double high;
};

/// Wilson's 95 % interval for `successes` of `trials`; both ends NaN when there are no trials.
/// successes <= trials.
Interval wilson(std::uint64_t successes, std::uint64_t trials);

/// How many of how many. successes <= trials.
struct Share {
  std::uint64_t successes = 0;
  std::uint64_t trials = 0;
  double value() const { return static_cast<double>(successes) / static_cast<double>(trials); }
};

/// The same networks in two cells: how many show a thing in both, in one of them, in neither.
struct PairedCounts {
  std::uint64_t both = 0, a_only = 0, b_only = 0, neither = 0;
  std::uint64_t pairs() const { return both + a_only + b_only + neither; }
  Share a() const { return {both + a_only, pairs()}; }
  Share b() const { return {both + b_only, pairs()}; }
};

/// 95 % interval of share b minus share a over the same networks: Newcombe's score interval with
/// its correction for continuity (R. G. Newcombe, Statistics in Medicine 17 (1998) 2635-2650,
/// method 10). [-1, 1] when there are no pairs.
Interval newcombe_paired(const PairedCounts& counts);

/// 95 % interval of share b minus share a over different networks: Newcombe's hybrid score interval
/// (Statistics in Medicine 17 (1998) 873-890, method 10). [-1, 1] when either has no trials.
Interval newcombe_unpaired(Share a, Share b);

/// McNemar's exact test: the two-sided probability, were a pair that differs as likely to differ
/// either way, of a split at least as uneven as the one seen. 1 when no pair differs; 0
/// where it is too small for a double.
double mcnemar_exact(std::uint64_t a_only, std::uint64_t b_only);

/// Holm's step-down correction (S. Holm, Scandinavian Journal of Statistics 6 (1979) 65-70):
/// adjusted p-values in the order given, never below the raw ones, rising with them, at most 1.
std::vector<double> holm(const std::vector<double>& p);

}  // namespace myriad
