// network: one 2-1-1 or 2-1-1-1 network in double: values forward, mean loss, gradient, row by row.
//
//     z1 = w1 x1 + w2 x2 + b     h1 = phi(z1)     (z2 = v1 h1 + b2     h2 = phi(z2))
//     o = v h_last + c
#pragma once

#include <array>
#include <vector>

#include "activation.hpp"
#include "loss.hpp"
#include "parameters.hpp"
#include "rows.hpp"

namespace oracle {

// The activation of each hidden layer; the two differ in the slopes of prelu and rrelu only.
using Layers = std::array<Activation, 2>;

// prelu takes its slopes from the parameters, rrelu the given ones.
Layers layers_of(const Activation& activation, const Parameters& at,
                 const std::array<double, 2>& drawn_slopes);
// As for predictions: rrelu takes the mean of its slopes.
Layers layers_of(const Activation& activation, const Parameters& at);

// Values seen by one row on its way forward; z2 and h2 stay 0 with one hidden layer.
struct Forward {
  double z1 = 0, h1 = 0, z2 = 0, h2 = 0, o = 0;
};
Forward forward(const Row& row, const Parameters& at, const Layers& layers);

// Sums of the sizes of the terms behind z1, z2 and o: rounding disturbs each by about its scale
// times the unit roundoff, however small the value itself is.
struct Scale {
  double z1 = 0, z2 = 0, o = 0;
};
Scale scale_of(const Row& row, const Forward& f, const Parameters& at, const Layers& layers);

double mean_loss(const std::vector<Row>& rows, const Parameters& at, const Layers& layers,
                 const Loss& loss);

// Means over the rows: of each derivative, and of its terms' absolute values.
struct Gradient {
  Values mean{}, size{};
};
Gradient mean_gradient(const std::vector<Row>& rows, const Parameters& at, const Layers& layers,
                       const Loss& loss);

}  // namespace oracle
