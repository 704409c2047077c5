// The first layer's intervals: lattices against brute force in float, fixed starts, mixtures.
#include "host/theory/first_layer.hpp"

#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "theory_fixture.hpp"

namespace myriad {
namespace {

using Kind = Distribution::Kind;

TEST(FirstLayer, CountsLatticesInAnyInterval) {
  std::mt19937_64 engine(13);
  const int m = 31;
  for (int i = 0; i < 25; ++i) {
    const Rows rows = random_rows(engine);
    const Dataset data = training_rows(rows);
    const float bias = static_cast<float>(std::normal_distribution<double>(0, 0.5)(engine));
    const FirstLayer layer({Kind::lattice, m, 1}, {Kind::constant, bias}, data.train);
    for (const SumInterval& z :
         {SumInterval{-kInfinite, 0}, SumInterval{-1.5, 1}, SumInterval{0, kInfinite, true, false},
          SumInterval{-0.5, 0.25, true, true}}) {
      int count = 0;
      for (int k = 0; k < m * m; ++k) {
        const float w1 = float(2 * (k / m) + 1 - m) / m, w2 = float(2 * (k % m) + 1 - m) / m;
        bool all = true;
        for (const oracle::Row& row : rows) {
          all = all && z.contains(std::fma(w2, float(row.x2), std::fma(w1, float(row.x1), bias)));
        }
        count += all;
      }
      EXPECT_NEAR(layer.probability(z).value() * m * m, count, 1e-9);
    }
  }
}

TEST(FirstLayer, FixedStartsAreJudgedInFloat) {
  const Dataset data = training_rows({{0.1, 0.2, 0}, {0.3, 0.7, 0}});
  const FirstLayer layer({Kind::values, 3, -1}, {Kind::constant, -0.1}, data.train);
  ASSERT_TRUE(layer.is_fixed());
  const std::vector<float> z = layer.sums_of(layer.starts()[0]);
  EXPECT_EQ(z[0], std::fma(-1.0f, 0.2f, std::fma(3.0f, 0.1f, -0.1f)));  // not 0, but near it
  EXPECT_EQ(layer.probability({-kInfinite, z[0]}), z[1] <= z[0]);
  EXPECT_EQ(layer.probability({-kInfinite, kInfinite}), 1);
  EXPECT_EQ(layer.probability({1, 0}), 0);
}

TEST(FirstLayer, SignsAverage) {
  const Dataset data = training_rows(kAxes);
  const FirstLayer layer({Kind::values, -1, -1}, {Kind::sign, 2}, data.train);
  EXPECT_EQ(layer.probability({-kInfinite, 0}), 0.5);
  EXPECT_TRUE(layer.is_fixed() && layer.is_quick());
}

TEST(FirstLayer, KnowsWhatIsQuick) {
  const Dataset data = training_rows(kAxes);
  const auto layer = [&](Distribution w, Distribution b) { return FirstLayer(w, b, data.train); };
  EXPECT_TRUE(layer({Kind::uniform, -1, 1}, {Kind::uniform, -1, 1}).is_quick());
  EXPECT_TRUE(layer({Kind::direction, 1}, {Kind::sign, 1}).is_quick());
  EXPECT_FALSE(layer({Kind::direction, 1}, {Kind::normal, 0, 1}).is_quick());
  EXPECT_FALSE(layer({Kind::normal, 0, 1}, {}).is_quick());
  EXPECT_FALSE(layer({Kind::uniform, -1, 1}, {Kind::normal, 0, 1}).is_quick());
  EXPECT_FALSE(layer({Kind::lattice, 8, 1}, {}).is_quick());
}

TEST(FirstLayer, RemembersOnlyTheLastInterval) {
  const Dataset data = training_rows(kTriangle);
  const FirstLayer layer({Kind::uniform, -1, 1}, {}, data.train);
  for (int i = 0; i < 2; ++i) {
    EXPECT_NEAR(layer.probability({-kInfinite, 0}).value(), 3 / 8.0, 1e-15);
    EXPECT_NEAR(layer.probability({-kInfinite, 100}).value(), 1, 1e-15);
  }
}

}  // namespace
}  // namespace myriad
