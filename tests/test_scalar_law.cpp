// Laws of one number: densities integrate to distribution functions, and these to one; moves and
// reflections against their definition.
#include "host/theory/scalar_law.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "host/theory/quadrature.hpp"
#include "oracle/probability.hpp"

namespace myriad {
namespace {

TEST(ScalarLaw, IsThatOfTheOracle) {
  const struct {
    ScalarLaw ours;
    oracle::Law theirs;
  } laws[] = {{ScalarLaw::uniform(-0.7, 1.1), oracle::uniform_law(-0.7, 1.1)},
              {ScalarLaw::normal(-0.6, 0.5), oracle::normal_law(-0.6, 0.5)},
              {ScalarLaw::truncated(0.2, 1, -2, 0.5), oracle::truncated_law(0.2, 1, -2, 0.5)},
              {ScalarLaw::truncated(0, 0.02, -2, 2), oracle::truncated_law(0, 0.02, -2, 2)},
              {ScalarLaw::beta(), oracle::beta_law()}};
  for (const auto& law : laws) {
    for (double x = -2.5; x < 2.5; x += 0.0371) {
      EXPECT_NEAR(law.ours.density(x), law.theirs.density(x), 1e-12) << x;
      EXPECT_NEAR(law.ours.below(x), law.theirs.below(x), 1e-14) << x;
      EXPECT_EQ(law.ours.strictly_below(x), law.ours.below(x));
    }
  }
}

TEST(ScalarLaw, MovesAndReflects) {
  for (const ScalarLaw& law : {ScalarLaw::uniform(-0.7, 1.1), ScalarLaw::normal(-0.6, 0.5),
                               ScalarLaw::truncated(0.2, 1, -2, 0.5), ScalarLaw::beta()}) {
    const ScalarLaw moved = law.shifted(0.25), mirror = law.reflected(),
                    both = law.reflected().shifted(3);
    for (double x = -2.5; x < 2.5; x += 0.0371) {
      EXPECT_NEAR(moved.below(x + 0.25), law.below(x), 1e-14);
      EXPECT_NEAR(mirror.below(-x), 1 - law.below(x), 1e-14);
      EXPECT_NEAR(both.below(3 - x), 1 - law.below(x), 1e-14);
      EXPECT_NEAR(both.density(3 - x), law.density(x), 1e-12);
    }
    EXPECT_EQ(mirror.low(), -law.high());
    EXPECT_EQ(moved.low(), law.low() + 0.25);
  }
}

TEST(ScalarLaw, HoldsAllItsProbabilityInItsSupport) {
  for (const ScalarLaw& law :
       {ScalarLaw::normal(3, 0.1), ScalarLaw::truncated(0, 1, 6, 40),
        ScalarLaw::truncated(0, 1, -40, -6), ScalarLaw::truncated(0, 1, -40, 40)}) {
    const auto density = [&](double x) { return law.density(x); };
    EXPECT_NEAR(integrate(density, law.low(), law.high(), 1e-12), 1, 1e-10);
    EXPECT_LT(law.high() - law.low(), 18);
  }
  EXPECT_NEAR(ScalarLaw::truncated(0, 1, 6, 40).below(6.1),
              1 - std::erfc(6.1 / std::sqrt(2.0)) / std::erfc(6 / std::sqrt(2.0)), 1e-9);
}

TEST(ScalarLaw, Points) {
  const ScalarLaw at = ScalarLaw::point(2);
  EXPECT_TRUE(at.is_point() && ScalarLaw::uniform(2, 2).is_point() &&
              ScalarLaw::normal(2, 0).is_point());
  EXPECT_EQ(at.below(2), 1);
  EXPECT_EQ(at.strictly_below(2), 0);
  EXPECT_EQ(at.below(1.999), 0);
  EXPECT_EQ(at.reflected().shifted(1).low(), -1);
}

TEST(ScalarLaw, OnlyUncutNormalsArePlain) {
  EXPECT_TRUE(ScalarLaw::normal(0, 1).is_plain_normal());
  EXPECT_FALSE(ScalarLaw::truncated(0, 1, -9, 9).is_plain_normal());
  EXPECT_FALSE(ScalarLaw::uniform(0, 1).is_plain_normal());
}

}  // namespace
}  // namespace myriad
