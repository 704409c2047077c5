// Numbers as a reader wants them: shares with as many digits as their interval bears. Counts are
// written by grouped_text() of host/text/number.hpp.
#pragma once

#include <cstdint>
#include <string>

#include "myriad/statistics.hpp"

namespace myriad::report {

/// Four significant digits, no trailing zeros; "none" for a number that is not finite.
std::string number_text(double number);

/// A share in [0, 1] as a percentage without its sign: 0.4717 -> "47.17". `decimals` at least; more
/// where a share that is not 0 or 1 would be printed as if it were. Halves go to the even digit: a share and the rest
/// make 100.
std::string percent_digits(double share, int decimals);

/// Digits after the point that a percentage with this interval deserves: 1 … 9.
int percent_decimals(const Interval& interval);

/// k of n as "47.2% [46.8, 47.6]", the interval being Wilson's; "no networks" for n = 0.
std::string share_text(std::uint64_t k, std::uint64_t n);

/// An exact probability: "47.17%" with up to four digits after the point.
std::string probability_text(double probability);

/// Three digits and a power of ten, "3.20e9"; below a million the grouped count; "not known" unless
/// positive.
std::string rate_text(double per_second);

/// A mean with the 95% interval of the normal approximation: "0.838 [0.836, 0.840]".
std::string mean_text(double mean, double sd, std::uint64_t n);

/// "0.2 s", "12 s", "75 min".
std::string seconds_text(double seconds);

}  // namespace myriad::report
