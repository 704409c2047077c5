// Adaptive integration of smooth, kinked, jumping and nested functions.
#include "host/theory/quadrature.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace myriad {
namespace {

TEST(Quadrature, KnownIntegrals) {
  EXPECT_NEAR(integrate([](double x) { return std::exp(x); }, 0, 1, 1e-12), std::exp(1.0) - 1,
              1e-14);
  EXPECT_NEAR(integrate([](double x) { return std::fabs(x - 0.3); }, 0, 1, 1e-10), 0.29, 1e-10);
  EXPECT_NEAR(integrate([](double x) { return x > 0.3 ? 1.0 : 0.0; }, 0, 1, 1e-10), 0.7, 1e-6);
  EXPECT_NEAR(integrate([](double x) { return std::exp(-x * x * 100 / 2); }, -1, 3, 1e-10),
              std::sqrt(2 * M_PI) / 10, 1e-10);
  EXPECT_EQ(integrate([](double) { return 1.0; }, 2, 2, 1e-10), 0);
  EXPECT_EQ(integrate([](double) { return 1.0; }, 3, 2, 1e-10), 0);
}

TEST(Quadrature, NestedOnesEnd) {
  int calls = 0;
  const auto outer = [&](double x) {
    const auto inner = [&](double y) {
      ++calls;
      return std::fmax(0, 1 - x - y * y);
    };
    return integrate(inner, 0, 1, 1e-9);
  };
  EXPECT_NEAR(integrate(outer, 0, 1, 1e-10), 4 / 15.0, 1e-6);
  EXPECT_LT(calls, 3'000'000);
}

}  // namespace
}  // namespace myriad
