// Chunk sizes against a simulated engine.
#include "host/run/pace.hpp"

#include <gtest/gtest.h>

namespace myriad {
namespace {

/// Runs chunks on an engine of this speed; returns the seconds of the longest and of the last one.
struct Simulated {
  double longest = 0, last = 0;
};
Simulated simulate(double updates_per_second, double work, int chunks) {
  Pace pace;
  Simulated seconds;
  for (int i = 0; i < chunks; ++i) {
    const auto count = pace.next_chunk(1'000'000'000'000, work);
    seconds.last = static_cast<double>(count) * work / updates_per_second;
    seconds.longest = std::max(seconds.longest, seconds.last);
    pace.observe(static_cast<double>(count) * work, seconds.last);
  }
  return seconds;
}

TEST(Pace, SettlesAtHalfASecondWithoutEverTakingTwo) {
  for (const double speed : {5e7, 1e9, 1e12}) {
    const Simulated seconds = simulate(speed, 1000, 40);
    EXPECT_LT(seconds.longest, 2) << speed;
    EXPECT_NEAR(seconds.last, 0.5, 0.05) << speed;
  }
}

TEST(Pace, TrustsAFastStartFourfoldAtMost) {
  Pace pace;
  const std::uint64_t first = pace.next_chunk(1'000'000'000'000, 1000);
  pace.observe(static_cast<double>(first) * 1000, 1e-9);
  EXPECT_LE(pace.next_chunk(1'000'000'000'000, 1000), 4 * first);
}

TEST(Pace, StaysWithinTheEnginesBounds) {
  Pace pace;
  EXPECT_EQ(pace.next_chunk(10, 1), 10u);
  EXPECT_EQ(pace.next_chunk(1, 1e30), 1u);
  EXPECT_EQ(pace.next_chunk(1'000'000, 1e30), 64u);
  EXPECT_EQ(pace.next_chunk(1'000'000, 0), 1'000'000u);
  EXPECT_EQ(pace.next_chunk(1'000'000, 1e5) % 64, 0u);
  pace.observe(100, 0);
  EXPECT_GE(pace.next_chunk(1'000'000, 1), 1u);
}

}  // namespace
}  // namespace myriad
