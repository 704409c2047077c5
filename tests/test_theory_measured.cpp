// Theory beside what networks are: for every initialiser, the shares of starts that are dead,
// inactive or always on, drawn and judged by the step itself. From random words to flags, theory
// shares nothing.
#include <array>
#include <cmath>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "cell_fixture.hpp"
#include "myriad/step/choice.hpp"
#include "myriad/step/draw.hpp"
#include "myriad/step/evaluate.hpp"
#include "myriad/theory.hpp"

namespace myriad {
namespace {

constexpr int kNetworks = 200'000;

template <int Layers>
std::array<double, 3> measured(const CellJob& cell) {
  std::array<double, 3> shares{};
  const AnyActivation<Activations> phi{cell.job.activation.id, cell.job.activation.argument};
  for (int n = 0; n < kNetworks; ++n) {
    Parameters<float, Layers> p;
    draw_network<float, Layers>(cell.job, static_cast<std::uint64_t>(n), 0, p);
    const HiddenState<float> state = observe_hidden<float, Layers>(cell.job.train, p, phi);
    shares[0] += state.dead;
    shares[1] += state.inactive;
    shares[2] += state.always_on;
  }
  for (double& share : shares) share /= kNetworks;
  return shares;
}

void expect_theory(const CellConfig& config, const std::shared_ptr<const Dataset>& data,
                   const std::string& what) {
  const CellJob cell = make_cell_job(config, 2020, kNetworks, data);
  const std::array<double, 3> shares =
      config.hidden_layers == 1 ? measured<1>(cell) : measured<2>(cell);
  const std::array<std::optional<double>, 3> expected = {born_dead_theory(config, *data),
                                                         born_inactive_theory(config, *data),
                                                         born_always_on_theory(config, *data)};
  for (std::size_t k = 0; k < 3; ++k) {
    ASSERT_TRUE(expected[k]) << what << ' ' << k;
    const double p = *expected[k];
    EXPECT_NEAR(shares[k], p, 4.7 * std::sqrt(p * (1 - p) / kNetworks) + 1e-6) << what << ' ' << k;
  }
}

CellConfig started(const PartCall& weight, const PartCall& bias, bool bias_given, int layers) {
  CellConfig config = cell_config();
  config.hidden_layers = layers;
  config.epochs = 0;
  config.init.weight_init = weight;
  config.init.bias_init = bias;
  config.init.bias_init_given = bias_given;
  return config;
}

const PartCall kCalls[] = {
    initializer("uniform", {-0.3, 0.2}),
    initializer("normal", {0.1, 0.5}),
    initializer("trunc_normal", {0, 0.5, -1, 0.25}),
    initializer("xavier_uniform"),
    initializer("xavier_normal"),
    initializer("glorot_normal"),
    initializer("kaiming_uniform"),
    initializer("kaiming_normal"),
    initializer("he_normal"),
    initializer("lecun_uniform"),
    initializer("lecun_normal"),
    initializer("orthogonal"),
    initializer("torch_linear"),
    initializer("keras_dense"),
    initializer("sklearn_mlp"),
    initializer("constant", {-0.25}),
};

std::vector<std::shared_ptr<const Dataset>> data_sets() {
  return {dataset_of(oracle::iris_petals()), dataset_of(oracle::standardise(oracle::iris_petals())),
          dataset_of(oracle::golden_rows())};
}

TEST(TheoryMeasured, EveryInitializerOfWeightsWithTwoOfBiases) {
  const auto data = data_sets();
  std::size_t turn = 0;
  for (const PartCall& call : kCalls) {
    const PartCall& other = kCalls[(turn + 5) % std::size(kCalls)];
    expect_theory(started(call, initializer("zeros"), true, 1), data[turn % 3],
                  "zero bias " + std::to_string(call.id));
    expect_theory(started(call, other, true, 1), data[(turn + 1) % 3],
                  std::to_string(call.id) + " and " + std::to_string(other.id));
    ++turn;
  }
}

TEST(TheoryMeasured, JointInitializers) {
  for (const auto& data : data_sets()) {
    for (const char* name : {"torch_linear", "keras_dense", "sklearn_mlp", "rai"}) {
      expect_theory(started(initializer(name), initializer("zeros"), false, 1), data, name);
    }
  }
}

TEST(TheoryMeasured, ChainsOfEveryInitializer) {
  const auto data = dataset_of({{0.5, 1.2, 0}, {1.5, -0.4, 1}, {-0.6, 0.3, 0}});
  std::size_t turn = 0;
  for (const PartCall& call : kCalls) {
    const PartCall& other = kCalls[(turn + 7) % std::size(kCalls)];
    expect_theory(started(call, other, true, 2), data,
                  std::to_string(call.id) + " and " + std::to_string(other.id));
    ++turn;
  }
  expect_theory(started(initializer("rai"), initializer("zeros"), false, 2), data, "rai");
}

}  // namespace
}  // namespace myriad
