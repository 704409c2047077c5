// test_oracle_judgement: the flags, told again from a path and the definitions; edges; batches;
// rounding.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "oracle/rounding.hpp"
#include "oracle/rows.hpp"
#include "oracle_fixture.hpp"

namespace {

using namespace oracle;

// Every flag once more, from the recorded path and straight from the definitions.
TEST(OracleJudgement, FlagsAgreeWithThePath) {
  Uniform uniform(77);
  Problem problem = problem_of(standardise(golden_rows()), {}, "relu", 10, 2.0);
  problem.optimizer = "sgd(momentum=0.9)";
  int transient = 0, revived = 0, always_on = 0, solved = 0, later_died = 0;
  for (int i = 0; i < 400; ++i) {
    problem.weight_decay = i % 2 == 0 ? 0 : 0.05;
    problem.start = uniform.start(2);
    const Result r = train(problem);
    ASSERT_FALSE(r.diverged);
    std::vector<bool> dead, on;
    for (const Parameters& p : trajectory(problem)) {
      double low = INFINITY, high = -INFINITY;
      for (const Row& row : problem.rows) {
        low = std::min(low, p.w1 * row.x1 + p.w2 * row.x2 + p.b);
        high = std::max(high, p.w1 * row.x1 + p.w2 * row.x2 + p.b);
      }
      dead.push_back(high <= 0);
      on.push_back(low > 0);
    }
    long death = long(dead.size());
    while (death > 0 && dead[std::size_t(death) - 1]) --death;
    const auto first = std::find(dead.begin(), dead.end(), true);
    const bool ever = first != dead.end();
    EXPECT_EQ(r.dead_at, dead);
    EXPECT_EQ(r.born_dead, dead.front());
    EXPECT_EQ(r.born_inactive, dead.front());
    EXPECT_EQ(r.born_always_on, on.front());
    EXPECT_EQ(r.dead, dead.back());
    EXPECT_EQ(r.inactive, dead.back());
    EXPECT_EQ(r.always_on, on.back());
    EXPECT_EQ(r.first_death, ever ? first - dead.begin() : -1);
    EXPECT_EQ(r.death_epoch, dead.back() ? death : -1);
    EXPECT_EQ(r.died, !dead.front() && dead.back());
    EXPECT_EQ(r.transient, !dead.front() && ever && !dead.back());
    EXPECT_EQ(r.revived, dead.front() && !dead.back());
    EXPECT_EQ(r.solved, r.train_correct == 5);
    EXPECT_EQ(r.fires_at_end == 5, r.always_on);
    EXPECT_EQ(r.fires_at_end == 0, r.inactive);
    EXPECT_TRUE(!r.dead || (r.zero_gradient && r.constant_output));
    transient += r.transient, revived += r.revived, always_on += r.always_on, solved += r.solved;
    later_died += r.death_epoch > 1;
  }
  for (int count : {transient, revived, always_on, solved, later_died}) EXPECT_GT(count, 3);
}

TEST(OracleJudgement, TwoLayersAndLeakyUnits) {
  const Problem relu = problem_of(golden_rows(), {}),
                leaky = problem_of(golden_rows(), {}, "lrelu");
  const Parameters second_dead{2, 1, 1, 0, -1, 0, 1, 0}, both_on{2, 1, 1, 0, 1, 0, 1, 0};
  const View view = look(relu, second_dead);
  EXPECT_TRUE(view.dead && view.inactive && !view.always_on);
  EXPECT_TRUE(!view.layers[0].flat && view.layers[1].flat);
  EXPECT_EQ(view.layers[0].fires, 5);
  EXPECT_EQ(view.fires, 0);
  EXPECT_FALSE(look(leaky, second_dead).dead);
  EXPECT_TRUE(look(leaky, second_dead).inactive);
  EXPECT_TRUE(look(relu, both_on).always_on);
  EXPECT_EQ(look(relu, both_on).fires, 5);
  EXPECT_TRUE(look(problem_of({{0, 0, 0}}, {}), one(1, 1, 0, 1, 0)).dead);  // closed: z = 0 is dead
}

TEST(OracleJudgement, FlatSetsOfTwoEnds) {
  const std::vector<Row> rows{{1, 0, 0}, {2, 0, 1}};
  auto dead = [&](const char* activation, double w1, double b) {
    return look(problem_of(rows, {}, activation), one(w1, 0, b, 1, 0)).dead;
  };
  EXPECT_TRUE(dead("relu6", 0, 6) && dead("relu6", -1, 1) && dead("hardtanh", 1, 0));
  EXPECT_FALSE(dead("relu6", 1, 4.5));      // z = 5.5, 6.5
  EXPECT_FALSE(dead("hardtanh", -4, 6));    // z = 2, -2: constant on each side, not on both
  EXPECT_TRUE(dead("hardshrink", .25, 0));  // z = .25, .5
  EXPECT_FALSE(dead("hardshrink", .26, 0));
  EXPECT_TRUE(dead("threshold(3, 7)", 1, 1) && !dead("threshold(3, 7)", 1, 1.1));
  EXPECT_FALSE(dead("tanh", 1000, 0) || dead("leaky_relu", -1, 0));
}

TEST(OracleJudgement, SaturatedConstantAndZeroGradient) {
  const std::vector<Row> rows{{1, 0, 0}, {2, 0, 1}};
  auto view = [&](const char* activation, double w1, double v) {
    return look(problem_of(rows, {}, activation), one(w1, 0, 0, v, 0));
  };
  // tanh' = 2^-12 where cosh z = 64: z = 4.85.
  EXPECT_TRUE(view("tanh", 4.86, 1).saturated && !view("tanh", 4.84, 1).saturated);
  EXPECT_TRUE(view("tanh", 4.86, 1).constant_output && !view("tanh", 2, 1).constant_output);
  EXPECT_FALSE(view("tanh", 4.86, 1).zero_gradient || view("tanh", 4.86, 1).dead);
  EXPECT_TRUE(view("tanh", 4.86, 0).zero_gradient);
  // Equal rows with opposite labels and o = 0: the terms cancel.
  const View opposite = look(problem_of({{1, 0, 0}, {1, 0, 1}}, {}), one(1, 0, 0, 1, -1));
  EXPECT_TRUE(opposite.zero_gradient && opposite.hidden_terms == .5);
  EXPECT_EQ(view("relu", -1, 1).hidden_terms, 0);
  EXPECT_TRUE(view("tanh", 1000, 1).zero_gradient);  // 1 / cosh^2 underflows
  EXPECT_FALSE(view("relu", -1, 1).saturated);       // dead instead
  EXPECT_TRUE(view("elu", -9, 1).saturated && view("sigmoid", -9, 1).saturated);
  EXPECT_TRUE(view("relu", 0x1p-8, .99).constant_output);
  EXPECT_FALSE(view("relu", 0x1p-8, 1).constant_output);  // closed from above: 2^-8 is not below
}

TEST(OracleJudgement, EdgesTellHowNearADecisionWas) {
  auto edge = [](double w1, double w2, double b, const char* activation = "relu") {
    return look(problem_of({{1, 1, 0}, {0, 0, 1}}, {}, activation), one(w1, w2, b, 1, .25)).edge;
  };
  EXPECT_NEAR(edge(-.5, .5 - 1e-6, 0).dead, 1e-6 / (1 - 1e-6), 1e-15);  // z = -1e-6 of terms of 1
  EXPECT_NEAR(edge(-.5, .5 + 1e-6, 0).dead, 1e-6 / (1 + 1e-6), 1e-15);
  EXPECT_EQ(edge(-.5, .5, 0).dead, 0);  // z = 0 from terms that are not
  EXPECT_NEAR(edge(-1, 1 + 1e-3, 0).fires, 1e-3 / (2 + 1e-3), 1e-15);
  EXPECT_NEAR(edge(-1, 1 + 1e-3, 0).kink, 1e-3 / (2 + 1e-3), 1e-15);
  EXPECT_EQ(edge(-1, -1, 0).inactive, 1);  // the row (0, 0) has exactly 0: no terms, no rounding
  EXPECT_EQ(edge(-1, -1, 0, "tanh").dead, INFINITY);
  EXPECT_NEAR(edge(0, 0, 5.9, "relu6").dead, .1 / 11.9, 1e-15);
  EXPECT_DOUBLE_EQ(edge(-1, -1, 0).classes, 1);  // o = c throughout
}

TEST(OracleJudgement, ClosestCallsOfATraining) {
  Problem problem = problem_of(golden_rows(), golden_start, "relu", 500);
  const Result result = train(problem);
  double death = INFINITY, kink = INFINITY;
  for (const Parameters& p : trajectory(problem)) {
    for (const Row& row : problem.rows) {
      const double z = p.w1 * row.x1 + p.w2 * row.x2 + p.b;
      const double size = std::fabs(p.w1 * row.x1) + std::fabs(p.w2 * row.x2) + std::fabs(p.b);
      kink = std::min(kink, std::fabs(z) / size);
    }
    death = std::min(death, look(problem, p).edge.dead);
  }
  EXPECT_DOUBLE_EQ(result.closest.death, death);
  EXPECT_GE(result.closest.kink, kink);  // of the steps: without the last state
  EXPECT_LT(result.closest.kink, 0.01);
  EXPECT_GT(result.closest.death, result.closest.kink);
}

TEST(OracleJudgement, LastPartialBatchIsAveragedOverItsOwnRows) {
  Problem problem = problem_of(golden_rows(), golden_start, "tanh", 1, 0.3);
  problem.batch_size = 2;
  problem.row_order = [](long) { return std::vector<int>{4, 0, 2, 1, 3}; };
  Parameters at = golden_start;
  for (const std::vector<int>& batch : {std::vector<int>{4, 0}, {2, 1}, {3}}) {
    Problem alone = problem;
    alone.rows.clear();
    for (int row : batch) alone.rows.push_back(golden_rows()[std::size_t(row)]);
    const Values g = pack(gradient(alone, at));
    Values p = pack(at);
    for (std::size_t k = 0; k < p.size(); ++k) p[k] -= 0.3 * g[k];
    at = unpack(p, 1);
  }
  expect_near(train(problem).final, at, 0);
}

// rrelu asks for a slope per step and layer, and forgets them when it is judged.
TEST(OracleJudgement, RreluTakesSlopesFromOutside) {
  Problem problem = problem_of(golden_rows(), {2, -.3, .1, .05, .9, .15, .7, -.2}, "rrelu", 3);
  problem.batch_size = 2;
  std::vector<long> steps;
  problem.rrelu_slope = [&](long step, int layer) {
    steps.push_back(2 * step + layer);
    return .2;
  };
  const Result result = train(problem);
  std::sort(steps.begin(), steps.end());
  ASSERT_EQ(steps.size(), 18u);  // 3 epochs, 3 batches, 2 layers
  for (std::size_t k = 0; k < steps.size(); ++k) EXPECT_EQ(steps[k], long(k));
  Problem leaky = problem;
  leaky.activation = "leaky_relu(0.2)";
  EXPECT_EQ(pack(train(leaky).final), pack(result.final));
  leaky.activation = "leaky_relu(0.22916666666666666)";
  EXPECT_DOUBLE_EQ(result.train_loss, oracle::loss(leaky, result.final));
}

TEST(OracleJudgement, RowsOfATest) {
  Problem problem = problem_of(golden_rows(), golden_start, "relu", 500);
  problem.test_rows = {{1, 2, 1}, {1, 2, 0}, {2, 1, 0}};
  EXPECT_EQ(train(problem).test_correct, 2);
}

TEST(OracleJudgement, RoundingLeavesADeadNetworkAloneAndMovesAnother) {
  const Problem dead = problem_of(golden_rows(), one(-1, -1, 0, .5, .2), "relu", 200);
  Problem rounded = dead;
  rounded.roundoff = 0x1p-23;
  EXPECT_EQ(train(rounded).final.w1, -1);
  EXPECT_NE(train(rounded).final.c, train(dead).final.c);
  const Problem alive = problem_of(golden_rows(), golden_start, "relu", 500);
  const Spread spread = oracle::spread(alive, train(alive));
  EXPECT_TRUE(spread.same);
  EXPECT_GT(spread.parameters, 1e-8);
  EXPECT_LT(spread.parameters, 1e-4);
  // One step takes z = w1 + b from 0.5 to 5e-10: rounding decides whether the unit dies.
  const double slope = 1 / (1 + std::exp(-.5));
  const Problem edge =
      problem_of({{1, 0, 0}}, one(.5, 0, 0, 1, 0), "relu", 1, .25 / slope * (1 - 1e-9));
  const Result exact = train(edge);
  EXPECT_FALSE(exact.dead);
  EXPECT_LT(exact.closest.death, 1e-8);
  EXPECT_FALSE(oracle::spread(edge, exact, 8).same);
}

}  // namespace
