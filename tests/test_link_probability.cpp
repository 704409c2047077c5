// Units with one known input per row: against the same event with two inputs, and by hand.
#include "host/theory/link_probability.hpp"

#include <gtest/gtest.h>

#include "oracle/probability.hpp"

namespace myriad {
namespace {

TEST(LinkProbability, ByHand) {
  const ScalarLaw flat = ScalarLaw::uniform(-1, 1), one = ScalarLaw::point(1),
                  none = ScalarLaw::point(0);
  const SumInterval dead{-kInfinite, 0};
  EXPECT_EQ(link_probability({2, 3}, dead, flat, none), 0.5);
  EXPECT_EQ(link_probability({0, 0}, dead, flat, none), 1);
  EXPECT_EQ(link_probability({-1, 3}, dead, flat, none), 0);
  EXPECT_NEAR(link_probability({2, 4}, dead, flat, one), 0.25, 1e-15);  // v <= -1/2
  EXPECT_NEAR(link_probability({1, 3}, dead, one, ScalarLaw::uniform(-4, 0)), 0.25, 1e-15);
  EXPECT_NEAR(link_probability({1, -1}, {-1, 1}, flat, flat), 0.5, 1e-15);  // |v| + |b| <= 1
  EXPECT_NEAR(link_probability({2}, {-1, 1}, flat, none), 0.5, 1e-15);
  EXPECT_EQ(link_probability({-2, 1}, {-3, 3}, one, one), 1);
  EXPECT_EQ(link_probability({-2, 1}, {0, 3}, one, one), 0);
  EXPECT_EQ(link_probability({}, dead, one, one), 1);
}

TEST(LinkProbability, AgreesWithTheOracle) {
  const oracle::Law v = oracle::normal_law(0.2, 1), b = oracle::truncated_law(0, 1, -1, 2);
  const std::vector<oracle::Row> rows = {{0.3, 1, 0}, {1.7, 1, 0}, {0.9, 1, 0}};
  for (const SumInterval& z : {SumInterval{-kInfinite, 0}, SumInterval{-1, 1.5}, SumInterval{0.2, kInfinite}}) {
    EXPECT_NEAR(link_probability({0.3, 1.7, 0.9}, z, ScalarLaw::normal(0.2, 1),
                                 ScalarLaw::truncated(0, 1, -1, 2)),
                oracle::born_between(rows, v, b, 0.0, z.low, z.high), 1e-7);
  }
}

}  // namespace
}  // namespace myriad
