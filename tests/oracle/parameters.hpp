// parameters: the numbers that a network learns.
#pragma once

#include <array>

namespace oracle {

struct Parameters {
  int hidden_layers = 1;
  double w1 = 0, w2 = 0, b = 0;
  double v1 = 0, b2 = 0;  // hidden.1.weight.0 and hidden.1.bias, only when hidden_layers == 2
  double v = 0, c = 0;    // output.weight.0 and output.bias
  double slope1 = 0, slope2 = 0;  // prelu's slope in each hidden layer, 0 for other activations
};

// Order w1, w2, b, v1, b2, v, c, slope1, slope2.
constexpr int parameter_count = 9;
using Values = std::array<double, parameter_count>;
constexpr std::array<bool, parameter_count> is_bias{false, false, true,  false, true,
                                                    false, true,  false, false};

inline Values pack(const Parameters& p) {
  return {p.w1, p.w2, p.b, p.v1, p.b2, p.v, p.c, p.slope1, p.slope2};
}

inline Parameters unpack(const Values& v, int hidden_layers) {
  return {hidden_layers, v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8]};
}

}  // namespace oracle
