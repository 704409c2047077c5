// Training against the double-precision oracle, printed trajectories, and the symmetries of the problem.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "cell_fixture.hpp"
#include "myriad/trace.hpp"
#include "oracle/trainer.hpp"
#include "step_fixture.hpp"

namespace myriad {
namespace {

using Start = std::array<double, 5>;  // w1, w2, b, v, c

void start_at(CellConfig& config, const Start& start) {
  config.init.weight_init = initializer("values", {start[0], start[1]});
  config.init.bias_init = initializer("constant", {start[2]});
  config.init.output_weight_init = initializer("constant", {start[3]});
  config.init.output_bias_init = initializer("constant", {start[4]});
  config.init.bias_init_given = config.init.output_bias_init_given = true;
}

Record train_from(CellConfig config, const Start& start, const std::vector<oracle::Row>& rows) {
  start_at(config, start);
  return train_all(*make_reference_engine(), config, dataset_of(rows), 1)[0];
}

TEST(step, golden_trajectory) {
  const Start start = {0.3, -0.1, 0.05, 0.7, -0.2};
  const double relu[] = {-1.197956763479, 2.233473903376, -0.990118870248, 2.784152959131, -3.049631727281};
  const double leaky[] = {-1.24464297036, 2.239640704544, -0.976705853184, 2.80508322415, -3.022051161715};
  CellConfig config = cell_config("relu");
  config.epochs = 500;
  config.lr = 0.1;
  const Record r = train_from(config, start, oracle::golden_rows());
  for (int i = 0; i < 5; ++i) EXPECT_NEAR(r.final[i], relu[i], 1e-4) << i;
  config.activation = call_part(PartKind::activation, "leaky_relu", {0.01});
  const Record l = train_from(config, start, oracle::golden_rows());
  for (int i = 0; i < 5; ++i) EXPECT_NEAR(l.final[i], leaky[i], 1e-4) << i;
}

TEST(step, first_gradient_of_the_golden_trajectory) {
  CellConfig config = cell_config("relu");
  config.epochs = 1;
  start_at(config, {0.3, -0.1, 0.05, 0.7, -0.2});
  const CellJob cell = make_cell_job(config, 1, 1, dataset_of(oracle::golden_rows()));
  const Trace trace = trace_network(cell, 0);
  const double expected[] = {0.311248697089, -0.078655391671, 0.097006529076, 0.151557821068,
                             0.138580755823};
  for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(trace.epochs[0].gradient[i], expected[i], 2e-7) << i;
}

TEST(step, dead_network_moves_its_output_bias_alone) {
  CellConfig config = cell_config("relu");
  config.epochs = 2000;
  config.lr = 0.1;
  start_at(config, {-1.1, -0.3, -0.2, 0.7, 0.02});
  const CellJob cell = make_cell_job(config, 1, 1, dataset_of(oracle::golden_rows()));
  const Trace trace = trace_network(cell, 0);
  const std::pair<std::size_t, double> c[] = {{1, .009500016666},    {2, -.000737481964},
                                              {10, -.073942914611},  {100, -.369166181247},
                                              {1000, -.405465108097}, {2000, -.405465108108}};
  for (const auto& [epoch, value] : c) EXPECT_NEAR(trace.epochs[epoch].parameters[4], value, 2e-6) << epoch;
  EXPECT_EQ(trace.record.flags, kBornDead | kBornInactive | kDead | kInactive | kPermanent | kConstantOutput |
                                    kZeroGradient | kDeadAndConstant | kDeadAndZeroGradient |
                                    kConstantAndZeroGradient | kDeadConstantAndZeroGradient);
  EXPECT_EQ(trace.record.death_epoch, 0u);
  EXPECT_EQ(trace.record.train_correct, 3u);
  EXPECT_NEAR(trace.record.train_loss, -.4 * std::log(.4) - .6 * std::log(.6), 1e-6);
}

struct Momentum {
  double momentum = 0, dampening = 0, nesterov = 0;
};

void expect_oracle(CellConfig config, oracle::Problem problem, const std::vector<oracle::Row>& rows,
                   std::uint64_t networks, const Momentum& m = {}) {
  config.optimizer = call_part(PartKind::optimizer, "sgd", {m.momentum, m.dampening, m.nesterov});
  problem.optimizer = "sgd(" + std::to_string(m.momentum) + ", " + std::to_string(m.dampening) + ", " +
                      std::to_string(m.nesterov) + ")";
  Agreement agreement;
  expect_follows(config, problem, rows, networks, agreement);
}

oracle::Problem problem_of(const std::string& activation, double lr) {
  oracle::Problem problem;
  problem.activation = activation;
  problem.lr = lr;
  problem.epochs = 150;
  return problem;
}

TEST(step, relu_follows_the_oracle) {
  const auto raw = oracle::iris_petals(), standard = oracle::standardise(raw);
  for (const double lr : {0.01, 0.1}) {
    expect_oracle(cell_config(), problem_of("relu", lr), raw, 2000);
  }
  for (const double lr : {0.1, 0.5}) {
    expect_oracle(cell_config(), problem_of("relu", lr), standard, 2000);
  }
}

TEST(step, leaky_relu_follows_the_oracle) {
  const auto raw = oracle::iris_petals(), standard = oracle::standardise(raw);
  const CellConfig config = cell_config("leaky_relu");
  for (const double lr : {0.01, 0.1}) {
    expect_oracle(config, problem_of("leaky_relu", lr), raw, 2000);
  }
  for (const double lr : {0.1, 0.5}) {
    expect_oracle(config, problem_of("leaky_relu", lr), standard, 2000);
  }
}

TEST(step, every_activation_shape_and_momentum_follow_the_oracle) {
  const auto rows = oracle::standardise(oracle::iris_petals());
  for (const std::string name : {"relu", "leaky_relu", "identity", "tanh", "sigmoid"}) {
    for (const int layers : {1, 2}) {
      for (const int kind : {0, 1, 2}) {
        SCOPED_TRACE(name + " layers " + std::to_string(layers) + " kind " +
                     std::to_string(kind));
        oracle::Problem problem = problem_of(name, 0.1);
        if (kind == 0) problem.weight_decay = 0.01;
        problem.decay_biases = layers == 1;
        const Momentum momentum{kind == 0 ? 0.0 : 0.9, kind == 1 ? 0.2 : 0.0, kind == 2 ? 1.0 : 0.0};
        CellConfig config = cell_config(name);
        config.hidden_layers = layers;
        expect_oracle(config, problem, rows, 200, momentum);
      }
    }
  }
}

TEST(step, flipping_the_labels_negates_the_output_exactly) {
  std::vector<oracle::Row> rows = oracle::iris_petals(), flipped = rows;
  for (oracle::Row& row : flipped) row.label = 1 - row.label;
  for (const char* activation : {"relu", "leaky_relu", "identity", "tanh", "sigmoid"}) {
    CellConfig config = cell_config(activation);
    config.epochs = 100;
    for (const Record& drawn : train_all(*make_reference_engine(), config, dataset_of(rows), 40)) {
      const float* p = drawn.initial;
      const Record r = train_from(config, {p[0], p[1], p[2], -p[3], -p[4]}, flipped);
      for (const int i : {0, 1, 2}) ASSERT_EQ(to_bits(r.final[i]), to_bits(drawn.final[i]));
      for (const int i : {3, 4}) ASSERT_EQ(to_bits(-r.final[i]), to_bits(drawn.final[i]));
      ASSERT_EQ(to_bits(r.train_loss), to_bits(drawn.train_loss));
      ASSERT_EQ(r.flags, drawn.flags);
      ASSERT_EQ(r.death_epoch, drawn.death_epoch);
      ASSERT_EQ(r.train_correct, drawn.train_correct);
    }
  }
}

TEST(step, swapping_the_features_swaps_their_weights) {
  const auto rows = oracle::standardise(oracle::iris_petals());
  auto swapped = rows;
  for (oracle::Row& row : swapped) std::swap(row.x1, row.x2);
  CellConfig config = cell_config("tanh");
  config.epochs = 200;
  for (const Record& drawn : train_all(*make_reference_engine(), config, dataset_of(rows), 100)) {
    const float* p = drawn.initial;
    const Record r = train_from(config, {p[1], p[0], p[2], p[3], p[4]}, swapped);
    const int back[] = {1, 0, 2, 3, 4};
    for (int i = 0; i < 5; ++i) ASSERT_NEAR(r.final[back[i]], drawn.final[i], 1e-4);
    ASSERT_NEAR(r.train_loss, drawn.train_loss, 1e-5);
  }
}

TEST(step, dead_networks_are_frozen_but_for_the_output_bias) {
  CellConfig config = cell_config();
  config.epochs = 300;
  const CellJob cell = make_cell_job(config, 7, 600, dataset_of(oracle::iris_petals()));
  int born = 0, died = 0;
  for (const Record& r : make_reference_engine()->run(cell, {0, 600}, keep_all()).kept) {
    if ((r.flags & kDead) == 0) continue;
    const bool was_born = (r.flags & kBornDead) != 0;
    born += was_born;
    died += !was_born;
    const Trace trace = trace_network(cell, r.network);
    const std::vector<float>& at_death = trace.epochs[r.death_epoch].parameters;
    for (const std::size_t i : {0, 1, 2, 3}) ASSERT_EQ(to_bits(r.final[i]), to_bits(at_death[i]));
    if (was_born) {
      ASSERT_NE(r.final[4], at_death[4]);
    } else {
      ASSERT_FALSE(trace.epochs[r.death_epoch - 1].dead);
    }
  }
  EXPECT_GT(born, 50);
  EXPECT_GT(died, 5);
}

}  // namespace
}  // namespace myriad
