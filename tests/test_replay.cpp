// A replayed network against numbers worked out elsewhere in double, and against the row its run
// kept.
#include "myriad/replay.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "myriad/run.hpp"
#include "temporary_directory.hpp"

namespace myriad {
namespace {

namespace fs = std::filesystem;

/// A directory of its own, gone at the end.
class Replaying : public ::testing::Test {
 protected:
  Result ran(const std::string& rows, const std::string& base, const std::string& keep = "all") {
    std::ofstream(directory_ / "d.csv") << "a,b,y\n" << rows;
    const std::string text =
        "spec_version = 1\nname = \"replay\"\nseed = 7\nnetworks_per_cell = 6\nkeep = \"" + keep +
        "\"\n[base]\ndata = { source = \"csv\", file = \"d.csv\", features = [\"a\", \"b\"], label "
        "= "
        "\"y\" }\n" +
        base;
    const Sweep sweep = parse_spec(text, (directory_ / "spec.toml").string());
    RunOptions options;
    options.directory = (directory_ / "out").string();
    run_sweep(sweep, *make_reference_engine(), options);
    return Result::open(options.directory);
  }

  const fixture::TemporaryDirectory scratch_;
  const fs::path directory_ = scratch_.path();
};

constexpr const char* five_rows = "1,2,1\n2,1,0\n3,4,1\n4,2,0\n1,1,0\n";

std::string start(const char* weights, const char* bias, const char* v, const char* c) {
  return std::string("weight_init = \"values(") + weights + ")\"\nbias_init = \"values(" + bias +
         ")\"\noutput_weight_init = \"values(" + v + ")\"\noutput_bias_init = \"values(" + c +
         ")\"\n";
}

void expect_near(const EpochState& state, const std::array<double, 5>& want, double tolerance) {
  for (std::size_t i = 0; i < want.size(); ++i) {
    EXPECT_NEAR(state.parameters.at(i), want[i], tolerance)
        << "parameter " << i << " at epoch " << state.epoch;
  }
}

TEST_F(Replaying, FollowsTheGoldenTrajectory) {
  const Result result =
      ran(five_rows, start("0.3, -0.1", "0.05", "0.7", "-0.2") + "lr = 0.1\nepochs = 500\n");
  const Replay replay = replay_network(result, 0, 0);
  ASSERT_EQ(replay.trace.epochs.size(), 501u);
  EXPECT_EQ(replay.parameter_names,
            (std::vector<std::string>{"hidden.0.weight.0", "hidden.0.weight.1", "hidden.0.bias",
                                      "output.weight.0", "output.bias"}));
  expect_near(replay.trace.epochs[0], {.3, -.1, .05, .7, -.2}, 1e-7);
  expect_near(replay.trace.epochs[1],
              {.3 - .0311248697089, -.1 + .0078655391671, .05 - .0097006529076, .7 - .0151557821068,
               -.2 - .0138580755823},
              1e-6);
  expect_near(replay.trace.epochs[500],
              {-1.197956763479, 2.233473903376, -.990118870248, 2.784152959131, -3.049631727281},
              2e-4);
  EXPECT_EQ(replay.same_as_kept, true);
  EXPECT_EQ(fate_text(replay.trace.record), "alive");
  EXPECT_NE(replay.story.find("alive at the end"), std::string::npos) << replay.story;
}

TEST_F(Replaying, ABornDeadUnitIsFrozenWhileTheOutputLearns) {
  const Result result =
      ran(five_rows, start("-0.3, -0.2", "0", "0.7", "0.02") + "lr = 0.1\nepochs = 2000\n");
  const Replay replay = replay_network(result, 0, 3);
  const std::vector<std::pair<std::size_t, double>> output_bias = {{1, .009500016666},
                                                                   {2, -.000737481964},
                                                                   {10, -.073942914611},
                                                                   {100, -.369166181247},
                                                                   {1000, -.405465108097}};
  for (const auto& [epoch, want] : output_bias) {
    EXPECT_NEAR(replay.trace.epochs.at(epoch).parameters[4], want, 1e-6) << epoch;
  }
  for (const EpochState& state : replay.trace.epochs) {
    ASSERT_TRUE(state.dead);
    ASSERT_EQ(state.rows_firing, std::vector<std::uint32_t>{0});
    ASSERT_EQ(state.parameters[0], -0.3f);
    ASSERT_EQ(state.parameters[3], 0.7f);
  }
  EXPECT_EQ(fate_text(replay.trace.record), "born dead");
  EXPECT_NE(replay.story.find("neither weight nor the bias is positive"), std::string::npos)
      << replay.story;
  EXPECT_NE(replay.story.find("not changed by one bit"), std::string::npos) << replay.story;
}

TEST_F(Replaying, ADeathIsToldAtItsEpoch) {
  // one row (1, 1) of class 0 and a huge step: w goes from .5 to .5 - 20 * sigmoid(1) = -14.1 at
  // epoch 1
  const Result result =
      ran("1,1,0\n1,1,0\n", start("0.5, 0.5", "0", "1", "0") + "lr = 20.0\nepochs = 3\n");
  const Replay replay = replay_network(result, 0, 0);
  EXPECT_NEAR(replay.trace.epochs.at(1).parameters[0], .5 - 20 / (1 + std::exp(-1.0)), 1e-4);
  EXPECT_EQ(replay.trace.epochs[0].rows_firing, std::vector<std::uint32_t>{2});
  EXPECT_EQ(replay.trace.record.death_epoch, 1u);
  EXPECT_EQ(fate_text(replay.trace.record), "died at epoch 1");
  // along w = (1, 1)/sqrt 2 both weights go the same way: sqrt 2 times one weight's step
  const double step = 20 / (1 + std::exp(-1.0));
  ASSERT_EQ(replay.turns.size(), 1u);
  EXPECT_TRUE(replay.turns[0].death);
  EXPECT_NEAR(replay.turns[0].along_w, -step * std::sqrt(2.0), 1e-4);
  EXPECT_NEAR(replay.turns[0].step[2], -step, 1e-4);
  EXPECT_NEAR(replay.turns[0].downhill, 1, 1e-6);
  EXPECT_EQ(replay.turns[0].z_before, 1.0f);
  EXPECT_NEAR(replay.turns[0].z_after, 1 - 3 * step, 1e-4);
  EXPECT_EQ(replay.verdict, Verdict::permanent);
  EXPECT_NE(replay.story.find("At epoch 1 the step of 20.68 against w"), std::string::npos) << replay.story;
  EXPECT_NE(replay.story.find("it cannot return"), std::string::npos) << replay.story;
}

TEST_F(Replaying, EveryKeptRowIsFoundAgain) {
  const Result result = ran(
      five_rows,
      "shape = \"2-1-1-1\"\noptimizer = \"sgd(momentum=0.9)\"\nweight_init = \"uniform(-1, 1)\"\n"
      "output_weight_init = \"uniform(-1, 1)\"\nlr = 0.05\nepochs = 40\n");
  for (std::uint64_t network = 0; network < 6; ++network) {
    const Replay replay = replay_network(result, 0, network);
    EXPECT_EQ(replay.same_as_kept, true) << network;
    EXPECT_EQ(replay.parameter_names.size(), 7u);
    EXPECT_EQ(replay.trace.epochs[0].rows_firing.size(), 2u);
  }
}

TEST_F(Replaying, WhatWasNotKeptCannotBeCompared) {
  const Result result = ran(five_rows, "epochs = 3\n", "first(2)");
  EXPECT_EQ(replay_network(result, 0, 1).same_as_kept, true);
  EXPECT_FALSE(replay_network(result, 0, 2).same_as_kept.has_value());
  EXPECT_THROW(replay_network(result, 1, 0), UsageError);
  EXPECT_THROW(replay_network(result, 0, 6), UsageError);
}

std::vector<EpochState> states(std::uint32_t epochs, std::uint32_t dies, std::uint32_t revives) {
  std::vector<EpochState> list(epochs + 1);
  for (std::uint32_t i = 0; i <= epochs; ++i) {
    list[i].epoch = i;
    list[i].dead = i >= dies && i < revives;
  }
  return list;
}

TEST(EpochsToShow, AreLogSpacedWithBothSidesOfEveryTurn) {
  EXPECT_EQ(epochs_to_show(states(2000, 37, 61), {}),
            (std::vector<std::uint32_t>{0, 1, 2, 5, 10, 20, 36, 37, 50, 60, 61, 100, 200, 500, 1000,
                                        2000}));
  EXPECT_EQ(epochs_to_show(states(25, 99, 99), 10), (std::vector<std::uint32_t>{0, 10, 20, 25}));
  EXPECT_EQ(epochs_to_show(states(0, 9, 9), {}), std::vector<std::uint32_t>{0});
}

}  // namespace
}  // namespace myriad
