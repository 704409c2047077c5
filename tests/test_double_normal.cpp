// Normal draws and quantiles: extreme words, the law of many draws, Boost's quantiles.
#include "myriad/core/double_normal.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>
#include <boost/math/distributions/normal.hpp>

namespace myriad {
namespace {

TEST(DoubleNormal, UniformsAreInsideAndSymmetric) {
  EXPECT_EQ(uniform_double(0, 0), 0x1p-53);
  EXPECT_EQ(uniform_double(~0u, ~0u), 1 - 0x1p-53);
  EXPECT_EQ(uniform_double(0x80000000u, 0), 0.5 + 0x1p-53);
  for (const std::uint32_t word : {0u, 1u, 77u, 0x7fffffffu, 0xdeadbeefu}) {
    EXPECT_EQ(uniform_double(word, word * 3) + uniform_double(~word, ~(word * 3)), 1);
  }
}

TEST(DoubleNormal, ExtremeWordsGiveFiniteNormals) {
  for (const std::uint32_t a : {0u, ~0u}) {
    for (const std::uint32_t b : {0u, 0x40000000u, 0x80000000u, ~0u}) {
      const NormalPair pair = normal_pair({{a, a, b, b}});
      EXPECT_LT(std::hypot(pair.first, pair.second), 8.6);
    }
  }
}

TEST(DoubleNormal, PairsFollowTheLaw) {
  constexpr int kPairs = 100'000;
  std::vector<double> draws;
  double product = 0;
  for (int i = 0; i < kPairs; ++i) {
    const NormalPair pair = normal_pair(random_words(3, i, kDataStream, 0));
    draws.push_back(pair.first);
    draws.push_back(pair.second);
    product += pair.first * pair.second;
  }
  EXPECT_NEAR(product / kPairs, 0, 5 / std::sqrt(kPairs));
  std::sort(draws.begin(), draws.end());
  double distance = 0;  // Kolmogorov and Smirnov's
  for (std::size_t i = 0; i < draws.size(); ++i) {
    const double p = 0.5 * std::erfc(-draws[i] / std::sqrt(2.0));
    const double n = static_cast<double>(draws.size());
    distance = std::max({distance, p - double(i) / n, double(i + 1) / n - p});
  }
  EXPECT_LT(distance * std::sqrt(draws.size()), 1.95);  // 0.1 %
}

TEST(DoubleNormal, QuantilesAreBoosts) {
  const boost::math::normal normal;
  for (double p = 1e-300; p < 0.5; p = p < 1e-3 ? p * 3.7 : p + 0.00137) {
    const double truth = boost::math::quantile(normal, p);
    EXPECT_NEAR(normal_quantile(p) / truth, 1, 2e-15) << p;
    if (p > 1e-3) {
      EXPECT_NEAR(normal_quantile(1 - p), -truth, 1e-13);
    }
  }
  EXPECT_EQ(normal_quantile(0.5), 0);
  EXPECT_NEAR(normal_quantile(0.75), 0.67448975019608174, 1e-16);
  for (const double p : {0.0, 1.0, -0.1, 1.1, std::nan("")}) {
    EXPECT_TRUE(std::isnan(normal_quantile(p))) << p;
  }
}

}  // namespace
}  // namespace myriad
