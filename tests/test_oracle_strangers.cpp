// test_oracle_strangers: numbers that other people printed.
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "oracle/rows.hpp"
#include "oracle/strangers.hpp"
#include "oracle_fixture.hpp"

namespace {

using namespace oracle;

TEST(Strangers, XorPrintsTwentyFortyFirsts) {
  EXPECT_DOUBLE_EQ(mse_dead_fixed_point(0.2), 20. / 41);
  const XorOutputs outputs = train_xor_per_row(0.2, 1000, -.5, -.3, 0, .4, .1);
  for (double o : {outputs.of_00, outputs.of_10, outputs.of_01, outputs.of_11}) {
    EXPECT_NEAR(o, 0.48780487804878037, 1.2e-16);  // within two units in the last place
  }
}

TEST(Strangers, SingleReluSucceedsHalfTheTime) {
  for (double lr : {0.05, 0.5, 0.9}) EXPECT_EQ(single_relu_success(lr, 1000, 2000), .5);
  EXPECT_EQ(single_relu_success(1.5, 1000, 2000), 1.0);  // above 1 a wrong sign jumps over 0
}

TEST(Strangers, CollapseInClosedForm) {
  EXPECT_DOUBLE_EQ(collapse_two_hidden(2), 5. / 32);
  EXPECT_DOUBLE_EQ(collapse_two_hidden(3), 11. / 256);
  EXPECT_NEAR(collapse_width_two(3), 5. / 32, 1e-9);
  EXPECT_NEAR(collapse_width_two(10), .8798, 4e-4);
  EXPECT_NEAR(collapse_width_two(20), .99323, 5e-5);
}

TEST(Strangers, CollapseSimulated) {
  auto expect_share = [](int layers, int width, double share) {
    const int networks = 40000;
    const double error = std::sqrt(share * (1 - share) / networks);
    EXPECT_NEAR(collapse_simulated(layers, width, networks, 7), share, 4.5 * error + 4e-4);
  };
  expect_share(3, 3, 11. / 256);
  expect_share(10, 2, collapse_width_two(10));
  expect_share(10, 3, .5784);
  expect_share(10, 5, .1281);
}

// The same numbers from the trainer: batches of one row, squared error of the linear output.
TEST(Strangers, XorPrintsTwentyFortyFirstsFromTheTrainer) {
  Problem problem = problem_of(xor_rows(), one(-.5, -.3, 0, .4, .1), "relu", 1000, 0.1);
  problem.loss = "mse";
  problem.output = "linear";
  problem.batch_size = 1;
  problem.row_order = [](long) { return std::vector<int>{0, 2, 1, 3}; };
  const Result result = train(problem);
  EXPECT_TRUE(result.born_dead && result.dead);
  EXPECT_NEAR(result.last.least_output, 0.48780487804878037, 1.2e-16);
  EXPECT_NEAR(result.last.greatest_output, 0.48780487804878037, 1.2e-16);
  EXPECT_EQ(result.train_correct, 2);  // 0.4878 < 0.5: class 0 throughout
}

}  // namespace
