// Score intervals, McNemar's test and Holm's correction; quantiles and tails are Boost.Math's.
#include "myriad/statistics.hpp"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <limits>
#include <numeric>

namespace myriad {
namespace {

double number(std::uint64_t count) { return static_cast<double>(count); }

/// Joins the Wilson intervals of two shares; `phi` is the correlation of the two, 0 where they are
/// independent.
Interval joined(Share a, Share b, double phi) {
  const double from = a.value(), to = b.value();
  const Interval of_a = wilson(a.successes, a.trials), of_b = wilson(b.successes, b.trials);
  const auto length = [phi](double x, double y) {
    return std::sqrt(std::max(0.0, x * x - 2 * phi * x * y + y * y));
  };
  const double below = length(to - of_b.low, of_a.high - from);
  const double above = length(of_b.high - to, from - of_a.low);
  return {std::max(-1.0, to - from - below), std::min(1.0, to - from + above)};
}

}  // namespace

Interval wilson(std::uint64_t successes, std::uint64_t trials) {
  if (trials == 0) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    return {nan, nan};
  }
  static const double z = boost::math::quantile(boost::math::normal(), 0.975);
  const double n = number(trials);
  const double share = number(successes) / n;
  const double weight = z * z / n;
  const double centre = (share + weight / 2) / (1 + weight);
  const double half_width = std::sqrt(weight * (share * (1 - share) + weight / 4)) / (1 + weight);
  // the ends that are 0 and 1 in exact arithmetic are so here too
  return {successes == 0 ? 0.0 : std::max(0.0, centre - half_width),
          successes == trials ? 1.0 : std::min(1.0, centre + half_width)};
}

Interval newcombe_paired(const PairedCounts& counts) {
  if (counts.pairs() == 0) return {-1, 1};
  const Share a = counts.a(), b = counts.b();
  const double product = number(a.successes) * number(a.trials - a.successes) *
                         number(b.successes) * number(b.trials - b.successes);
  double agreement = number(counts.both) * number(counts.neither) -
                     number(counts.a_only) * number(counts.b_only);
  if (agreement > 0) agreement = std::max(0.0, agreement - number(counts.pairs()) / 2);
  return joined(a, b, product > 0 ? agreement / std::sqrt(product) : 0);
}

Interval newcombe_unpaired(Share a, Share b) {
  if (a.trials == 0 || b.trials == 0) return {-1, 1};
  return joined(a, b, 0);
}

double mcnemar_exact(std::uint64_t a_only, std::uint64_t b_only) {
  if (a_only == b_only) return 1;
  const boost::math::binomial even(number(a_only) + number(b_only), 0.5);
  return std::min(1.0, 2 * boost::math::cdf(even, number(std::min(a_only, b_only))));
}

std::vector<double> holm(const std::vector<double>& p) {
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&p](std::size_t i, std::size_t j) { return p[i] < p[j]; });
  std::vector<double> adjusted(p.size());
  double least = 0;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    const double factor = static_cast<double>(p.size() - rank);
    least = std::max(least, std::min(1.0, factor * p[order[rank]]));
    adjusted[order[rank]] = least;
  }
  return adjusted;
}

}  // namespace myriad
