// Wilson's score interval; the quantile is Boost.Math's.
#include "myriad/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <boost/math/distributions/normal.hpp>

namespace myriad {

Interval wilson(std::uint64_t successes, std::uint64_t trials) {
  if (trials == 0) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    return {nan, nan};
  }
  static const double z = boost::math::quantile(boost::math::normal(), 0.975);
  const double n = static_cast<double>(trials);
  const double share = static_cast<double>(successes) / n;
  const double weight = z * z / n;
  const double centre = (share + weight / 2) / (1 + weight);
  const double half_width = std::sqrt(weight * (share * (1 - share) + weight / 4)) / (1 + weight);
  // the ends that are 0 and 1 in exact arithmetic are so here too
  return {successes == 0 ? 0.0 : std::max(0.0, centre - half_width),
          successes == trials ? 1.0 : std::min(1.0, centre + half_width)};
}

}  // namespace myriad
