// Initialisers that treat a layer as a whole: its weights as one matrix, or weights and biases
// together.
#pragma once

#include "myriad/parts/initializer_scaled.hpp"

namespace myriad {

struct TorchLinearInit : InitializerDefaults {
  static constexpr PartInfo info{
      "torch_linear", "", "weights and biases U(-1/sqrt(fan_in), 1/sqrt(fan_in))",
      "What torch.nn.Linear does by itself. As weight_init it sets the layer's biases too, unless "
      "bias_init is given. One word a value."};
  static constexpr std::array<Parameter, 0> parameters{};
  static constexpr bool joint = true;
  static Distribution distribution(const double*, GroupPlace at) {
    return symmetric_uniform(1.0 / sqrt_double(at.fan_in));
  }
};

struct KerasDenseInit : InitializerDefaults {
  static constexpr PartInfo info{
      "keras_dense", "", "weights U(-r, r), r = sqrt(6 / (fan_in + fan_out)); biases 0",
      "What keras.layers.Dense does by itself: glorot_uniform and zeros. As weight_init it sets "
      "the "
      "layer's biases too, unless bias_init is given. One word a weight."};
  static constexpr std::array<Parameter, 0> parameters{};
  static constexpr bool joint = true;
  static Distribution distribution(const double*, GroupPlace at) {
    if (!at.weight) return {};
    return symmetric_uniform(sqrt_double(6.0 / (at.fan_in + at.fan_out)));
  }
};

struct SklearnMlpInit : InitializerDefaults {
  static constexpr PartInfo info{
      "sklearn_mlp", "", "weights and biases U(-r, r), r = sqrt(factor / (fan_in + fan_out))",
      "What scikit-learn's MLPClassifier does by itself: factor 6, or 2 when its activation is "
      "logistic. As weight_init it sets the layer's biases too, unless bias_init is given. One "
      "word a "
      "value."};
  static constexpr std::array<Parameter, 1> parameters{
      {{"activation", "of scikit-learn's network: decides the factor", ParameterKind::choice, 0.0,
        0.0, 3.0, false, false, "relu|logistic|tanh|identity"}}};
  static constexpr bool joint = true;
  static Distribution distribution(const double* p, GroupPlace at) {
    return symmetric_uniform(sqrt_double((p[0] == 1.0 ? 2.0 : 6.0) / (at.fan_in + at.fan_out)));
  }
};

struct OrthogonalInit : InitializerDefaults {
  static constexpr PartInfo info{
      "orthogonal", "", "gain Q, Q Q' = 1",
      "A random orthogonal matrix, PyTorch's orthogonal_. Two weights into one unit: a random "
      "direction "
      "times gain, one word for both. One weight, or a bias: gain or -gain, one word."};
  static constexpr std::array<Parameter, 1> parameters{{kGain}};
  static Distribution distribution(const double* p, GroupPlace at) {
    if (p[0] == 0.0) return {};
    const bool pair = at.weight && at.entries == 2;
    return {pair ? Distribution::Kind::direction : Distribution::Kind::sign, p[0]};
  }
};

struct RaiInit : InitializerDefaults {
  static constexpr PartInfo info{
      "rai", "",
      "N(0, 0.6007 / sqrt(fan_in)); per unit one entry, bias included, Beta(2,1) instead",
      "Randomised asymmetric initialisation, Lu et al. 2019, against units that are born dead. It "
      "fixes "
      "weights and biases together: no bias_init beside it. Three words a value."};
  static constexpr std::array<Parameter, 0> parameters{};
  static constexpr bool joint = true;
  static constexpr bool fixes_biases = true;
  static Distribution distribution(const double*, GroupPlace at) {
    return {Distribution::Kind::rai, 0.6007 / sqrt_double(at.fan_in), at.fan_in + 1.0};
  }
};

}  // namespace myriad
