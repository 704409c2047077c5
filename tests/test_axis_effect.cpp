// Like for like: which cells are compared, and what the comparison says.
#include "host/report/axis_effect.hpp"

#include <gtest/gtest.h>

#include "report_fixture.hpp"

namespace myriad::report {
namespace {

TEST(AxisEffect, PairsDifferInOneAxisOnly) {
  const auto effects = axis_effects(small_model());
  ASSERT_EQ(effects.size(), 2u);
  ASSERT_EQ(effects[0].values.size(), 1u);
  const ValueEffect& leaky = effects[0].values[0];
  EXPECT_EQ(effects[0].reference, "relu");
  EXPECT_EQ(leaky.value, "leaky_relu(0.01)");
  ASSERT_EQ(leaky.pairs.size(), 2u);
  EXPECT_EQ(leaky.pairs[0].from, 0u);
  EXPECT_EQ(leaky.pairs[0].to, 2u);
  EXPECT_EQ(leaky.pairs[1].from, 1u);
  EXPECT_EQ(leaky.pairs[1].to, 3u);
  EXPECT_NEAR(leaky.dead.value, -(0.54 + 1) / 2, 1e-12);
  EXPECT_NEAR(leaky.born_dead.value, -0.472, 1e-12);
  EXPECT_NEAR(leaky.died.value, -(0.068 + 0.528) / 2, 1e-12);
  EXPECT_NEAR(leaky.accuracy.value, (0.144 + 0.338) / 2, 1e-12);
  EXPECT_FALSE(leaky.same_starts);
}

TEST(AxisEffect, PairsInWhichNothingDiesAreLeftOutOfTheMeans) {
  const auto effects = axis_effects(small_model());
  ASSERT_EQ(effects[1].values.size(), 1u);
  const ValueEffect& rate = effects[1].values[0];
  EXPECT_EQ(rate.value, "lr 1");
  EXPECT_EQ(rate.pairs.size(), 1u);
  EXPECT_EQ(rate.idle_pairs, 1u);
  EXPECT_NEAR(rate.dead.value, 0.46, 1e-12);
  EXPECT_TRUE(rate.same_starts);
}

TEST(AxisEffect, FailedAndDivergedCellsAreNotCompared) {
  ReportModel model = small_model();
  model.cells[2].error = "no such file";
  model.cells[3].diverged = model.cells[3].networks;
  EXPECT_TRUE(axis_effects(model)[0].values.empty());
}

TEST(AxisEffect, KeysOfAZipAreOneAxis) {
  ReportModel model =
      model_of({"weight_init", "output_weight_init"},
               {{{"uniform(-1, 1)", "zeros"}, dying_cell()}, {{"normal", "ones"}, living_cell()}});
  EXPECT_TRUE(axis_effects(model)[0].values.empty());
  for (ReportCell& cell : model.cells) cell.from_zip = {true, true};
  const auto effects = axis_effects(model);
  ASSERT_EQ(effects.size(), 1u);
  EXPECT_EQ(effects[0].key, "weight_init / output_weight_init");
  EXPECT_EQ(effects[0].reference, "uniform(-1, 1), zeros");
  ASSERT_EQ(effects[0].values.size(), 1u);
  EXPECT_EQ(effects[0].values[0].pairs.size(), 1u);
}

TEST(AxisEffect, KnownFatesMakeAPairedComparison) {
  ReportModel model = small_model();
  const auto fates = [](std::uint64_t dead) {
    FateBits bits;
    bits.dead.assign(16, 0);
    bits.finite.assign(16, ~std::uint64_t{0});
    bits.finite[15] >>= 24;  // 1,000 networks
    for (std::uint64_t i = 0; i < dead; ++i) bits.dead[i / 64] |= std::uint64_t{1} << (i % 64);
    return bits;
  };
  model.cells[0].fates = fates(540);
  model.cells[1].fates = fates(1000);
  const ValueEffect rate = axis_effects(model)[1].values[0];
  EXPECT_TRUE(rate.paired);
  const Difference expected = paired_difference({540, 0, 460, 0});
  EXPECT_DOUBLE_EQ(rate.dead.value, expected.value);
  EXPECT_DOUBLE_EQ(rate.dead.interval.low, expected.interval.low);
  EXPECT_FALSE(axis_effects(model)[0].values[0].paired);
}

}  // namespace
}  // namespace myriad::report
