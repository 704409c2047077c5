// Axes and draws: which cells a spec has, and in what order.
#include "myriad/spec.hpp"

#include <cmath>
#include <map>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "host/spec/spec_draws.hpp"
#include "spec_fixture.hpp"

namespace {

using namespace myriad;

TEST(SpecAxes, GridIsACartesianProductInFileOrderLastAxisFastest) {
  // Sorted by name, lr would come before preprocess and activation.
  const Sweep sweep = parsed(R"toml([grid]
preprocess = ["none", "standard_scaler"]
lr = [1, 0.5, 0.25]
activation = ["relu", "tanh"]
)toml");
  EXPECT_EQ(sweep.varied_keys, (Texts{"preprocess", "lr", "activation"}));
  ASSERT_EQ(sweep.cells.size(), 12u);
  EXPECT_EQ(column(sweep, "activation"), (Texts{"relu", "tanh", "relu", "tanh", "relu", "tanh",
                                                "relu", "tanh", "relu", "tanh", "relu", "tanh"}));
  EXPECT_EQ(column(sweep, "lr"), (Texts{"1", "1", "0.5", "0.5", "0.25", "0.25", "1", "1", "0.5",
                                        "0.5", "0.25", "0.25"}));
  for (std::uint32_t i = 0; i < 12; ++i) {
    EXPECT_EQ(sweep.cells[i].index, i);
    EXPECT_EQ(sweep.cells[i].values.at("preprocess"), i < 6 ? "none" : "standard_scaler");
    EXPECT_EQ(sweep.cells[i].origin.at("lr"), "[grid]");
  }
}

TEST(SpecAxes, ZipsMoveTogetherAndCrossTheGrid) {
  const Sweep sweep = parsed(R"toml([base]
activation = "tanh"
[grid]
activation = ["relu", "identity"]
[[zip]]
lr = [0.1, 0.2]
epochs = [10, 20]
[[zip]]
weight_decay = [0, 0, 1]
decay_biases = [true, false, false]
)toml");
  ASSERT_EQ(sweep.cells.size(), 12u);
  EXPECT_EQ(column(sweep, "lr"), (Texts{"0.1", "0.1", "0.1", "0.2", "0.2", "0.2", "0.1", "0.1",
                                        "0.1", "0.2", "0.2", "0.2"}));
  for (const Cell& cell : sweep.cells) {
    EXPECT_EQ(cell.config.epochs, cell.config.lr == 0.1 ? 10u : 20u);
    EXPECT_EQ(cell.config.weight_decay, cell.index % 3 == 2 ? 1 : 0);
    EXPECT_EQ(cell.config.decay_biases, cell.index % 3 == 0);
  }
}

TEST(SpecAxes, RandomAndExtraCellsFollowTheProductAndStartFromBase) {
  const Sweep sweep = parsed(R"toml(seed = 9
[base]
lr = 0.3
activation = "tanh"
[grid]
activation = ["relu", "identity"]
[random]
n = 3
lr = { uniform = [0.5, 0.6] }
[[cell]]
name = "extra"
epochs = 7
)toml");
  ASSERT_EQ(sweep.cells.size(), 6u);
  EXPECT_EQ(sweep.varied_keys, (Texts{"activation", "lr", "epochs"}));
  EXPECT_EQ(column(sweep, "activation"),
            (Texts{"relu", "identity", "tanh", "tanh", "tanh", "tanh"}));
  for (int i = 2; i < 5; ++i) {
    const Cell& cell = sweep.cells[static_cast<std::size_t>(i)];
    EXPECT_GT(cell.config.lr, 0.5);
    EXPECT_LT(cell.config.lr, 0.6);
    EXPECT_EQ(cell.origin.at("lr"), "[random]");
  }
  EXPECT_EQ(sweep.cells[5].name, "extra");
  EXPECT_EQ(sweep.cells[5].config.epochs, 7u);
  EXPECT_EQ(sweep.cells[5].config.lr, 0.3);
}

TEST(SpecAxes, LogspaceAndLinspaceIncludeBothEndsExactly) {
  const Sweep sweep = parsed("[grid]\nlr = { logspace = [0.003, 0.7], n = 7 }\n");
  ASSERT_EQ(sweep.cells.size(), 7u);
  EXPECT_EQ(sweep.cells.front().config.lr, 0.003);
  EXPECT_EQ(sweep.cells.back().config.lr, 0.7);
  for (int i = 0; i < 7; ++i) {
    const double expected = 0.003 * std::pow(0.7 / 0.003, i / 6.0);
    EXPECT_NEAR(sweep.cells[static_cast<std::size_t>(i)].config.lr / expected, 1, 1e-13);
  }
  const Sweep long_ends =
      parsed("[grid]\nlr = { logspace = [0.12345678901234568, 1.2345678901234567], n = 3 }");
  EXPECT_EQ(long_ends.cells.front().config.lr, 0.12345678901234568);
  EXPECT_EQ(long_ends.cells.back().config.lr, 1.2345678901234567);
  EXPECT_EQ(column(parsed("[grid]\nlr = { logspace = [0.01, 1.0], n = 3 }"), "lr"),
            (Texts{"0.01", "0.1", "1"}));
  EXPECT_EQ(column(parsed("[grid]\nlr = { logspace = [1, 1e-4], n = 5 }"), "lr"),
            (Texts{"1", "0.1", "0.01", "0.001", "1e-4"}));
  EXPECT_EQ(column(parsed("[grid]\nlr = { n = 4, linspace = [0, 0.3] }"), "lr"),
            (Texts{"0", "0.1", "0.2", "0.3"}));
  EXPECT_EQ(column(parsed("[grid]\nepochs = { linspace = [10, 30], n = 3 }"), "epochs"),
            (Texts{"10", "20", "30"}));
}

TEST(SpecAxes, DrawsDependOnSeedCellAndKeyAlone) {
  const std::string lr = "lr = { log_uniform = [1e-4, 1.0] }\n";
  const std::string decay = "weight_decay = { uniform = [0, 1] }\n";
  const auto draws = [&](const std::string& seed, const std::string& n, const std::string& keys) {
    Texts texts = column(parsed("seed = " + seed + "\n[random]\nn = " + n + "\n" + keys), "lr");
    texts.erase(texts.begin());  // the base cell
    return texts;
  };
  const Texts alone = draws("5", "20", lr);
  EXPECT_EQ(draws("5", "20", decay + lr), alone);
  EXPECT_EQ(draws("5", "20", lr + decay), alone);
  Texts longer = draws("5", "30", lr);
  longer.resize(20);
  EXPECT_EQ(longer, alone);
  EXPECT_NE(draws("6", "20", lr), alone);
  EXPECT_EQ(std::set<std::string>(alone.begin(), alone.end()).size(), 20u);
}

TEST(SpecAxes, DrawsStayWhatTheyAre) {
  // Written down once. A change moves the cells of every [random] in the world: bump
  // kNumericsVersion.
  EXPECT_EQ(sweep_draw(5, 0, "lr"), 0x1.411c93dd71f6fp-1);
  EXPECT_EQ(sweep_draw(5, 1, "lr"), 0x1.a3203b2daf102p-2);
  EXPECT_EQ(sweep_draw(18446744073709551615u, 999999, "data.noise"), 0x1.9902735656c3cp-3);
}

TEST(SpecAxes, DrawsFollowTheirLaws) {
  const Sweep sweep = parsed(R"toml([random]
n = 4000
lr = { log_uniform = [1e-4, 1.0] }
weight_decay = { uniform = [2, 4] }
epochs = { int_uniform = [1, 5] }
activation = { choice = ["relu", "tanh", "leaky_relu(0.5)"] }
)toml");
  ASSERT_EQ(sweep.cells.size(), 4001u);
  double log_sum = 0, sum = 0;
  std::map<std::uint64_t, int> epochs;
  std::map<std::string, int> activations;
  for (std::size_t i = 1; i <= 4000; ++i) {
    const CellConfig& c = sweep.cells[i].config;
    ASSERT_GE(c.lr, 1e-4);
    ASSERT_LE(c.lr, 1.0);
    log_sum += std::log10(c.lr);
    sum += c.weight_decay;
    ++epochs[c.epochs];
    ++activations[sweep.cells[i].values.at("activation")];
  }
  // Five standard errors of each mean; of each count.
  EXPECT_NEAR(log_sum / 4000, -2, 5 * 4 / std::sqrt(12.0 * 4000));
  EXPECT_NEAR(sum / 4000, 3, 5 * 2 / std::sqrt(12.0 * 4000));
  ASSERT_EQ(epochs.size(), 5u);
  for (const auto& [epoch, count] : epochs)
    EXPECT_NEAR(count, 800, 5 * std::sqrt(4000 * 0.2 * 0.8)) << epoch;
  ASSERT_EQ(activations.size(), 3u);
  for (const auto& [name, count] : activations)
    EXPECT_NEAR(count, 1333, 5 * std::sqrt(4000.0 * 2 / 9)) << name;
}

TEST(SpecAxes, AxisAddsToTheGridOrReplacesOne) {
  Overrides overrides;
  overrides.axis = {"weight_init=uniform(-1, 1), ones", "lr={ logspace = [0.1, 10], n = 3 }"};
  const Sweep sweep = parsed(
      "[grid]\nlr = [7]\nactivation = [\"relu\", \"tanh\"]\n[[zip]]\nepochs = [1, 2]\n", overrides);
  ASSERT_EQ(sweep.cells.size(), 24u);
  EXPECT_EQ(sweep.cells[0].config.lr, 0.1);
  EXPECT_EQ(sweep.cells[8].config.lr, 1);
  EXPECT_EQ(sweep.cells[0].config.epochs, 1u);
  EXPECT_EQ(sweep.cells[1].config.epochs, 2u);
  EXPECT_EQ(sweep.cells[0].values.at("weight_init"), "uniform(-1, 1)");
  EXPECT_EQ(sweep.cells[2].values.at("weight_init"), "ones");
  EXPECT_EQ(sweep.cells[0].origin.at("weight_init"), "--axis");
}

}  // namespace
