// judgement: see judgement.hpp.
#include "judgement.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace oracle {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

double edge_of(double distance, double scale) {
  return scale > 0 ? std::fabs(distance) / scale : distance == 0 ? infinity : 1;
}

struct Sum {  // z of one row in one layer, and the sizes of its terms
  double z, scale;
};

std::vector<Sum> sums_of(const std::vector<Forward>& forwards, const std::vector<Scale>& scales,
                         int layer) {
  std::vector<Sum> sums;
  for (std::size_t i = 0; i < forwards.size(); ++i) {
    sums.push_back(layer == 0 ? Sum{forwards[i].z1, scales[i].z1}
                              : Sum{forwards[i].z2, scales[i].z2});
  }
  return sums;
}

struct Seen {
  std::vector<Forward> forwards;
  std::vector<Scale> scales;
  std::vector<Sum> layer[2];
};

Seen see(const std::vector<Row>& rows, const Parameters& at, const Layers& layers) {
  Seen seen;
  for (const Row& row : rows) {
    seen.forwards.push_back(forward(row, at, layers));
    seen.scales.push_back(scale_of(row, seen.forwards.back(), at, layers));
  }
  for (int k = 0; k < at.hidden_layers; ++k) {
    seen.layer[k] = sums_of(seen.forwards, seen.scales, k);
  }
  return seen;
}

// Decisions joined by or. Of several that hold, the one farthest from its edge decides, since all
// must flip; of none, the nearest.
Death join(const Death& a, const Death& b) {
  if (a.dead && b.dead) return {true, std::max(a.edge, b.edge)};
  if (a.dead || b.dead) return a.dead ? a : b;
  return {false, std::min(a.edge, b.edge)};
}

Death all_inside(const std::vector<Sum>& sums, const FlatSet& set) {
  Death some_outside;
  for (const Sum& sum : sums) {
    const bool nearer_low = std::fabs(set.low - sum.z) < std::fabs(set.high - sum.z);
    const double scale = sum.scale + std::fabs(nearer_low ? set.low : set.high);
    some_outside = join(some_outside, {!set.holds(sum.z), edge_of(set.distance(sum.z), scale)});
  }
  return {!some_outside.dead, some_outside.edge};
}

Death flat(const std::vector<Sum>& sums, const Activation& activation) {
  Death death;
  for (const FlatSet& set : activation.flat_sets()) death = join(death, all_inside(sums, set));
  return death;
}

LayerView view_of(const std::vector<Sum>& sums, const Activation& activation) {
  LayerView view;
  view.least_z = infinity;
  view.greatest_z = -infinity;
  for (const Sum& sum : sums) {
    view.least_z = std::min(view.least_z, sum.z);
    view.greatest_z = std::max(view.greatest_z, sum.z);
    view.greatest_slope = std::max(view.greatest_slope, std::fabs(activation.slope(sum.z)));
    view.fires += sum.z > 0;
  }
  view.flat = flat(sums, activation).dead;
  return view;
}

bool any_nan(const std::vector<Forward>& forwards) {
  for (const Forward& f : forwards) {
    if (std::isnan(f.z1) || std::isnan(f.z2) || std::isnan(f.o)) return true;
  }
  return false;
}

void judge_layers(View& view, const Seen& seen, const Parameters& at, const Layers& layers) {
  const double tiny = std::ldexp(1, -12);
  Death inactive, off;
  view.edge.saturated = infinity;
  for (int k = 0; k < at.hidden_layers; ++k) {
    const std::vector<Sum>& sums = seen.layer[k];
    const LayerView layer = view_of(sums, layers[std::size_t(k)]);
    view.layers[std::size_t(k)] = layer;
    inactive = join(inactive, all_inside(sums, {-infinity, 0}));
    for (const Sum& sum : sums) {
      const double edge = edge_of(sum.z, sum.scale);
      view.edge.fires = std::min(view.edge.fires, edge);
      off = join(off, {sum.z <= 0, edge});
    }
    if (!layers[std::size_t(k)].flat_sets().empty()) continue;
    view.saturated = view.saturated || layer.greatest_slope < tiny;
    view.edge.saturated =
        std::min(view.edge.saturated, std::fabs(layer.greatest_slope - tiny) / tiny);
  }
  view.inactive = inactive.dead;
  view.always_on = !off.dead;
  view.edge.inactive = std::min(inactive.edge, off.edge);
}

