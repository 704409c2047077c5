// Ranges of networks against a plain set of numbers.
#include "host/store/network_ranges.hpp"

#include <random>
#include <set>

#include <gtest/gtest.h>

namespace myriad {
namespace {

TEST(NetworkRanges, AgreeWithASet) {
  std::mt19937 random(1);
  for (int trial = 0; trial < 200; ++trial) {
    NetworkRanges ranges;
    std::set<std::uint64_t> numbers;
    for (int i = 0; i < 12; ++i) {
      const NetworkRange range{random() % 60, random() % 12};
      bool overlap = false;
      for (std::uint64_t n = range.first; n < range.first + range.count; ++n) {
        overlap = overlap || numbers.count(n) > 0;
      }
      EXPECT_EQ(ranges.overlaps(range), overlap);
      ranges.insert(range);
      for (std::uint64_t n = range.first; n < range.first + range.count; ++n) numbers.insert(n);
    }
    EXPECT_EQ(ranges.count(), numbers.size());
    EXPECT_EQ(ranges.end(), numbers.empty() ? 0 : *numbers.rbegin() + 1);
    std::uint64_t missing = 0;
    for (const NetworkRange gap : ranges.missing({5, 50})) {
      EXPECT_GT(gap.count, 0u);
      for (std::uint64_t n = gap.first; n < gap.first + gap.count; ++n, ++missing) {
        EXPECT_EQ(numbers.count(n), 0u);
        EXPECT_TRUE(n >= 5 && n < 55);
      }
    }
    std::uint64_t expected = 0;
    for (std::uint64_t n = 5; n < 55; ++n) expected += numbers.count(n) == 0;
    EXPECT_EQ(missing, expected);
  }
}

TEST(ShardRange, CoversEveryNetworkOnce) {
  for (const std::uint64_t networks : {0u, 1u, 7u, 100u, 4'294'967'295u}) {
    for (const std::uint64_t count : {1u, 2u, 3u, 10u, 1000u}) {
      std::uint64_t next = 0;
      for (std::uint64_t i = 0; i < count; ++i) {
        const NetworkRange range = shard_range(networks, i, count);
        EXPECT_EQ(range.first, next);
        EXPECT_EQ(range.first, networks * i / count);
        next = range.first + range.count;
      }
      EXPECT_EQ(next, networks);
    }
  }
  const std::uint64_t most = ~std::uint64_t{0} >> 1;
  EXPECT_EQ(shard_range(most, 999, 1000).first + shard_range(most, 999, 1000).count, most);
}

}  // namespace
}  // namespace myriad
