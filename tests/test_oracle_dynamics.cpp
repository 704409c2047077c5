// test_oracle_dynamics: the oracle's trainings against numbers derived elsewhere: the golden
// trajectory, the dead sequence, what revives a dead unit, conservation laws and symmetries.
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>
#include <vector>

#include "oracle/rows.hpp"
#include "oracle_fixture.hpp"

namespace {

using namespace oracle;

// Labels with mean 2/5; the network below is dead on all of them.
const std::vector<Row> five_rows{{1, 1, 1}, {2, 1, 1}, {1, 2, 0}, {3, 1, 0}, {2, 2, 0}};

TEST(OracleDynamics, GoldenGradient) {
  expect_near(gradient(problem_of(golden_rows(), golden_start), golden_start),
              one(.311248697089, -.078655391671, .097006529076, .151557821068, .138580755823),
              1e-12);
}

TEST(OracleDynamics, GoldenTrajectoryRelu) {
  const Problem problem = problem_of(golden_rows(), golden_start, "relu", 500);
  const Result result = train(problem);
  expect_near(result.final,
              one(-1.197956763479, 2.233473903376, -.990118870248, 2.784152959131, -3.049631727281),
              1e-11);
  const auto path = trajectory(problem);
  ASSERT_EQ(path.size(), 501u);
  EXPECT_EQ(pack(path.front()), pack(golden_start));
  EXPECT_EQ(pack(path.back()), pack(result.final));
}

TEST(OracleDynamics, GoldenTrajectoryLeaky) {
  const Result result = train(problem_of(golden_rows(), golden_start, "leaky_relu", 500));
  expect_near(result.final,
              one(-1.24464297036, 2.239640704544, -.976705853184, 2.80508322415, -3.022051161715),
              1e-11);
}

TEST(OracleDynamics, LossStaysFiniteForLargeLogits) {
  EXPECT_DOUBLE_EQ(loss(problem_of({{1, 0, 0}}, {}, "identity"), one(1000, 0, 0, 1, 0)), 1000);
  EXPECT_DOUBLE_EQ(loss(problem_of({{1, 0, 1}}, {}, "identity"), one(-1000, 0, 0, 1, 0)), 1000);
  EXPECT_DOUBLE_EQ(loss(problem_of({{1, 0, 1}}, {}, "identity"), one(0, 0, 0, 1, 0)), std::log(2));
}

// Dead under plain GD: c <- c - lr (sigmoid(c) - mean label), everything else frozen bit for bit.
TEST(OracleDynamics, DeadNetworkMovesItsOutputBiasOnly) {
  const Parameters start = one(-.1, -.1, 0, .3, .02);
  const Problem problem = problem_of(five_rows, start, "relu", 2000);
  const auto path = trajectory(problem);
  const double expected[][2] = {{1, .009500016666},     {2, -.000737481964},
                                {10, -.073942914611},   {100, -.369166181247},
                                {1000, -.405465108097}, {2000, -.405465108108}};
  for (const auto& [step, c] : expected) EXPECT_NEAR(path[std::size_t(step)].c, c, 1e-12);
  EXPECT_EQ(path.back().w1, start.w1);
  EXPECT_EQ(path.back().b, start.b);
  EXPECT_EQ(path.back().v, start.v);
  const Result result = train(problem);
  EXPECT_TRUE(result.born_dead && result.dead && result.death_epoch == 0);
  EXPECT_TRUE(result.zero_gradient && result.constant_output);
  EXPECT_FALSE(result.died || result.transient || result.revived || result.diverged);
  EXPECT_EQ(result.train_correct, 3);
  EXPECT_NEAR(result.train_loss, -.4 * std::log(.4) - .6 * std::log(.6), 1e-12);
}

// The dead fixed point logit(.4) attracts iff lr < 2 / (.4 * .6) = 8.333...
TEST(OracleDynamics, DeadFixedPointLosesStability) {
  const Parameters start = one(-.1, -.1, 0, .3, -.4);
  const double fixed = std::log(.4 / .6);
  EXPECT_NEAR(train(problem_of(five_rows, start, "relu", 5000, 8.25)).final.c, fixed, 1e-9);
  EXPECT_GT(std::fabs(train(problem_of(five_rows, start, "relu", 5000, 8.4)).final.c - fixed),
            0.01);
}

// Balanced labels, c = 0, dead: c stays 0, o >= 0 holds and every row is called class 1.
TEST(OracleDynamics, TieIsClassOne) {
  const std::vector<Row> rows{{1, 1, 1}, {2, 1, 1}, {1, 2, 0}, {3, 1, 0}};
  const Result result = train(problem_of(rows, one(-1, -1, 0, 1, 0), "relu", 1000));
  EXPECT_EQ(result.final.c, 0.0);
  EXPECT_EQ(result.train_correct, 2);
  EXPECT_EQ(look(problem_of({{1, 1, 1}}, {}), one(-1, -1, 0, 1, 0)).correct, 1);
  EXPECT_EQ(look(problem_of({{1, 1, 0}}, {}), one(-1, -1, 0, 1, 0)).correct, 0);
}

TEST(OracleDynamics, ConservationLawEveryStep) {
  for (const char* activation : {"relu", "leaky_relu"}) {
    const Problem problem = problem_of(golden_rows(), golden_start, activation, 300, 0.2);
    const auto path = trajectory(problem);
    auto charge = [](const Parameters& p) {
      return p.w1 * p.w1 + p.w2 * p.w2 + p.b * p.b - p.v * p.v;
    };
    for (std::size_t t = 0; t + 1 < path.size(); ++t) {
      const Parameters& p = path[t];
      const Parameters g = gradient(problem, p);
      EXPECT_NEAR(p.w1 * g.w1 + p.w2 * g.w2 + p.b * g.b, p.v * g.v, 1e-14);
      EXPECT_NEAR(charge(path[t + 1]) - charge(p), problem.lr * problem.lr * charge(g), 1e-13);
    }
  }
}

TEST(OracleDynamics, SwappingTheFeaturesSwapsTheWeights) {
  std::vector<Row> swapped = golden_rows();
  for (Row& row : swapped) std::swap(row.x1, row.x2);
  Parameters start = golden_start;
  std::swap(start.w1, start.w2);
  Parameters expected = train(problem_of(golden_rows(), golden_start, "relu", 500)).final;
  std::swap(expected.w1, expected.w2);
  expect_near(train(problem_of(swapped, start, "relu", 500)).final, expected, 1e-11);
}

TEST(OracleDynamics, FlippingTheLabelsFlipsTheOutputLayerBitForBit) {
  for (const char* loss : {"bce_with_logits", "mse", "mae", "hinge", "squared_hinge", "huber"}) {
    Problem problem = problem_of(golden_rows(), golden_start, "leaky_relu", 500);
    problem.loss = loss;
    problem.optimizer = "sgd(momentum=0.9)";
    Parameters expected = train(problem).final;
    for (Row& row : problem.rows) row.label = 1 - row.label;
    problem.start.v = -problem.start.v, problem.start.c = -problem.start.c;
    expected.v = -expected.v, expected.c = -expected.c;
    EXPECT_EQ(pack(train(problem).final), pack(expected)) << loss;
  }
}

TEST(OracleDynamics, DuplicatingTheRowsChangesNothing) {
  std::vector<Row> twice = golden_rows();
  for (const Row& row : golden_rows()) twice.push_back(row);
  expect_near(train(problem_of(twice, golden_start, "tanh", 300)).final,
              train(problem_of(golden_rows(), golden_start, "tanh", 300)).final, 1e-11);
}

TEST(OracleDynamics, PlainDescentNeverRevives) {
  Uniform uniform(21);
  int born_dead = 0, died = 0;
  for (double lr : {0.1, 1.0, 5.0}) {
    for (int i = 0; i < 300; ++i) {
      const Result r = train(problem_of(golden_rows(), uniform.start(1), "relu", 300, lr));
      born_dead += r.born_dead;
      died += r.died;
      EXPECT_FALSE(r.revived || r.transient);
      EXPECT_EQ(r.dead, !r.diverged && (r.born_dead || r.died));
      EXPECT_EQ(r.death_epoch > 0, r.died);
    }
  }
  EXPECT_GT(born_dead, 100);
  EXPECT_GT(died, 100);
}

// u <- mu u + g: once dead, g = 0 and theta coasts to theta - lr mu / (1 - mu) u; z is linear in
// theta, so the unit is dead for good iff it is dead there (c, v play no part).
TEST(OracleDynamics, HeavyBallDeathIsPermanentIffTheCoastEndsDead) {
  Uniform uniform(8);
  Problem problem = problem_of(standardise(golden_rows()), {}, "relu", 400, 2.0);
  problem.optimizer = "sgd(0.9)";
  int permanent = 0, transient = 0;
  for (int i = 0; i < 400; ++i) {
    problem.start = uniform.start(1);
    const Result result = train(problem);
    const long t = result.first_death;
    if (t < 1 || t >= 200) continue;
    const auto path = trajectory(problem);
    Values rest = pack(path[std::size_t(t)]);
    const Values before = pack(path[std::size_t(t) - 1]);
    for (std::size_t k = 0; k < rest.size(); ++k) rest[k] += 9 * (rest[k] - before[k]);
    const bool stays = result.death_epoch == t;
    EXPECT_EQ(look(problem, unpack(rest, 1)).dead, stays);
    ++(stays ? permanent : transient);
  }
  EXPECT_GT(permanent, 10);
  EXPECT_GT(transient, 10);
}

TEST(OracleDynamics, WhatDecayCanRevive) {
  Problem problem =
      problem_of({{1, 1, 0}, {2, 1, 1}, {1, 3, 0}}, one(-.3, -.2, .1, .4, .1), "relu", 3000);
  problem.weight_decay = 0.05;
  EXPECT_EQ(first_alive(problem), -1);
  problem.optimizer = "sgd(momentum=0.9)";
  EXPECT_EQ(first_alive(problem), 48);
  problem.optimizer = "sgd";
  problem.decay_biases = false;
  EXPECT_EQ(first_alive(problem), 322);
  problem.start.b = 0;
  EXPECT_EQ(first_alive(problem), -1);
}

TEST(OracleDynamics, AdamWithCoupledDecayCanRevive) {
  Problem problem = problem_of({{1, 1, 0}}, one(-.1, -.1, .15, .4, .1), "relu", 300, 1e-3);
  problem.weight_decay = 1e-2;
  problem.optimizer = "adam";
  EXPECT_EQ(first_alive(problem), 58);
  problem.optimizer = "adamw";
  EXPECT_EQ(first_alive(problem), -1);
}

TEST(OracleDynamics, DivergedTakesPrecedence) {
  const double big = std::numeric_limits<double>::max();
  const Result result =
      train(problem_of({{1, 1, 0}, {2, 2, 1}}, one(big, 0, 0, big, 0), "relu", 3));
  EXPECT_TRUE(result.diverged && result.born_always_on);
  EXPECT_FALSE(result.dead || result.died || result.inactive || result.always_on || result.solved);
  EXPECT_EQ(result.death_epoch, -1);
  const Result infinite = train(problem_of({{1, 1, 0}}, one(-INFINITY, 0, 0, 1, 0), "relu", 0));
  EXPECT_TRUE(infinite.diverged && infinite.born_dead);
  EXPECT_FALSE(infinite.dead || infinite.inactive);
  EXPECT_EQ(infinite.death_epoch, -1);
}

}  // namespace
