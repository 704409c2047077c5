// Starts as the engines draw them, against laws worked out here: PyTorch's formulas, bounds, moments and
// the whole distribution function.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "cell_fixture.hpp"
#include "myriad/error.hpp"

namespace myriad {
namespace {

constexpr std::uint64_t kNetworks = 20000;

/// Fans of the parameters of 2-1-1-1, in order: w1, w2, b, v1, b2, v, c.
/// Of 2-1-1-1; nothing is drawn for an activation's own argument.
constexpr int kDrawnParameters = Shape<2>::parameters;
constexpr int kFanIn[kDrawnParameters] = {2, 2, 2, 1, 1, 1, 1};
constexpr int kFanOut = 1;

/// Sets every group, biases too, by one initialiser.
CellConfig started_by(const PartCall& call) {
  CellConfig config = cell_config();
  config.hidden_layers = 2;
  config.epochs = 0;
  config.init.weight_init = config.init.bias_init = call;
  config.init.output_weight_init = config.init.output_bias_init = call;
  config.init.bias_init_given = config.init.output_bias_init_given = true;
  return config;
}

std::vector<Record> starts(const CellConfig& config, std::uint64_t networks = kNetworks,
                           std::uint64_t seed = 7) {
  return train_all(*make_reference_engine(), config, dataset_of(oracle::xor_rows()), networks, seed);
}

struct Moments {
  double mean = 0, sd = 0;
};

Moments moments(const std::vector<double>& sample) {
  Moments m;
  for (const double x : sample) m.mean += x / static_cast<double>(sample.size());
  for (const double x : sample) m.sd += (x - m.mean) * (x - m.mean);
  m.sd = std::sqrt(m.sd / static_cast<double>(sample.size() - 1));
  return m;
}

std::vector<double> parameter(const std::vector<Record>& records, int i) {
  std::vector<double> sample;
  for (const Record& r : records) sample.push_back(r.initial[i]);
  return sample;
}

/// Kolmogorov and Smirnov's distance times sqrt(n): above 2.3 once in 20,000.
double distance(std::vector<double> sample, const std::function<double(double)>& cumulative) {
  std::sort(sample.begin(), sample.end());
  const double n = static_cast<double>(sample.size());
  double worst = 0;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const double p = cumulative(sample[i]);
    worst = std::max({worst, std::abs(p - i / n), std::abs(p - (i + 1) / n)});
  }
  return worst * std::sqrt(n);
}

void expect_moments(const std::vector<double>& sample, double mean, double sd, double kurtosis) {
  const double n = static_cast<double>(sample.size());
  const Moments m = moments(sample);
  EXPECT_NEAR(m.mean, mean, 4.5 * sd / std::sqrt(n));
  EXPECT_NEAR(m.sd, sd, 4.5 * sd * std::sqrt((kurtosis - 1) / (4 * n)));
}

void expect_uniform(const std::vector<double>& sample, double low, double high) {
  const auto [least, most] = std::minmax_element(sample.begin(), sample.end());
  const double slack = 1e-6 * (high - low);  // the bounds are rounded to float
  EXPECT_GE(*least, low - slack);
  EXPECT_LE(*most, high + slack);
  expect_moments(sample, (low + high) / 2, (high - low) / std::sqrt(12.0), 1.8);
  EXPECT_LT(distance(sample, [&](double x) { return (x - low) / (high - low); }), 2.3);
}

void expect_normal(const std::vector<double>& sample, double mean, double sd) {
  expect_moments(sample, mean, sd, 3.0);
  EXPECT_LT(distance(sample, [&](double x) { return 0.5 * std::erfc((mean - x) / (sd * std::sqrt(2.0))); }),
            2.3);
}

using Scale = std::function<double(double fan_in)>;

void expect_uniform_start(const PartCall& call, const Scale& bound) {
  const std::vector<Record> records = starts(started_by(call));
  for (int i = 0; i < kDrawnParameters; ++i) {
    SCOPED_TRACE(i);
    expect_uniform(parameter(records, i), -bound(kFanIn[i]), bound(kFanIn[i]));
  }
}

void expect_normal_start(const PartCall& call, const Scale& sd) {
  const std::vector<Record> records = starts(started_by(call));
  for (int i = 0; i < kDrawnParameters; ++i) {
    SCOPED_TRACE(i);
    expect_normal(parameter(records, i), 0.0, sd(kFanIn[i]));
  }
}

TEST(initializer, uniform_and_normal) {
  const std::vector<Record> flat = starts(started_by(initializer("uniform", {-0.3, 0.5})));
  const std::vector<Record> bell = starts(started_by(initializer("normal", {1.5, 0.25})));
  for (int i = 0; i < kDrawnParameters; ++i) {
    expect_uniform(parameter(flat, i), -0.3, 0.5);
    expect_normal(parameter(bell, i), 1.5, 0.25);
  }
}

TEST(initializer, torch_linear) {
  expect_uniform_start(initializer("torch_linear"), [](double fan_in) { return 1 / std::sqrt(fan_in); });
}

TEST(initializer, xavier) {
  expect_uniform_start(initializer("xavier_uniform"),
                       [](double fan_in) { return std::sqrt(6 / (fan_in + kFanOut)); });
  expect_uniform_start(initializer("glorot_uniform", {2.5}),
                       [](double fan_in) { return 2.5 * std::sqrt(6 / (fan_in + kFanOut)); });
  expect_normal_start(initializer("xavier_normal", {0.5}),
                      [](double fan_in) { return 0.5 * std::sqrt(2 / (fan_in + kFanOut)); });
}

TEST(initializer, kaiming) {
  expect_uniform_start(initializer("he_uniform"), [](double fan_in) { return std::sqrt(6 / fan_in); });
  expect_uniform_start(initializer("kaiming_uniform", {std::sqrt(5.0)}),
                       [](double fan_in) { return 1 / std::sqrt(fan_in); });
  expect_normal_start(initializer("kaiming_normal"), [](double fan_in) { return std::sqrt(2 / fan_in); });
  // mode fan_out, and torch.nn.init.calculate_gain of leaky_relu, relu, linear, identity, sigmoid, tanh, selu
  const double gains[] = {std::sqrt(2 / 1.01), std::sqrt(2.0), 1, 1, 1, 5.0 / 3, 0.75};
  for (int k = 0; k < 7; ++k) {
    SCOPED_TRACE(k);
    expect_uniform_start(initializer("kaiming_uniform", {0.1, 1.0, static_cast<double>(k)}),
                         [&](double) { return gains[k] * std::sqrt(3.0); });
  }
}

TEST(initializer, constants_are_exact) {
  for (const Record& r : starts(started_by(initializer("constant", {0.1})), 5)) {
    for (int i = 0; i < kDrawnParameters; ++i) EXPECT_EQ(r.initial[i], 0.1f);
  }
  for (const Record& r : starts(started_by(initializer("ones")), 5)) {
    for (int i = 0; i < kDrawnParameters; ++i) EXPECT_EQ(r.initial[i], 1.0f);
  }
  for (const Record& r : starts(started_by(initializer("zeros")), 5)) {
    for (const float x : r.initial) EXPECT_EQ(to_bits(x), 0u);
  }
}

TEST(initializer, values_are_exact_and_minus_zero_becomes_zero) {
  CellConfig config = started_by(initializer("constant", {-0.0}));
  config.init.weight_init = initializer("values", {-0.7, -0.0});
  for (const Record& r : starts(config, 3)) {
    EXPECT_EQ(r.initial[0], -0.7f);
    EXPECT_EQ(r.initial[3], -0.7f);
    for (const int i : {1, 2, 4, 6}) EXPECT_EQ(to_bits(r.initial[i]), 0u) << i;
  }
}

TEST(initializer, lattice_is_a_regular_grid) {
  CellConfig config = cell_config();
  config.epochs = 0;
  for (const int m : {1, 4, 5}) {
    const auto networks = static_cast<std::uint64_t>(m * m);
    config.init.weight_init = initializer("lattice", {static_cast<double>(m), 2.0});
    for (const Record& r : starts(config, networks)) {
      const int i = static_cast<int>(r.network) / m, j = static_cast<int>(r.network) % m;
      EXPECT_EQ(r.initial[0], static_cast<float>(2.0 * (2 * i + 1 - m) / m));
      EXPECT_EQ(r.initial[1], static_cast<float>(2.0 * (2 * j + 1 - m) / m));
    }
    EXPECT_THROW(starts(config, networks + 1), UsageError);
  }
}

TEST(initializer, draws_do_not_depend_on_the_sweep_around_them) {
  const CellConfig config = started_by(initializer("normal"));
  const std::vector<Record> many = starts(config, 300), few = starts(config, 20);
  CellConfig other = cell_config("tanh");  // another cell: one hidden layer, other data, other keys
  other.init = config.init;
  other.epochs = 3;
  other.lr = 0.7;
  const auto data = dataset_of(oracle::iris_petals());
  const CellJob cell = make_cell_job(other, 7, 1000, data);
  const std::vector<Record> late = make_reference_engine()->run(cell, {5, 15}, keep_all()).kept;
  for (std::size_t n = 0; n < few.size(); ++n) {
    EXPECT_TRUE(same_record(few[n], many[n])) << n;
    if (n < 5) continue;
    for (const int i : {0, 1, 2}) EXPECT_EQ(late[n - 5].initial[i], few[n].initial[i]);
    EXPECT_EQ(late[n - 5].initial[3], few[n].initial[5]);
    EXPECT_EQ(late[n - 5].initial[4], few[n].initial[6]);
  }
  EXPECT_NE(starts(config, 1, 8)[0].initial[0], few[0].initial[0]);
}

TEST(initializer, parameters_and_neighbours_are_uncorrelated) {
  const std::vector<Record> records = starts(started_by(initializer("normal")));
  const double bound = 4.5 / std::sqrt(static_cast<double>(kNetworks));
  for (int i = 0; i < kDrawnParameters; ++i) {
    const std::vector<double> a = parameter(records, i);
    for (int j = i; j < kDrawnParameters; ++j) {
      const std::vector<double> b = parameter(records, j);
      double same = 0, next = 0;
      for (std::size_t n = 0; n + 1 < kNetworks; ++n) {
        same += a[n] * b[n] / static_cast<double>(kNetworks);
        next += a[n] * b[n + 1] / static_cast<double>(kNetworks);
      }
      EXPECT_LT(i != j ? std::abs(same) : 0.0, bound) << i << ' ' << j;
      EXPECT_LT(std::abs(next), bound) << i << ' ' << j;
    }
  }
}

/// Two hidden layers started by one call, whose biases are not given.
CellConfig jointly_started_by(const std::string& name) {
  CellConfig config = started_by(initializer(name));
  config.init.bias_init = config.init.output_bias_init = initializer("ones");
  config.init.bias_init_given = config.init.output_bias_init_given = false;
  return config;
}

TEST(initializer, joint_ones_bring_their_biases) {
  for (const Record& r : starts(jointly_started_by("keras_dense"), 50)) {
    for (const int weight : {0, 1, 3, 5}) EXPECT_NE(r.initial[weight], 0.0f);
    for (const int bias : {2, 4, 6}) EXPECT_EQ(to_bits(r.initial[bias]), 0u);
  }
  const std::vector<Record> sklearn = starts(jointly_started_by("sklearn_mlp"));
  for (int i = 0; i < kDrawnParameters; ++i) {
    const double bound = std::sqrt(6 / (kFanIn[i] + 1.0));
    expect_uniform(parameter(sklearn, i), -bound, bound);
  }
  int normal_negatives = 0;
  for (const Record& r : starts(jointly_started_by("rai"))) {
    // in each layer one entry is in (0, 1); the biases take part
    EXPECT_TRUE((r.initial[3] > 0 && r.initial[3] < 1) || (r.initial[4] > 0 && r.initial[4] < 1));
    EXPECT_TRUE((r.initial[5] > 0 && r.initial[5] < 1) || (r.initial[6] > 0 && r.initial[6] < 1));
    normal_negatives += r.initial[2] < 0;
  }
  EXPECT_NEAR(normal_negatives / double(kNetworks), 1 / 3.0, 0.015);  // two thirds of the biases are normal
}

TEST(initializer, torch_linear_sets_its_biases_unless_they_are_given) {
  CellConfig config = cell_config();
  config.epochs = 0;
  config.init.weight_init = config.init.output_weight_init = initializer("torch_linear");
  config.init.bias_init = config.init.output_bias_init = initializer("zeros");
  for (const Record& r : starts(config, 5)) EXPECT_NE(r.initial[2] * r.initial[4], 0.0f);
  config.init.bias_init_given = true;
  for (const Record& r : starts(config, 5)) {
    EXPECT_EQ(r.initial[2], 0.0f);
    EXPECT_NE(r.initial[4], 0.0f);
  }
}

}  // namespace
}  // namespace myriad
