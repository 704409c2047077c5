// Intervals for shares of networks.
#pragma once

#include <cstdint>

namespace myriad {

struct Interval {
  double low;
  double high;
};

/// Wilson's 95 % interval for `successes` of `trials`; both ends NaN when there are no trials.
/// successes <= trials.
Interval wilson(std::uint64_t successes, std::uint64_t trials);

}  // namespace myriad
