// The best half-plane against every way to cut a few points, and known data sets.
#include "myriad/ceiling.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "cell_fixture.hpp"
#include "host/theory/orientation.hpp"

namespace myriad {
namespace {

using Rows = std::vector<oracle::Row>;

double ceiling(const Rows& rows) { return best_linear_accuracy(split_of(rows)).value(); }

/// By brute force, in whole numbers: the line through each two points, with its points cut in two
/// at each place along it; and all or nothing. Coordinates are small integers.
double brute_force(const Rows& rows) {
  const auto right = [&](auto&& positive) {
    int count = 0, other = 0;
    for (const oracle::Row& row : rows) {
      count += positive(row) == (row.label == 1);
      other += positive(row) != (row.label == 1);
    }
    return std::max(count, other);
  };
  int best = right([](const oracle::Row&) { return true; });
  for (const oracle::Row& p : rows) {
    for (const oracle::Row& q : rows) {
      const double dx = q.x1 - p.x1, dy = q.x2 - p.x2;
      // to the left of the line p -> q, or on it and before (or at) p
      for (const bool with_p : {false, true}) {
        best = std::max(best, right([&](const oracle::Row& r) {
                          const double side = dx * (r.x2 - p.x2) - dy * (r.x1 - p.x1);
                          const double along = dx * (r.x1 - p.x1) + dy * (r.x2 - p.x2);
                          return side > 0 || (side == 0 && (along < 0 || (with_p && along == 0)));
                        }));
      }
    }
  }
  return static_cast<double>(best) / static_cast<double>(rows.size());
}

TEST(Ceiling, KnownDataSets) {
  EXPECT_EQ(ceiling(oracle::xor_rows()), 0.75);
  EXPECT_EQ(ceiling(oracle::iris_petals()), 0.97);
  EXPECT_EQ(ceiling(oracle::standardise(oracle::iris_petals())), 0.97);
  EXPECT_EQ(ceiling({{0, 0, 0}, {0, 1, 0}, {1, 0, 0}, {1, 1, 1}}), 1);     // and
  EXPECT_EQ(ceiling({{1, 1, 0}, {1, 1, 1}, {1, 1, 1}}), 2 / 3.0);          // one place
  EXPECT_EQ(ceiling({{0, 0, 0}, {1, 1, 1}, {2, 2, 0}, {3, 3, 1}}), 0.75);  // one line
  EXPECT_EQ(ceiling({{5, 5, 1}}), 1);
}

TEST(Ceiling, BruteForceOnCrowdedGrids) {
  std::mt19937 random(1);
  for (int trial = 0; trial < 3000; ++trial) {
    const int side = 2 + trial % 5;
    Rows rows(1 + random() % 12);
    for (oracle::Row& row : rows) {
      row = {double(random() % unsigned(side)), double(random() % unsigned(side)),
             int(random() % 2)};
    }
    EXPECT_EQ(ceiling(rows), brute_force(rows)) << trial;
  }
}

TEST(Ceiling, BruteForceOnScatteredPoints) {
  std::mt19937 random(2);
  for (int trial = 0; trial < 300; ++trial) {
    Rows rows(20 + random() % 20);
    for (oracle::Row& row : rows) {
      row = {double(random() % 2001) - 1000, double(random() % 2001) - 1000, int(random() % 2)};
    }
    EXPECT_EQ(ceiling(rows), brute_force(rows)) << trial;
  }
}

TEST(Ceiling, DoesNotMoveWithTheFrame) {
  std::mt19937 random(3);
  for (int trial = 0; trial < 100; ++trial) {
    Rows rows(30), turned(30), flipped(30);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      rows[i] = {double(random() % 9), double(random() % 9), int(random() % 2)};
      turned[i] = {-rows[i].x2 * 0x1p60, rows[i].x1 * 0x1p-60, rows[i].label};
      flipped[i] = {rows[i].x1, rows[i].x2, 1 - rows[i].label};
    }
    EXPECT_EQ(ceiling(turned), ceiling(rows));
    EXPECT_EQ(ceiling(flipped), ceiling(rows));
  }
}

// Three points 2^-24 off one line: rounding hides it from doubles' differences.
TEST(Ceiling, SeesWhatRoundingHides) {
  const float tiny = 0x1p-60f, next = std::nextafter(1.0f, 2.0f);
  EXPECT_EQ(orientation({0, 0}, {1, 1}, {next, 1}), -1);
  EXPECT_EQ(orientation({tiny, 0}, {1, 1}, {2, 2}), -1);
  EXPECT_EQ(orientation({tiny, tiny}, {1, 1}, {2, 2}), 0);
  EXPECT_EQ(orientation({0, tiny}, {1, 1}, {2, 2}), 1);
  EXPECT_EQ(orientation({3e38f, 1e-38f}, {-3e38f, -1e-38f}, {0, 0}), 0);
  EXPECT_EQ(orientation({3e38f, 1e-38f}, {-3e38f, -1e-38f}, {0, 1e-45f}),
            -orientation({-3e38f, -1e-38f}, {3e38f, 1e-38f}, {0, 1e-45f}));
  // on one line but for the last bit: 0, 1, 0 cannot be cut at one place, 0, 1, 0 bent can
  const double t = static_cast<double>(tiny);
  EXPECT_EQ(ceiling({{t, t, 0}, {1, 1, 1}, {2, 2, 0}}), 2 / 3.0);
  EXPECT_EQ(ceiling({{t, 0, 0}, {1, 1, 1}, {2, 2, 0}}), 1);
}

TEST(Ceiling, OfNothingAndOfTooMuchIsNotKnown) {
  EXPECT_FALSE(best_linear_accuracy(Split{}).has_value());
  Split large;
  for (std::size_t i = 0; i <= kMostCeilingRows; ++i) {
    large.rows.push_back({static_cast<float>(i), 0, 1, 0});
  }
  EXPECT_FALSE(best_linear_accuracy(large).has_value());
  for (Row& row : large.rows) row.x1 = static_cast<float>(static_cast<int>(row.x1) % 7);
  EXPECT_EQ(best_linear_accuracy(large), 1);  // seven different rows
}

}  // namespace
}  // namespace myriad
