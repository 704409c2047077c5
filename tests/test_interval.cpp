// Intervals with open and closed ends.
#include "host/theory/interval.hpp"

#include <gtest/gtest.h>

namespace myriad {
namespace {

TEST(Interval, HoldsItsEndsUnlessTheyAreOpen) {
  const SumInterval closed{1, 2}, open{1, 2, true, true};
  EXPECT_TRUE(closed.contains(1) && closed.contains(2) && closed.contains(1.5));
  EXPECT_FALSE(open.contains(1) || open.contains(2));
  EXPECT_TRUE(open.contains(1.5));
  EXPECT_TRUE(SumInterval{}.contains(-1e300) && SumInterval{}.is_everything());
  EXPECT_FALSE(closed.is_everything());
}

TEST(Interval, EmptyOnes) {
  EXPECT_TRUE((SumInterval{2, 1}).is_empty());
  EXPECT_TRUE((SumInterval{1, 1, true, false}).is_empty());
  EXPECT_FALSE((SumInterval{1, 1}).is_empty());
}

TEST(Interval, IntersectionsHoldWhatBothHold) {
  const double points[] = {-1, 0, 0.5, 1, 1.5, 2, 3};
  const SumInterval some[] = {{},
                           {0, 1},
                           {0, 1, true, true},
                           {1, 2},
                           {1, 2, true, false},
                           {-kInfinite, 1, false, true},
                           {0.5, kInfinite}};
  for (const SumInterval& a : some) {
    for (const SumInterval& b : some) {
      const SumInterval both = intersection(a, b);
      for (const double x : points) EXPECT_EQ(both.contains(x), a.contains(x) && b.contains(x));
    }
  }
}

}  // namespace
}  // namespace myriad
