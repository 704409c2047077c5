// The initialisers: PyTorch's definitions. prepare() works out a group's constants on the host, in
// double; draw() makes one entry of one network from that entry's own four random words.
#pragma once

#include <cstdint>

#include "myriad/core/double_math.hpp"
#include "myriad/core/elementary.hpp"
#include "myriad/core/random.hpp"
#include "myriad/core/type_list.hpp"
#include "myriad/parts/part.hpp"

namespace myriad {

/// What a group's entries are drawn from, in exact terms: for draw(), and for theory.
struct Distribution {
  enum class Kind { uniform, normal, constant, values, lattice };
  Kind kind = Kind::constant;
  double a = 0;  ///< uniform: low; normal: mean; constant: the value; lattice: m
  double b = 0;  ///< uniform: high; normal: standard deviation; lattice: half width
};

/// The place of a group in its network.
struct Fans {
  int fan_in;
  int fan_out;
};

/// An initialiser provides
///   distribution(arguments, fans)   host
///   joint                           as weight_init it sets its layer's biases too
/// and inherits draw() from one of the five kinds below.
struct UniformDraw {
  static constexpr bool joint = false;
  static constexpr int exact_entries = 0;  ///< entries a group must have; 0: any number
  static void prepare(const Distribution& d, float* constant) {
    constant[0] = static_cast<float>(d.b - d.a);
    constant[1] = static_cast<float>(d.a);
  }
  /// low + (high - low) u, one word; symmetric about the middle when low = -high.
  MYRIAD_HD static float draw(const float* constant, const Words& w, int, std::uint64_t) {
    return fma(constant[0], uniform_open(w.word[0]), constant[1]);
  }
};

struct NormalDraw {
  static constexpr bool joint = false;
  static constexpr int exact_entries = 0;
  static void prepare(const Distribution& d, float* constant) {
    constant[0] = static_cast<float>(d.b);
    constant[1] = static_cast<float>(d.a);
  }
  /// mean + sd n, two words.
  MYRIAD_HD static float draw(const float* constant, const Words& w, int, std::uint64_t) {
    return fma(constant[0], standard_normal(w.word[0], w.word[1]), constant[1]);
  }
};

struct ConstantDraw {
  static constexpr bool joint = false;
  static constexpr int exact_entries = 0;
  static void prepare(const Distribution& d, float* constant) {
    constant[0] = static_cast<float>(d.a);
  }
  MYRIAD_HD static float draw(const float* constant, const Words&, int, std::uint64_t) {
    return constant[0];
  }
};

struct UniformInit : UniformDraw {
  static constexpr PartInfo info{"uniform", "random_uniform", "U(a, b)",
                                 "Uniform on (a, b), PyTorch's uniform_ (Keras: a = -0.05, b = 0.05). "
                                 "One word a value."};
  static constexpr std::array<Parameter, 2> parameters{
      {{"a", "low end", ParameterKind::real, 0.0, -1e30, 1e30},
       {"b", "high end, at least a", ParameterKind::real, 1.0, -1e30, 1e30}}};
  static Distribution distribution(const double* p, Fans) {
    return {Distribution::Kind::uniform, p[0], p[1]};
  }
};

struct NormalInit : NormalDraw {
  static constexpr PartInfo info{"normal", "random_normal", "N(mean, std)",
                                 "Normal, PyTorch's normal_ (Keras: std = 0.05). Two words a value."};
  static constexpr std::array<Parameter, 2> parameters{
      {{"mean", "mean", ParameterKind::real, 0.0, -1e30, 1e30},
       {"std", "standard deviation", ParameterKind::real, 1.0, 0.0, 1e30}}};
  static Distribution distribution(const double* p, Fans) {
    return {Distribution::Kind::normal, p[0], p[1]};
  }
};

struct ConstantInit : ConstantDraw {
  static constexpr PartInfo info{"constant", "", "val", "Every entry is val. No randomness."};
  static constexpr std::array<Parameter, 1> parameters{
      {{"val", "the value", ParameterKind::real, std::numeric_limits<double>::quiet_NaN(), -3e38, 3e38}}};
  static Distribution distribution(const double* p, Fans) {
    return {Distribution::Kind::constant, p[0], 0.0};
  }
};

struct ZerosInit : ConstantDraw {
  static constexpr PartInfo info{"zeros", "", "0", "Every entry is 0. No randomness."};
  static constexpr std::array<Parameter, 0> parameters{};
  static Distribution distribution(const double*, Fans) {
    return {Distribution::Kind::constant, 0.0, 0.0};
  }
};

struct OnesInit : ConstantDraw {
  static constexpr PartInfo info{"ones", "", "1", "Every entry is 1. No randomness."};
  static constexpr std::array<Parameter, 0> parameters{};
  static Distribution distribution(const double*, Fans) {
    return {Distribution::Kind::constant, 1.0, 0.0};
  }
};

struct ValuesInit {
  static constexpr PartInfo info{"values", "", "entry i = value i",
                                 "Sets one group's entries exactly: as many values as the group has "
                                 "entries. No randomness.",
                                 true};
  static constexpr std::array<Parameter, 1> parameters{
      {{"value", "one entry", ParameterKind::real, std::numeric_limits<double>::quiet_NaN(), -3e38, 3e38}}};
  static constexpr bool joint = false;
  static constexpr int exact_entries = 0;
  static Distribution distribution(const double* p, Fans) {
    return {Distribution::Kind::values, p[0], p[1]};
  }
  static void prepare(const Distribution& d, float* constant) {
    constant[0] = static_cast<float>(d.a);
    constant[1] = static_cast<float>(d.b);
  }
  MYRIAD_HD static float draw(const float* constant, const Words&, int entry, std::uint64_t) {
    return entry == 0 ? constant[0] : constant[1];
  }
};

struct LatticeInit {
  static constexpr PartInfo info{
      "lattice", "", "network i m + j: (a (2i+1-m)/m, a (2j+1-m)/m)",
      "Two weights on a regular m by m grid over (-a, a)^2, for exact counts. No randomness; at most "
      "m^2 networks."};
  static constexpr std::array<Parameter, 2> parameters{
      {{"m", "points along each side", ParameterKind::integer, std::numeric_limits<double>::quiet_NaN(), 1.0,
        65536.0},
       {"a", "half width", ParameterKind::real, 1.0, 0.0, 1e30, true}}};
  static constexpr bool joint = false;
  static constexpr int exact_entries = 2;
  static Distribution distribution(const double* p, Fans) {
    return {Distribution::Kind::lattice, p[0], p[1]};
  }
  static void prepare(const Distribution& d, float* constant) {
    constant[0] = static_cast<float>(d.a);
    constant[1] = static_cast<float>(d.b);
  }
  MYRIAD_HD static float draw(const float* constant, const Words&, int entry, std::uint64_t network) {
    const std::uint64_t m = static_cast<std::uint32_t>(constant[0]);
    const std::uint64_t index = entry == 0 ? network / m : network % m;
    const std::int32_t odd = static_cast<std::int32_t>(2 * (index % m) + 1) - static_cast<std::int32_t>(m);
    return div(mul(constant[1], static_cast<float>(odd)), constant[0]);
  }
};

/// U(-bound, bound).
inline Distribution symmetric_uniform(double bound) {
  return {Distribution::Kind::uniform, -bound, bound};
}

struct TorchLinearInit : UniformDraw {
  static constexpr PartInfo info{
      "torch_linear", "", "weights and biases U(-1/sqrt(fan_in), 1/sqrt(fan_in))",
      "What torch.nn.Linear does by itself. As weight_init it sets the layer's biases too, unless "
      "bias_init is given. One word a value."};
  static constexpr std::array<Parameter, 0> parameters{};
  static constexpr bool joint = true;
  static Distribution distribution(const double*, Fans f) {
    return symmetric_uniform(1.0 / sqrt_double(f.fan_in));
  }
};

constexpr Parameter kGain{"gain", "scale factor", ParameterKind::real, 1.0, 0.0, 1e6};

struct XavierUniformInit : UniformDraw {
  static constexpr PartInfo info{"xavier_uniform", "glorot_uniform",
                                 "U(-r, r), r = gain sqrt(6 / (fan_in + fan_out))",
                                 "Glorot and Bengio 2010. One word a value."};
  static constexpr std::array<Parameter, 1> parameters{{kGain}};
  static Distribution distribution(const double* p, Fans f) {
    return symmetric_uniform(p[0] * sqrt_double(6.0 / (f.fan_in + f.fan_out)));
  }
};

struct XavierNormalInit : NormalDraw {
  static constexpr PartInfo info{"xavier_normal", "", "N(0, gain sqrt(2 / (fan_in + fan_out)))",
                                 "Glorot and Bengio 2010 with PyTorch's plain normal (Keras's "
                                 "glorot_normal is truncated). Two words a value."};
  static constexpr std::array<Parameter, 1> parameters{{kGain}};
  static Distribution distribution(const double* p, Fans f) {
    return {Distribution::Kind::normal, 0.0, p[0] * sqrt_double(2.0 / (f.fan_in + f.fan_out))};
  }
};

constexpr std::array<Parameter, 3> kKaimingParameters{
    {{"a", "negative slope of the leaky ReLU that follows", ParameterKind::real, 0.0, -1e6, 1e6},
     {"mode", "which fan", ParameterKind::choice, 0.0, 0.0, 1.0, false, false, "fan_in|fan_out"},
     {"nonlinearity", "what follows: its gain", ParameterKind::choice, 0.0, 0.0, 6.0, false, false,
      "leaky_relu|relu|linear|identity|sigmoid|tanh|selu"}}};

/// gain / sqrt(fan), with PyTorch's calculate_gain.
inline double kaiming_std(const double* p, Fans f) {
  const double gains[7] = {sqrt_double(2.0 / (1.0 + p[0] * p[0])), sqrt_double(2.0), 1.0, 1.0, 1.0,
                           5.0 / 3.0, 0.75};
  return gains[static_cast<int>(p[2])] / sqrt_double(p[1] == 0.0 ? f.fan_in : f.fan_out);
}

struct KaimingUniformInit : UniformDraw {
  static constexpr PartInfo info{"kaiming_uniform", "he_uniform", "U(-r, r), r = gain sqrt(3 / fan)",
                                 "He et al. 2015, PyTorch's kaiming_uniform_: gain sqrt(2 / (1 + a^2)) "
                                 "by default. One word a value."};
  static constexpr std::array<Parameter, 3> parameters = kKaimingParameters;
  static Distribution distribution(const double* p, Fans f) {
    return symmetric_uniform(sqrt_double(3.0) * kaiming_std(p, f));
  }
};

struct KaimingNormalInit : NormalDraw {
  static constexpr PartInfo info{"kaiming_normal", "", "N(0, gain / sqrt(fan))",
                                 "He et al. 2015 with PyTorch's plain normal (Keras's he_normal is "
                                 "truncated). Two words a value."};
  static constexpr std::array<Parameter, 3> parameters = kKaimingParameters;
  static Distribution distribution(const double* p, Fans f) {
    return {Distribution::Kind::normal, 0.0, kaiming_std(p, f)};
  }
};

using Initializers = TypeList<UniformInit, NormalInit, ConstantInit, ZerosInit, OnesInit, ValuesInit,
                              LatticeInit, TorchLinearInit, XavierUniformInit, XavierNormalInit,
                              KaimingUniformInit, KaimingNormalInit>;

}  // namespace myriad
