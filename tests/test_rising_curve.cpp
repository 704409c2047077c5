// Preimages of intervals under activations that never fall.
#include "host/theory/rising_curve.hpp"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

namespace myriad {
namespace {

float relu(float z) { return z > 0 ? z : 0.0f; }
float leaky(float z) { return z > 0 ? z : 0.25f * z; }
float hard_tanh(float z) { return std::clamp(z, -1.0f, 1.0f); }
float soft_shrink(float z) { return z > 0.5f ? z - 0.5f : z < -0.5f ? z + 0.5f : 0.0f; }

TEST(RisingCurve, KnowsWhatFalls) {
  EXPECT_TRUE(RisingCurve::of(relu));
  EXPECT_TRUE(RisingCurve::of(hard_tanh));
  EXPECT_TRUE(RisingCurve::of([](float z) { return std::tanh(z); }));
  EXPECT_FALSE(RisingCurve::of([](float z) { return z / (1 + std::exp(-z)); }));  // silu
  EXPECT_FALSE(RisingCurve::of([](float z) { return -z; }));
}

TEST(RisingCurve, KnowsHomogeneousOnes) {
  EXPECT_TRUE(RisingCurve::of(relu)->is_homogeneous());
  EXPECT_TRUE(RisingCurve::of(leaky)->is_homogeneous());
  EXPECT_FALSE(RisingCurve::of(hard_tanh)->is_homogeneous());
  EXPECT_FALSE(RisingCurve::of(soft_shrink)->is_homogeneous());
}

TEST(RisingCurve, PreimagesOfRelu) {
  const RisingCurve curve = *RisingCurve::of(relu);
  EXPECT_EQ(curve.preimage({-kInfinite, 0}), (SumInterval{-kInfinite, 0}));
  EXPECT_EQ(curve.preimage({-kInfinite, 2}), (SumInterval{-kInfinite, 2}));
  EXPECT_TRUE(curve.preimage({-kInfinite, -1}).is_empty());
  EXPECT_TRUE(curve.preimage({-kInfinite, 0, false, true}).is_empty());
  EXPECT_EQ(curve.preimage({3, kInfinite}), (SumInterval{3, kInfinite}));
  EXPECT_EQ(curve.preimage({0, kInfinite, true, false}), (SumInterval{0, kInfinite, true, false}));
  EXPECT_TRUE(curve.preimage({0, kInfinite}).is_everything());
  EXPECT_EQ(curve.preimage({0, 1}), (SumInterval{-kInfinite, 1}));
  EXPECT_TRUE(curve.preimage({-2, kInfinite}).is_everything());
}

TEST(RisingCurve, PreimagesOfBoundedOnes) {
  const RisingCurve curve = *RisingCurve::of(hard_tanh);
  EXPECT_TRUE(curve.preimage({-1, 1}).is_everything());
  EXPECT_TRUE(curve.preimage({1.5, kInfinite}).is_empty());
  EXPECT_NEAR(curve.preimage({0.3, kInfinite}).low, 0.3, 1e-7);
  EXPECT_NEAR(curve.preimage({-kInfinite, 0.3}).high, 0.3, 1e-7);
  EXPECT_NEAR(curve.preimage({1, 5}).low, 1, 1e-7);
  EXPECT_EQ(curve.preimage({1, 5}).high, kInfinite);
  EXPECT_NEAR(curve.preimage({-kInfinite, -1}).high, -1, 1e-6);
  const RisingCurve shrink = *RisingCurve::of(soft_shrink);
  EXPECT_NEAR(shrink.preimage({0, 0}).low, -0.5, 1e-6);
  EXPECT_NEAR(shrink.preimage({0, 0}).high, 0.5, 1e-6);
  EXPECT_NEAR(shrink.preimage({0.25, 1}).low, 0.75, 1e-6);
  EXPECT_NEAR(shrink.preimage({0.25, 1}).high, 1.5, 1e-6);
  EXPECT_NEAR(shrink.preimage({0, 1, true, false}).low, 0.5, 1e-6);
}

TEST(RisingCurve, LevelsAreWherePreimagesJump) {
  const auto has = [](const std::vector<double>& levels, double x) {
    return std::find(levels.begin(), levels.end(), x) != levels.end();
  };
  EXPECT_TRUE(has(RisingCurve::of(relu)->levels(), 0));
  EXPECT_TRUE(has(RisingCurve::of(hard_tanh)->levels(), -1));
  EXPECT_TRUE(has(RisingCurve::of(hard_tanh)->levels(), 1));
  EXPECT_TRUE(has(RisingCurve::of(soft_shrink)->levels(), 0));
  EXPECT_TRUE(
      has(RisingCurve::of([](float z) { return std::clamp(z + 2, 1.5f, 4.5f); })->levels(), 4.5));
}

}  // namespace
}  // namespace myriad
