// Where each parameter of a network lives: a chain of one-unit hidden layers and one output unit.
// Shape 2-1-1 has one hidden layer and 5 parameters, 2-1-1-1 has two and 7.
#pragma once

#include <cstdint>

#include "myriad/core/host_device.hpp"

namespace myriad {

constexpr int kMaxHiddenLayers = 2;
constexpr int kMaxParameters = 9;  ///< of the deeper shape, with a learned activation argument per layer
constexpr int kMaxGroups = 6;

/// A parameter group is one PyTorch state-dict entry; its stream is its place in the random numbers,
/// a stable number that no change of layout may move.
struct ParameterGroup {
  const char* name;
  std::uint32_t stream;
  int first;    ///< position of its first entry among the network's parameters
  int entries;
  int fan_in;
  int fan_out;
  bool weight;  ///< weight or bias
};

template <int HiddenLayers>
struct Shape;

template <>
struct Shape<1> {
  static constexpr const char* name = "2-1-1";
  static constexpr int parameters = 5;
  static constexpr int groups = 4;
  /// The last ones belong to an activation that learns an argument.
  static constexpr const char* parameter_name[parameters + 1] = {
      "hidden.0.weight.0", "hidden.0.weight.1", "hidden.0.bias",
      "output.weight.0",   "output.bias",       "hidden.0.activation.weight"};
  static constexpr ParameterGroup group[groups] = {
      {"hidden.0.weight", 0x000, 0, 2, 2, 1, true},
      {"hidden.0.bias", 0x001, 2, 1, 2, 1, false},
      {"output.weight", 0xf00, 3, 1, 1, 1, true},
      {"output.bias", 0xf01, 4, 1, 1, 1, false}};
};

template <>
struct Shape<2> {
  static constexpr const char* name = "2-1-1-1";
  static constexpr int parameters = 7;
  static constexpr int groups = 6;
  static constexpr const char* parameter_name[parameters + 2] = {
      "hidden.0.weight.0", "hidden.0.weight.1", "hidden.0.bias",
      "hidden.1.weight.0", "hidden.1.bias",     "output.weight.0",
      "output.bias",       "hidden.0.activation.weight", "hidden.1.activation.weight"};
  static constexpr ParameterGroup group[groups] = {
      {"hidden.0.weight", 0x000, 0, 2, 2, 1, true},  {"hidden.0.bias", 0x001, 2, 1, 2, 1, false},
      {"hidden.1.weight", 0x100, 3, 1, 1, 1, true},  {"hidden.1.bias", 0x101, 4, 1, 1, 1, false},
      {"output.weight", 0xf00, 5, 1, 1, 1, true},    {"output.bias", 0xf01, 6, 1, 1, 1, false}};
};

// Positions inside a network's parameters, for the step.
MYRIAD_HD constexpr int layer_weight(int layer) { return layer == 0 ? 0 : 1 + 2 * layer; }
MYRIAD_HD constexpr int layer_bias(int layer) { return 2 + 2 * layer; }
MYRIAD_HD constexpr int output_weight(int hidden_layers) { return 1 + 2 * hidden_layers; }
MYRIAD_HD constexpr int output_bias(int hidden_layers) { return 2 + 2 * hidden_layers; }

}  // namespace myriad
