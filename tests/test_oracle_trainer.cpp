// test_oracle_trainer: the oracle against PyTorch 1.13.1 in double: values and slopes of
// activations and losses, and whole trainings (tests/vectors/trainer.json, made by trainer.py
// beside it).
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "oracle/activation.hpp"
#include "oracle/loss.hpp"
#include "oracle/trainer.hpp"

namespace {

using namespace oracle;
using nlohmann::json;

const json& vectors() {
  static const json all = [] {
    std::ifstream file(MYRIAD_SOURCE_DIR "/tests/vectors/trainer.json");
    return json::parse(file);
  }();
  return all;
}

void expect_close(double got, double expected, double relative, const std::string& what) {
  EXPECT_LE(std::fabs(got - expected), relative * std::max(std::fabs(expected), 1e-3))
      << what << ": " << got << ", torch has " << expected;
}

std::vector<Row> rows() {
  std::vector<Row> all;
  for (const json& row : vectors()["rows"]) all.push_back({row[0], row[1], row[2]});
  return all;
}

Parameters parameters_of(const std::vector<double>& values, int layers) {
  Parameters p;
  p.hidden_layers = layers;
  p.w1 = values[0], p.w2 = values[1], p.b = values[2];
  if (layers == 2) p.v1 = values[3], p.b2 = values[4];
  const std::size_t output = layers == 2 ? 5 : 3;
  p.v = values[output], p.c = values[output + 1];
  if (values.size() > output + 2) p.slope1 = values[output + 2];
  if (values.size() > output + 3) p.slope2 = values[output + 3];
  return p;
}

// The rules of trainer.py, repeated.
std::vector<int> order_of(long epoch) {
  std::vector<int> order;
  for (int i = 0; i < 7; ++i) order.push_back(int((3 * i + epoch) % 7));
  return order;
}

double drawn_slope(long step, int layer) {
  const double fraction = std::fmod(0.6180339887498949 * double(2 * step + layer + 1), 1.0);
  return 1. / 8 + (1. / 3 - 1. / 8) * fraction;
}

Problem problem_of(const json& expected) {
  Problem problem;
  problem.rows = rows();
  const int layers = expected["layers"];
  problem.start = parameters_of(vectors()["starts"][std::to_string(layers)], layers);
  problem.activation = expected["activation"];
  problem.loss = expected["loss"];
  problem.output = expected.value("output", "sigmoid");
  problem.optimizer = expected["optimizer"];
  problem.lr = expected["lr"];
  problem.schedule = expected.value("schedule", "constant");
  problem.epochs = expected["epochs"];
  problem.batch_size = expected.value("batch_size", 0);
  if (problem.batch_size > 0) problem.row_order = order_of;
  problem.clip_norm = expected.value("clip_norm", 0.0);
  if (expected.contains("weight_decay")) problem.weight_decay = double(expected["weight_decay"]);
  problem.decay_biases = expected.value("decay_biases", true);
  problem.rrelu_slope = drawn_slope;
  return problem;
}

TEST(OracleTrainer, ActivationsAreTorchs) {
  std::set<std::string> named;
  for (const json& expected : vectors()["activations"]) {
    const Activation activation(expected["name"]);
    named.insert(activation.name());
    for (std::size_t k = 0; k < expected["places"].size(); ++k) {
      const double z = expected["places"][k];
      const std::string what = expected["name"].get<std::string>() + " at " + std::to_string(z);
      expect_close(activation.value(z), expected["values"][k], 1e-12, what);
      expect_close(activation.slope(z), expected["slopes"][k], 1e-12, what + ", slope");
    }
  }
  for (const std::string& name : activation_names()) {
    if (name != "prelu" && name != "rrelu") {
      EXPECT_TRUE(named.count(name)) << name;
    }
  }
}

TEST(OracleTrainer, LossesAreTorchs) {
  std::set<std::string> named;
  for (const json& expected : vectors()["losses"]) {
    const Loss loss(expected["name"], expected["output"]);
    named.insert(expected["name"]);
    for (std::size_t k = 0; k < expected["places"].size(); ++k) {
      const double o = expected["places"][k];
      const std::string what = expected["name"].get<std::string>() + " at " + std::to_string(o);
      expect_close(loss.value(o, expected["label"]), expected["values"][k], 1e-12, what);
      expect_close(loss.slope(o, expected["label"]), expected["slopes"][k], 1e-12,
                   what + ", slope");
    }
  }
  for (const std::string& name : loss_names()) EXPECT_TRUE(named.count(name)) << name;
}

TEST(OracleTrainer, TrainingsAreTorchs) {
  ASSERT_GT(vectors()["trained"].size(), 300u);
  for (json expected : vectors()["trained"]) {
    const Problem problem = problem_of(expected);
    const Result result = train(problem);
    const Values got = pack(result.final);
    const Values torchs = pack(parameters_of(expected["values"], problem.start.hidden_layers));
    const double loss = expected["train_loss"];
    expected.erase("values");
    for (std::size_t k = 0; k < got.size(); ++k) {
      expect_close(got[k], torchs[k], 1e-9, expected.dump() + " entry " + std::to_string(k));
    }
    expect_close(result.train_loss, loss, 1e-9, expected.dump() + " loss");
  }
}

}  // namespace
