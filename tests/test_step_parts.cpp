// Every activation, optimiser and loss in training, beside the double-precision oracle, on data of its own.
#include <gtest/gtest.h>

#include "host/spec/spec_part_call.hpp"
#include "step_fixture.hpp"

namespace myriad {
namespace {

constexpr std::uint64_t kNetworks = 200;

/// Two crescents that overlap, away from the origin: no fixture of anything else.
std::vector<oracle::Row> crescents() {
  std::vector<oracle::Row> rows;
  for (int i = 0; i < 23; ++i) {
    const double angle = 3.141592653589793 * i / 22, wobble = 0.1 * std::sin(7.3 * i);
    rows.push_back({std::cos(angle) + wobble, std::sin(angle) + 0.3, 0});
    if (i % 3 != 0) rows.push_back({1.1 - std::cos(angle), 0.7 - std::sin(angle) - wobble, 1});
  }
  return rows;
}

PartCall parsed(PartKind kind, const std::string& text) {
  std::vector<CallFault> faults;
  const auto call = parse_part_call(kind, text, faults);
  EXPECT_TRUE(call) << text << ": " << (faults.empty() ? "" : faults.front().what);
  return call ? call->call : PartCall{};
}

struct Training {
  std::string activation = "tanh";
  std::string optimizer = "sgd";
  std::string loss = "bce_with_logits";
  std::string output = "sigmoid";
  std::string schedule = "constant";
  double lr = 0.1;
  double weight_decay = 0;
  bool decay_biases = true;
  double clip_norm = 0;
  int layers = 1;
  long epochs = 60;
};

void follow(const Training& t, Agreement& agreement) {
  SCOPED_TRACE(t.activation + ", " + t.optimizer + ", " + t.loss + ", " + t.output + ", " + t.schedule +
               ", layers " + std::to_string(t.layers));
  CellConfig config = cell_config();
  config.activation = parsed(PartKind::activation, t.activation);
  config.optimizer = parsed(PartKind::optimizer, t.optimizer);
  config.loss = parsed(PartKind::loss, t.loss);
  config.schedule = parsed(PartKind::schedule, t.schedule);
  config.hidden_layers = t.layers;
  oracle::Problem problem;
  problem.activation = t.activation;
  problem.optimizer = t.optimizer;
  problem.loss = t.loss;
  problem.output = t.output;
  problem.schedule = t.schedule;
  problem.lr = t.lr;
  problem.weight_decay = t.weight_decay;
  problem.decay_biases = t.decay_biases;
  problem.clip_norm = t.clip_norm;
  problem.epochs = t.epochs;
  expect_follows(config, problem, crescents(), kNetworks, agreement);
}

const char* const kOptimizers[] = {"sgd",
                                   "sgd(momentum=0.9, nesterov=true)",
                                   "adam",
                                   "adam(beta1=0.8, beta2=0.95, eps=1e-4)",
                                   "adamw",
                                   "rmsprop",
                                   "rmsprop(alpha=0.9, eps=1e-5, momentum=0.5, centered=true)",
                                   "adagrad",
                                   "adagrad(lr_decay=0.01)",
                                   "nadam"};

/// Each part of the registry by its own name, with an argument where one must be given.
std::vector<std::string> names_of(PartKind kind) {
  std::vector<std::string> names;
  for (const PartDescription& part : parts(kind)) {
    std::string name = part.info.name;
    if (name == "threshold") name += "(-0.2, -0.5)";
    names.push_back(name);
  }
  return names;
}

TEST(step_parts, every_activation_follows_the_oracle) {
  Agreement agreement;
  for (const std::string& activation : names_of(PartKind::activation)) {
    if (activation == "rrelu") continue;  // test_batch.cpp: its slopes are drawn
    for (const int layers : {1, 2}) {
      Training t;
      t.activation = activation;
      t.layers = layers;
      follow(t, agreement);
      t.optimizer = "adam";
      t.lr = 0.01;
      follow(t, agreement);
    }
  }
}

TEST(step_parts, every_optimizer_follows_the_oracle) {
  Agreement agreement;
  for (const char* optimizer : kOptimizers) {
    for (const char* activation : {"relu", "tanh", "prelu"}) {
      Training t;
      t.activation = activation;
      t.optimizer = optimizer;
      t.lr = std::string(optimizer).rfind("sgd", 0) == 0 ? 0.1 : 0.01;
      follow(t, agreement);
      t.weight_decay = 0.02;
      t.decay_biases = false;
      t.layers = 2;
      follow(t, agreement);
    }
  }
}

// Each optimiser with each activation; lion's steps are signs, which rounding turns where a gradient is 0.
TEST(step_parts, every_pair_of_optimizer_and_activation_follows_the_oracle) {
  Agreement agreement;
  for (const char* optimizer : {"sgd(momentum=0.8, dampening=0.3)", "adam", "adamw", "rmsprop", "adagrad", "nadam", "lion"}) {
    for (const std::string& activation : names_of(PartKind::activation)) {
      if (activation == "rrelu") continue;
      Training t;
      t.activation = activation;
      t.optimizer = optimizer;
      t.lr = std::string(optimizer).rfind("sgd", 0) == 0 ? 0.1 : std::string(optimizer) == "lion" ? 0.002 : 0.01;
      t.epochs = 30;
      follow(t, agreement);
    }
  }
}

TEST(step_parts, every_loss_and_output_follow_the_oracle) {
  Agreement agreement;
  for (const std::string& loss : names_of(PartKind::loss)) {
    for (const char* output : {"sigmoid", "linear"}) {
      const bool sees_value = loss == "mse" || loss == "mae" || loss == "huber";
      if (std::string(output) == "linear" && !sees_value) continue;
      for (const char* activation : {"relu", "softplus"}) {
        Training t;
        t.activation = activation;
        t.loss = loss;
        t.output = output;
        t.lr = 0.05;
        follow(t, agreement);
      }
    }
  }
  Training narrow;
  narrow.loss = "huber(0.3)";
  follow(narrow, agreement);
  narrow.output = "linear";
  follow(narrow, agreement);
}

TEST(step_parts, clipping_and_schedules_follow_the_oracle) {
  Agreement agreement;
  for (const char* schedule : {"constant", "step(20, 0.3)", "cosine", "warmup(25)"}) {
    Training t;
    t.schedule = schedule;
    t.lr = 0.5;
    t.clip_norm = 0.05;
    follow(t, agreement);
    t.optimizer = "adamw";
    t.lr = 0.02;
    t.activation = "prelu";
    t.weight_decay = 0.1;
    follow(t, agreement);
  }
}

}  // namespace
}  // namespace myriad
