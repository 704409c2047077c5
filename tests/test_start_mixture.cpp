// Starts as mixtures: shares, and which laws stand in each case.
#include "host/theory/start_mixture.hpp"

#include <gtest/gtest.h>

namespace myriad {
namespace {

using Kind = Distribution::Kind;
using Shape = ScalarLaw::Shape;

const Distribution kUniform{Kind::uniform, -1, 2}, kZero{Kind::constant, 0}, kSign{Kind::sign, 0.1};
const Distribution kRai{Kind::rai, 0.4, 3}, kDirection{Kind::direction, 0.1},
    kValues{Kind::values, 0.1, -3};

template <class Start>
double shares(const std::vector<Start>& starts) {
  double sum = 0;
  for (const Start& start : starts) sum += start.share;
  return sum;
}

TEST(StartMixture, OfIndependentEntriesIsOneCase) {
  const std::vector<LayerStart> starts = layer_starts(kUniform, kZero);
  ASSERT_EQ(starts.size(), 1u);
  EXPECT_EQ(starts[0].share, 1);
  EXPECT_EQ(starts[0].weights.shape, WeightLaw::Shape::pair);
  EXPECT_EQ(starts[0].weights.pair.x.high(), 2);
  EXPECT_TRUE(starts[0].bias.is_point());
}

TEST(StartMixture, SignsAreTwoCases) {
  const std::vector<LayerStart> starts = layer_starts(kDirection, kSign);
  ASSERT_EQ(starts.size(), 2u);
  EXPECT_EQ(shares(starts), 1);
  EXPECT_EQ(starts[0].bias.low(), static_cast<double>(0.1f));  // as networks see it
  EXPECT_EQ(starts[1].bias.low(), -static_cast<double>(0.1f));
  EXPECT_EQ(starts[0].weights.shape, WeightLaw::Shape::circle);
  EXPECT_EQ(link_starts(kSign, kSign).size(), 4u);
  EXPECT_EQ(shares(link_starts(kSign, kSign)), 1);
}

TEST(StartMixture, RaiChoosesOneEntryOfThree) {
  const std::vector<LayerStart> starts = layer_starts(kRai, kRai);
  ASSERT_EQ(starts.size(), 3u);
  EXPECT_NEAR(shares(starts), 1, 1e-15);
  int betas = 0;
  for (const LayerStart& start : starts) {
    const int here = (start.weights.pair.x.shape() == Shape::beta) +
                     (start.weights.pair.y.shape() == Shape::beta) +
                     (start.bias.shape() == Shape::beta);
    EXPECT_EQ(here, 1);
    betas += start.bias.shape() == Shape::beta;
  }
  EXPECT_EQ(betas, 1);
}

TEST(StartMixture, RaiOfHalfALayer) {
  const std::vector<LayerStart> weights = layer_starts(kRai, kZero),
                                bias = layer_starts(kUniform, kRai);
  ASSERT_EQ(weights.size(), 3u);
  EXPECT_EQ(weights[2].weights.pair.x.shape(),
            Shape::normal);  // the bias was chosen, and is not RAI's
  ASSERT_EQ(bias.size(), 2u);
  EXPECT_NEAR(bias[0].share, 2 / 3.0, 1e-15);
  EXPECT_EQ(bias[0].bias.shape(), Shape::normal);
  EXPECT_EQ(bias[1].bias.shape(), Shape::beta);
}

TEST(StartMixture, RaiOfALinkChoosesOneOfTwo) {
  const std::vector<LinkStart> starts = link_starts(kRai, kRai);
  ASSERT_EQ(starts.size(), 2u);
  EXPECT_EQ(shares(starts), 1);
  EXPECT_EQ(starts[0].weight.shape(), Shape::beta);
  EXPECT_EQ(starts[0].bias.shape(), Shape::normal);
  EXPECT_EQ(starts[1].weight.shape(), Shape::normal);
  EXPECT_EQ(starts[1].bias.shape(), Shape::beta);
}

TEST(StartMixture, ValuesAreRoundedToFloat) {
  const std::vector<LayerStart> starts = layer_starts(kValues, kZero);
  EXPECT_EQ(starts[0].weights.shape, WeightLaw::Shape::point);
  EXPECT_EQ(starts[0].weights.at.x, static_cast<double>(0.1f));
  EXPECT_EQ(starts[0].weights.at.y, -3);
  EXPECT_EQ(entry_starts({Kind::normal, 1, 0})[0].law.low(), 1);
}

}  // namespace
}  // namespace myriad
