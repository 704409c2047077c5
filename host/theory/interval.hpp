// Values that a unit's sum z may take. (myriad/statistics.hpp has the interval of an estimate.)
#pragma once

#include <limits>

namespace myriad {

constexpr double kInfinite = std::numeric_limits<double>::infinity();

/// From low to high, the ends included unless they are open. All values by default.
struct SumInterval {
  double low = -kInfinite;
  double high = kInfinite;
  bool low_open = false;
  bool high_open = false;

  bool contains(double z) const {
    return (low_open ? z > low : z >= low) && (high_open ? z < high : z <= high);
  }
  bool is_empty() const { return low > high || (low == high && (low_open || high_open)); }
  bool is_everything() const { return low == -kInfinite && high == kInfinite; }
  bool operator==(const SumInterval& other) const {
    return low == other.low && high == other.high && low_open == other.low_open &&
           high_open == other.high_open;
  }
};

inline SumInterval intersection(SumInterval a, const SumInterval& b) {
  if (b.low > a.low) a.low_open = b.low_open;
  if (b.low == a.low) a.low_open = a.low_open || b.low_open;
  if (b.low > a.low) a.low = b.low;
  if (b.high < a.high) a.high_open = b.high_open;
  if (b.high == a.high) a.high_open = a.high_open || b.high_open;
  if (b.high < a.high) a.high = b.high;
  return a;
}

}  // namespace myriad