void judge_output(View& view, const Seen& seen, const std::vector<Row>& rows, const Loss& loss) {
  const double narrow = std::ldexp(1, -8);
  view.least_output = infinity;
  view.greatest_output = -infinity;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const double o = seen.forwards[i].o;
    view.least_output = std::min(view.least_output, o);
    view.greatest_output = std::max(view.greatest_output, o);
    view.correct += loss.predicted(o) == rows[i].label;
    view.loss += loss.value(o, rows[i].label);
    const double scale = seen.scales[i].o + loss.threshold();
    view.edge.classes = std::min(view.edge.classes, edge_of(o - loss.threshold(), scale));
  }
  view.loss /= double(rows.size());
  const double range = view.greatest_output - view.least_output;
  view.constant_output = range < narrow;
  view.edge.constant = std::fabs(range - narrow) / narrow;
}

void judge_gradient(View& view, const Gradient& gradient) {
  for (std::size_t k = 0; k < 5; ++k) {  // w1, w2, b, v1, b2
    const double entry = std::fabs(gradient.mean[k]);
    if (!(entry <= view.hidden_gradient)) view.hidden_gradient = entry;  // NaN too
    view.hidden_terms = std::max(view.hidden_terms, gradient.size[k]);
  }
  view.zero_gradient = view.hidden_gradient == 0;
}

}  // namespace

Death judge_death(const std::vector<Row>& rows, const Parameters& at,
                  const Activation& activation) {
  if (activation.flat_sets().empty()) return {};
  const Layers layers = layers_of(activation, at);
  const Seen seen = see(rows, at, layers);
  if (any_nan(seen.forwards)) return {false, 0};
  Death death;
  for (int k = 0; k < at.hidden_layers; ++k) {
    death = join(death, flat(seen.layer[k], layers[std::size_t(k)]));
  }
  return death;
}

View judge(const std::vector<Row>& rows, const Parameters& at, const Activation& activation,
           const Loss& loss) {
  const Layers layers = layers_of(activation, at);
  const Seen seen = see(rows, at, layers);
  View view;
  if (any_nan(seen.forwards)) {
    view.loss = std::numeric_limits<double>::quiet_NaN();
    view.correct = count_correct(rows, at, activation, loss);
    return view;
  }
  const Death death = judge_death(rows, at, activation);
  view.dead = death.dead;
  view.edge.dead = death.edge;
  judge_layers(view, seen, at, layers);
  judge_output(view, seen, rows, loss);
  for (const Forward& f : seen.forwards) {
    view.fires += f.z1 > 0 && (at.hidden_layers == 1 || f.z2 > 0);
  }
  view.edge.kink = nearest_kink(rows, at, layers, loss);
  judge_gradient(view, mean_gradient(rows, at, layers, loss));
  return view;
}

int count_correct(const std::vector<Row>& rows, const Parameters& at, const Activation& activation,
                  const Loss& loss) {
  const Layers layers = layers_of(activation, at);
  int count = 0;
  for (const Row& row : rows) count += loss.predicted(forward(row, at, layers).o) == row.label;
  return count;
}

double nearest_kink(const std::vector<Row>& rows, const Parameters& at, const Layers& layers,
                    const Loss& loss) {
  double nearest = infinity;
  for (const Row& row : rows) {
    const Forward f = forward(row, at, layers);
    const Scale s = scale_of(row, f, at, layers);
    for (double kink : layers[0].kinks()) {
      nearest = std::min(nearest, edge_of(f.z1 - kink, s.z1 + std::fabs(kink)));
    }
    for (double kink : layers[1].kinks()) {
      if (at.hidden_layers == 1) break;
      nearest = std::min(nearest, edge_of(f.z2 - kink, s.z2 + std::fabs(kink)));
    }
    for (double kink : loss.kinks(row.label)) {
      nearest = std::min(nearest, edge_of(f.o - kink, s.o + std::fabs(kink)));
    }
  }
  return nearest;
}

}  // namespace oracle
