// Cosine and sine in turns against long double.
#include "myriad/core/double_circle.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace myriad {
namespace {

TEST(DoubleCircle, IsWithinTwoUnitsOfTheTruth) {
  const long double two_pi = 2 * std::acos(-1.0L);
  double worst = 0;
  for (int i = -40'000; i <= 40'000; ++i) {
    const double turns = i * 0.000123456789;
    const CirclePoint at = circle_point(turns);
    // reduced in long double, so that the oracle's own angle stays small
    const long double angle = two_pi * (static_cast<long double>(turns) - std::round(turns));
    worst = std::fmax(worst, std::fabs(double(at.cosine - std::cos(angle))));
    worst = std::fmax(worst, std::fabs(double(at.sine - std::sin(angle))));
  }
  EXPECT_LT(worst, 2.3e-16);
}

TEST(DoubleCircle, SmallSinesKeepTheirRelativeAccuracy) {
  const long double two_pi = 2 * std::acos(-1.0L);
  for (double turns = 0.12; turns > 1e-300; turns *= 0.37) {
    const long double truth = std::sin(two_pi * static_cast<long double>(turns));
    EXPECT_NEAR(double(circle_point(turns).sine / truth), 1, 4e-16) << turns;
    EXPECT_EQ(circle_point(-turns).sine, -circle_point(turns).sine);
  }
}

TEST(DoubleCircle, QuarterTurnsAreExact) {
  for (const double whole : {-1048576.0, -1.0, 0.0, 1.0, 1048576.0}) {
    const double cosines[] = {1, 0, -1, 0}, sines[] = {0, 1, 0, -1};
    for (int k = 0; k < 4; ++k) {
      EXPECT_EQ(circle_point(whole + 0.25 * k).cosine, cosines[k]);
      EXPECT_EQ(circle_point(whole + 0.25 * k).sine, sines[k]);
    }
  }
}

}  // namespace
}  // namespace myriad
