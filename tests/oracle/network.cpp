// network: see network.hpp.
#include "network.hpp"

#include <cmath>
#include <cstddef>

namespace oracle {
namespace {

// d phi / d slope where the slope is learnt.
double by_slope(double z, const Activation& activation) {
  return activation.learned() && !(z > 0) ? z : 0;
}

Values row_gradient(const Row& row, const Parameters& at, const Layers& layers, const Loss& loss) {
  const Forward f = forward(row, at, layers);
  Parameters d;
  d.c = loss.slope(f.o, row.label);
  double d_h1 = 0;
  if (at.hidden_layers == 2) {
    d.v = d.c * f.h2;
    const double d_h2 = d.c * at.v;
    d.slope2 = d_h2 * by_slope(f.z2, layers[1]);
    d.b2 = d_h2 * layers[1].slope(f.z2);
    d.v1 = d.b2 * f.h1;
    d_h1 = d.b2 * at.v1;
  } else {
    d.v = d.c * f.h1;
    d_h1 = d.c * at.v;
  }
  d.slope1 = d_h1 * by_slope(f.z1, layers[0]);
  d.b = d_h1 * layers[0].slope(f.z1);
  d.w1 = d.b * row.x1;
  d.w2 = d.b * row.x2;
  return pack(d);
}

}  // namespace

Layers layers_of(const Activation& activation, const Parameters& at,
                 const std::array<double, 2>& drawn_slopes) {
  if (activation.learned()) {
    return {activation.with_slope(at.slope1), activation.with_slope(at.slope2)};
  }
  if (activation.drawn()) {
    return {activation.with_slope(drawn_slopes[0]), activation.with_slope(drawn_slopes[1])};
  }
  return {activation, activation};
}

Layers layers_of(const Activation& activation, const Parameters& at) {
  const double mean = activation.drawn() ? activation.negative_slope() : 0;
  return layers_of(activation, at, {mean, mean});
}

Forward forward(const Row& row, const Parameters& at, const Layers& layers) {
  Forward f;
  f.z1 = at.w1 * row.x1 + at.w2 * row.x2 + at.b;
  f.h1 = layers[0].value(f.z1);
  if (at.hidden_layers == 2) {
    f.z2 = at.v1 * f.h1 + at.b2;
    f.h2 = layers[1].value(f.z2);
    f.o = at.v * f.h2 + at.c;
  } else {
    f.o = at.v * f.h1 + at.c;
  }
  return f;
}

Scale scale_of(const Row& row, const Forward& f, const Parameters& at, const Layers& layers) {
  Scale s;
  s.z1 = std::fabs(at.w1 * row.x1) + std::fabs(at.w2 * row.x2) + std::fabs(at.b);
  const double h1 = std::fabs(f.h1) + std::fabs(layers[0].slope(f.z1)) * s.z1;
  if (at.hidden_layers == 2) {
    s.z2 = std::fabs(at.v1) * h1 + std::fabs(at.b2);
    const double h2 = std::fabs(f.h2) + std::fabs(layers[1].slope(f.z2)) * s.z2;
    s.o = std::fabs(at.v) * h2 + std::fabs(at.c);
  } else {
    s.o = std::fabs(at.v) * h1 + std::fabs(at.c);
  }
  return s;
}

double mean_loss(const std::vector<Row>& rows, const Parameters& at, const Layers& layers,
                 const Loss& loss) {
  double total = 0;
  for (const Row& row : rows) total += loss.value(forward(row, at, layers).o, row.label);
  return total / double(rows.size());
}

Gradient mean_gradient(const std::vector<Row>& rows, const Parameters& at, const Layers& layers,
                       const Loss& loss) {
  Gradient g;
  for (const Row& row : rows) {
    const Values of_row = row_gradient(row, at, layers, loss);
    for (std::size_t k = 0; k < of_row.size(); ++k) {
      g.mean[k] += of_row[k];
      g.size[k] += std::fabs(of_row[k]);
    }
  }
  for (double& value : g.mean) value /= double(rows.size());
  for (double& value : g.size) value /= double(rows.size());
  return g;
}

}  // namespace oracle
