// How many networks to give an engine at a time.
#include "host/run/pace.hpp"

#include <algorithm>

namespace myriad {
namespace {

constexpr double kTargetSeconds = 0.5;
constexpr double kGrowth = 4;
constexpr std::uint64_t kFew = 64;  // fewer leave lanes empty: the last lanes of a chunk run padded

}  // namespace

std::uint64_t Pace::next_chunk(std::uint64_t preferred, double work) const {
  const double wanted = next_work_ / std::max(work, 1.0);
  auto count = preferred;
  if (wanted < static_cast<double>(preferred)) count = static_cast<std::uint64_t>(wanted);
  if (count > kFew) count -= count % kFew;
  return std::max<std::uint64_t>(1, std::min(std::max(count, kFew), preferred));
}

void Pace::observe(double work, double seconds) {
  const double in_time = seconds > 0 ? work / seconds * kTargetSeconds : work * kGrowth;
  next_work_ = std::max(1.0, std::min(in_time, work * kGrowth));
}

}  // namespace myriad
