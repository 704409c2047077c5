// judgement: what can be said of a network at one moment, over all training rows.
//
// dead: in some hidden layer every z lies in one flat set of the activation (closed); activations
// without flat sets are never dead. inactive: in some layer every z <= 0. always_on: in every layer
// every z > 0. saturated: in some layer |phi'(z)| < 2^-12 on every row, for activations without
// flat sets. constant_output: max o - min o < 2^-8. zero_gradient: the gradients of all hidden
// weights and biases are exactly 0 (prelu's slopes are not among them). fires: z > 0. rrelu has the
// mean of its slopes throughout. A NaN makes every one of these false.
//
// How near each of these was to the opposite is told by an Edge: |a - b| / scale for the decision
// a <= b, scale being the sum of the sizes of the terms that a and b were computed from. Computed
// in arithmetic with unit roundoff u, from the same parameters, a decision with an edge of some 10
// u or more is the same. 0: exactly on the edge; infinity: nothing to decide, or 0 <= 0 with no
// terms.
#pragma once

#include <array>
#include <limits>
#include <vector>

#include "network.hpp"

namespace oracle {

struct LayerView {
  double least_z = 0, greatest_z = 0;
  double greatest_slope = 0;  // of |phi'(z)|
  int fires = 0;              // rows with z > 0
  bool flat = false;          // every row in one flat set
};

struct Edge {
  double dead = std::numeric_limits<double>::infinity();
  double inactive = dead;   // also of always_on
  double saturated = dead;  // relative to 2^-12
  double constant = dead;   // max o - min o, relative to 2^-8
  double fires = dead;      // the row whose z is nearest to 0
  double kink = dead;       // the row nearest to a kink of the activation or the loss
  double classes = dead;    // the row whose o is nearest to the threshold
};

struct View {
  bool dead = false, inactive = false, always_on = false, saturated = false;
  bool constant_output = false, zero_gradient = false;
  int fires = 0;                                 // rows with z > 0 in every hidden layer
  std::array<LayerView, 2> layers{};             // the second is empty in a 2-1-1 network
  double least_output = 0, greatest_output = 0;  // of o
  // The largest |entry| of the gradients of hidden weights and biases, and the largest mean of the
  // |terms| of one: a gradient of 0 from terms that are not is a cancellation, which rounding may
  // undo or make.
  double hidden_gradient = 0, hidden_terms = 0;
  int correct = 0;
  double loss = 0;
  Edge edge;
};

// Death alone, for the ends of epochs: cheaper, and the same.
struct Death {
  bool dead = false;
  double edge = std::numeric_limits<double>::infinity();
};
Death judge_death(const std::vector<Row>& rows, const Parameters& at, const Activation& activation);

View judge(const std::vector<Row>& rows, const Parameters& at, const Activation& activation,
           const Loss& loss);

int count_correct(const std::vector<Row>& rows, const Parameters& at, const Activation& activation,
                  const Loss& loss);

// Edge::kink for these rows and slopes: min |z - kink| / scale.
double nearest_kink(const std::vector<Row>& rows, const Parameters& at, const Layers& layers,
                    const Loss& loss);

}  // namespace oracle
