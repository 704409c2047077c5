// test_oracle_optimizer: printed steps, hand-made sequences, schedules, clipping, decay.
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <optional>

#include "oracle/optimizer.hpp"
#include "oracle/schedule.hpp"
#include "oracle_fixture.hpp"

namespace {

using namespace oracle;

// p^2 from p = 1, three steps.
double minimise_square(const char* optimizer, double lr) {
  Optimizer rule(optimizer, std::nullopt, true);
  Values p{1}, g{};
  for (int step = 0; step < 3; ++step) {
    g[0] = 2 * p[0];
    p = rule.step(p, g, lr, {true});
  }
  return p[0];
}

TEST(OracleOptimizer, PrintedStepsOnASquare) {
  EXPECT_NEAR(minimise_square("sgd", .1), .512, 1e-12);
  EXPECT_NEAR(minimise_square("adam", 1e-3), .9970001, 1e-7);
  EXPECT_NEAR(minimise_square("adamw", 1e-3), .9969701, 1e-7);
  EXPECT_NEAR(minimise_square("rmsprop", 1e-2), .7799823, 1e-7);
  EXPECT_NEAR(minimise_square("adagrad", 1e-2), .9772379, 1e-7);
  EXPECT_NEAR(minimise_square("nadam", 2e-3), .9948885, 1e-7);
  EXPECT_NEAR(minimise_square("lion", 1e-2), .97, 1e-12);
}

TEST(OracleOptimizer, MomentumFollowsPyTorch) {
  // Dead network, one row with label 0: only c moves, its gradient is sigmoid(c).
  Problem problem = problem_of({{1, 1, 0}}, one(-1, -1, 0, 1, 0), "relu", 2, 1.0);
  problem.optimizer = "sgd(momentum=0.9, dampening=0.5)";
  const double c1 = -0.5, g2 = 1 / (1 + std::exp(0.5));
  const auto path = trajectory(problem);
  EXPECT_DOUBLE_EQ(path[1].c, c1);  // the first buffer is the gradient, undamped
  EXPECT_DOUBLE_EQ(path[2].c, c1 - (0.9 * 0.5 + 0.5 * g2));
  problem.optimizer = "sgd(momentum=0.9, nesterov=true)";
  EXPECT_DOUBLE_EQ(trajectory(problem)[1].c, -(0.5 + 0.9 * 0.5));
}

TEST(OracleOptimizer, DecayIsCoupledOrNot) {
  const Values p{2, 0, 2}, none{};  // a weight and a bias, no gradient
  EXPECT_EQ(Optimizer("sgd", std::nullopt, true).step(p, none, .5, {true, true, true}), p);
  EXPECT_DOUBLE_EQ(Optimizer("sgd", .1, true).step(p, none, .5, {true, true, true})[2], 1.9);
  EXPECT_DOUBLE_EQ(Optimizer("sgd", .1, false).step(p, none, .5, {true, true, true})[0], 1.9);
  EXPECT_EQ(Optimizer("sgd", .1, false).step(p, none, .5, {true, true, true})[2], 2);
  // Coupled, Adam turns any gradient into a step of lr; decoupled, the parameter shrinks.
  EXPECT_NEAR(Optimizer("adam", .1, true).step(p, none, .5, {true})[0], 1.5, 1e-7);
  EXPECT_DOUBLE_EQ(Optimizer("adamw", .1, true).step(p, none, .5, {true})[0], 1.9);
  EXPECT_DOUBLE_EQ(Optimizer("adamw", std::nullopt, true).step(p, none, .5, {true})[0], 1.99);
  EXPECT_DOUBLE_EQ(Optimizer("lion", .1, true).step(p, none, .5, {true})[0], 1.9);
  EXPECT_EQ(Optimizer("lion", std::nullopt, true).step(p, none, .5, {true})[0], 2);
}

TEST(OracleOptimizer, EntriesOutOfUseStay) {
  Values p{}, g{};
  for (const char* rule : {"rmsprop(eps=0)", "adam(eps=0)", "adagrad(eps=0)"}) {
    EXPECT_EQ(Optimizer(rule, .1, true).step(p, g, 1, {}), p) << rule;
  }
}

TEST(OracleOptimizer, ClippingByTheGlobalNorm) {
  EXPECT_EQ(clip_factor({3, 4}, 0), 1);
  EXPECT_EQ(clip_factor({3, 4}, 6), 1);
  EXPECT_DOUBLE_EQ(clip_factor({3, 4}, 1), 1 / (5 + 1e-6));
  EXPECT_TRUE(std::isnan(clip_factor({NAN}, 1)));
}

TEST(OracleOptimizer, Schedules) {
  for (long epoch : {0, 1, 99}) EXPECT_EQ(schedule_factor("constant", epoch, 100), 1);
  EXPECT_EQ(schedule_factor("step(30)", 29, 100), 1);
  EXPECT_DOUBLE_EQ(schedule_factor("step(30, 0.1)", 30, 100), .1);
  EXPECT_DOUBLE_EQ(schedule_factor("step(30, 0.1)", 60, 100), .01);
  EXPECT_EQ(schedule_factor("cosine", 0, 100), 1);
  EXPECT_DOUBLE_EQ(schedule_factor("cosine", 50, 100), .5);
  EXPECT_DOUBLE_EQ(schedule_factor("warmup(10)", 0, 100), .1);
  EXPECT_DOUBLE_EQ(schedule_factor("warmup(10)", 8, 100), .9);
  EXPECT_EQ(schedule_factor("warmup(10)", 50, 100), 1);
}

}  // namespace
