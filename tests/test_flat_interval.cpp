// Flat sets found by bisection: half-lines, and intervals about 0.
#include "host/theory/flat_interval.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "myriad/step/choice.hpp"

namespace myriad {
namespace {

/// Flat for z <= -3 (set 0), for z >= 6 (1), between (2), nowhere (3), everywhere (4), far from 0
/// (5).
struct Shapes {
  bool leaves_flat(int set, float z) const {
    if (set == 0) return z > -3.0f;
    if (set == 1) return z < 6.0f;
    if (set == 2) return z < -0.1f || z > 0.7f;
    if (set == 5) return z < 2.0f || z > 3.0f;
    return set == 3;
  }
};

TEST(FlatInterval, IsFoundToTheBit) {
  const auto below = flat_interval(Shapes{}, 0), above = flat_interval(Shapes{}, 1);
  const auto middle = flat_interval(Shapes{}, 2);
  ASSERT_TRUE(below && above && middle);
  EXPECT_EQ(*below, (SumInterval{-kInfinite, -3}));
  EXPECT_EQ(*above, (SumInterval{6, kInfinite}));
  EXPECT_EQ(*middle, (SumInterval{static_cast<double>(-0.1f), static_cast<double>(0.7f)}));
  EXPECT_FALSE(flat_interval(Shapes{}, 3));
  ASSERT_TRUE(flat_interval(Shapes{}, 4));
  EXPECT_TRUE(flat_interval(Shapes{}, 4)->is_everything());
  EXPECT_FALSE(flat_interval(Shapes{}, 5));
}

TEST(FlatInterval, OfReluEndsAtZero) {
  const FixedActivation<Relu> relu{nullptr};
  const auto flat = flat_interval(relu, 0);
  ASSERT_TRUE(flat);
  EXPECT_EQ(*flat, (SumInterval{-kInfinite, 0}));
  EXPECT_FALSE(std::signbit(flat->high));
}

/// Flat up to a bound that may be any float.
struct UpTo {
  float bound;
  bool leaves_flat(int, float z) const { return z > bound; }
};

TEST(FlatInterval, EndsAtAnyFloat) {
  for (const float bound :
       {0.0f, 1e-45f, -1e-45f, 1.17549435e-38f, 3.4e38f, -3.4e38f, 0.1f, -7.25f}) {
    const auto flat = flat_interval(UpTo{bound}, 0);
    ASSERT_TRUE(flat) << bound;
    EXPECT_EQ(flat->high, static_cast<double>(bound));
    EXPECT_EQ(flat->low, -kInfinite);
  }
}

}  // namespace
}  // namespace myriad
