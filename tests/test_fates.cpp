// Fates as bits against sets of numbers.
#include "myriad/fates.hpp"

#include <gtest/gtest.h>

#include <random>

namespace myriad {
namespace {

std::vector<std::uint32_t> random_flags(std::size_t count, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<std::uint32_t> flags(count);
  for (std::uint32_t& f : flags) {
    f = random() % 2 != 0 ? kBornDead : 0u;
    if (random() % 7 == 0) {
      f |= kDiverged;
      continue;
    }
    if (random() % 3 == 0) f |= kDead;
    if (random() % 4 == 0) f |= kSolved;
  }
  return flags;
}

PackedFates packed(const std::vector<std::uint32_t>& flags) {
  PackedFates fates;
  fates.append(flags);
  return fates;
}

CellFates fates_of(const std::vector<std::uint32_t>& flags) {
  CellFates fates;
  fates.insert(0, packed(flags));
  return fates;
}

TEST(Fates, PackAlikeHoweverTheyCome) {
  const auto flags = random_flags(1000, 1);
  const PackedFates whole = packed(flags);
  EXPECT_TRUE(whole.sound());
  EXPECT_EQ(whole.count, 1000u);
  EXPECT_EQ(whole.dead.size(), 125u);
  for (const std::ptrdiff_t cut : {0, 1, 7, 8, 9, 64, 999, 1000}) {
    PackedFates parts = packed({flags.begin(), flags.begin() + cut});
    parts.append({flags.begin() + cut, flags.end()});
    EXPECT_EQ(parts.dead, whole.dead);
    EXPECT_EQ(parts.diverged, whole.diverged);
    EXPECT_EQ(parts.solved, whole.solved);
  }
}

TEST(Fates, RangesInAnyOrderGiveTheSameCell) {
  const auto flags = random_flags(777, 2);
  const CellFates whole = fates_of(flags);
  CellFates parts;
  for (const auto& [first, end] : {std::pair{600, 777}, {13, 600}, {0, 13}}) {
    parts.insert(static_cast<std::uint64_t>(first),
                 packed({flags.begin() + first, flags.begin() + end}));
  }
  EXPECT_EQ(parts.finite, whole.finite);
  EXPECT_EQ(parts.dead, whole.dead);
  EXPECT_EQ(parts.solved, whole.solved);
}

TEST(Fates, CountPairsThatAreFiniteInBoth) {
  const auto a = random_flags(700, 3), b = random_flags(500, 4);
  for (const auto& [fate, flag] : {std::pair{Fate::dead, kDead}, {Fate::solved, kSolved}}) {
    PairedCounts expected;
    for (std::size_t n = 0; n < 500; ++n) {
      if (((a[n] | b[n]) & kDiverged) != 0) continue;
      const bool in_a = (a[n] & flag) != 0, in_b = (b[n] & flag) != 0;
      ++(in_a ? in_b ? expected.both : expected.a_only : in_b ? expected.b_only : expected.neither);
    }
    const PairedCounts counts = paired_counts(fates_of(a), fates_of(b), fate);
    EXPECT_EQ(counts.both, expected.both);
    EXPECT_EQ(counts.a_only, expected.a_only);
    EXPECT_EQ(counts.b_only, expected.b_only);
    EXPECT_EQ(counts.neither, expected.neither);
    EXPECT_LT(counts.pairs(), 500u);
  }
  EXPECT_EQ(paired_counts({}, fates_of(a), Fate::dead).pairs(), 0u);
}

TEST(Fates, NetworksInAGapAreNoPairs) {
  CellFates fates;
  fates.insert(100, packed(std::vector<std::uint32_t>(10, kDead)));
  EXPECT_EQ(fates.networks(), 10u);
  const auto all = fates_of(std::vector<std::uint32_t>(200, 0));
  const PairedCounts counts = paired_counts(fates, all, Fate::dead);
  EXPECT_EQ(counts.a_only, 10u);
  EXPECT_EQ(counts.pairs(), 10u);
}

TEST(Fates, UnsoundBitsAreNoticed) {
  const PackedFates good = packed(random_flags(13, 5));
  PackedFates fates = good;
  fates.dead.push_back(0);
  EXPECT_FALSE(fates.sound());
  fates = good;
  fates.solved[1] = static_cast<char>(fates.solved[1] | 0x20);  // network 13 of 13
  EXPECT_FALSE(fates.sound());
  fates = packed({kDiverged});
  fates.dead[0] = 1;
  EXPECT_FALSE(fates.sound());
  EXPECT_TRUE(PackedFates{}.sound());
}

TEST(Fates, ACellTakesLessThan100KB) {
  const CellFates fates = fates_of(std::vector<std::uint32_t>(kPairedNetworks, kDead));
  EXPECT_LE((fates.finite.size() + fates.dead.size() + fates.solved.size()) * 8, 100'000u);
}

}  // namespace
}  // namespace myriad
