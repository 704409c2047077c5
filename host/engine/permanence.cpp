// make_coast: what becomes of parameters without gradients, by optimiser.
#include "myriad/permanence.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "myriad/parts/optimizer.hpp"

namespace myriad {
namespace {

using Kind = Coast::Kind;
using Rest = Coast::Rest;

constexpr std::uint64_t kMostSteps = 2000000;  ///< sums longer than this are left unknown

CoastPoint point(double w_now, double w_state, double b_now, double b_state) {
  return {static_cast<float>(w_now), static_cast<float>(w_state), static_cast<float>(b_now),
          static_cast<float>(b_state)};
}

/// Steps that fall below half a unit in the last place are lost: a geometric series of them at the end.
float margin_of(double ratio) { return static_cast<float>(0x1p-23 * (8.0 + 1.0 / (1.0 - ratio))); }

/// The same directions decide both ways: dead in all of them is permanent, alive in one is not.
void decide_by(Coast& c, const std::vector<CoastPoint>& points) {
  for (const CoastPoint& p : points) c.stay[c.stays++] = c.go[c.goes++] = p;
}

/// What is left to do where state is 0 and decay, if any, multiplies parameters by 1 - lr decay.
Rest rest_of(double lr, double weight_decay, double bias_decay) {
  if (weight_decay == 0.0 && bias_decay == 0.0) return Rest::frozen;
  if (lr * weight_decay > 1.0) return Rest::unknown;
  return weight_decay == bias_decay ? Rest::shrinks : Rest::weights_shrink;
}

/// One step of (parameter, buffer) of gradient descent without a gradient.
struct Matrix {
  double a, b, c, d;
  Matrix operator*(const Matrix& o) const {
    return {a * o.a + b * o.c, a * o.b + b * o.d, c * o.a + d * o.c, c * o.b + d * o.d};
  }
};

Matrix sgd_step(const CoastSetting& t, double decay) {
  const double momentum = as_float(t.arguments[0]);
  const double share = (1.0 - t.arguments[1]) * decay;
  if (t.arguments[2] == 0.0) return {1.0 - t.lr * share, -t.lr * momentum, share, momentum};
  return {1.0 - t.lr * (decay + momentum * share), -t.lr * momentum * momentum, share, momentum};
}

/// The first row of a high power, up to a positive factor.
CoastPoint last_direction(Matrix m) {
  for (int i = 0; i < 64; ++i) {
    m = m * m;
    const double size = std::max({std::fabs(m.a), std::fabs(m.b), std::fabs(m.c), std::fabs(m.d)});
    m = {m.a / size, m.b / size, m.c / size, m.d / size};
  }
  const double size = std::max(std::fabs(m.a), std::fabs(m.b));
  return point(m.a / size, m.b / size, m.a / size, m.b / size);
}

/// Decay of weights alone: the future lies in a box of factors; some of it is looked at, the end included.
void decay_weights_alone(const CoastSetting& t, Coast& c) {
  const Matrix weights = sgd_step(t, t.weight_decay), biases = sgd_step(t, 0.0);
  Matrix w = {1, 0, 0, 1}, b = w;
  double low[3] = {0, 0, 0}, high[3] = {1, 0, 0};
  const double b_end = biases.b / (1.0 - biases.d);
  for (std::uint64_t k = 1; std::fabs(w.a) > 1e-9 || std::fabs(w.b) > 1e-9 * t.lr; ++k) {
    if (k > kMostSteps || !(std::fabs(w.a) < 1e3)) return;
    w = w * weights;
    b = b * biases;
    const double now[3] = {w.a, w.b, b.b};
    for (int i = 0; i < 3; ++i) {
      low[i] = std::min(low[i], now[i]);
      high[i] = std::max(high[i], now[i]);
    }
    const bool shown = (k & (k - 1)) == 0 || (k % 3 == 0 && ((k / 3) & (k / 3 - 1)) == 0);
    if (shown && c.goes < Coast::most_goes - 1) c.go[c.goes++] = point(w.a, w.b, 1.0, b.b);
  }
  low[2] = std::min(low[2], b_end);
  c.go[c.goes++] = point(0.0, 0.0, 1.0, b_end);
  for (int corner = 0; corner < 8; ++corner) {
    c.stay[c.stays++] = point((corner & 1) != 0 ? high[0] : low[0], (corner & 2) != 0 ? high[1] : low[1], 1.0,
                              (corner & 4) != 0 ? high[2] : low[2]);
  }
  c.kind = Kind::linear;
}

Coast sgd_coast(const CoastSetting& t) {
  Coast c;
  if (t.arguments[0] == 0.0) {
    c.rest = rest_of(t.lr, t.weight_decay, t.bias_decay);
    c.kind = c.rest == Rest::unknown ? Kind::unknown : Kind::at_rest;
    if (c.kind == Kind::unknown && t.weight_decay == t.bias_decay) {  // every step turns all signs
      c.kind = Kind::linear;
      c.margin = margin_of(0.0);
      decide_by(c, {point(-1, 0, -1, 0)});
    }
    return c;
  }
  c.margin = margin_of(as_float(t.arguments[0]));
  if (t.weight_decay == 0.0) c.rest = Rest::frozen;
  if (t.steps == 0 && t.arguments[1] != 0.0 && t.weight_decay != 0.0) return c;  // its first step is another
  if (t.weight_decay != t.bias_decay) {
    decay_weights_alone(t, c);
    return c;
  }
  const Matrix step = sgd_step(t, t.weight_decay);
  const double trace = step.a + step.d, determinant = step.a * step.d - step.b * step.c;
  const double discriminant = trace * trace - 4.0 * determinant;
  if (std::fabs(discriminant) < 1e-12) return c;
  if (discriminant < 0.0) {  // underdamped: (A_k, B_k) goes round for ever
    c.kind = Kind::linear;
    decide_by(c, {point(1, 0, 1, 0), point(-1, 0, -1, 0), point(0, 1, 0, 1), point(0, -1, 0, -1)});
  } else if (trace >= 0.0 && determinant >= 0.0) {  // it turns one way, from (1, 0) to the last direction
    c.kind = Kind::linear;
    decide_by(c, {last_direction(step)});
  }
  return c;
}

/// The numbers of the steps to come, a_i / (sigma c_i + eps), without what decoupled decay does.
struct Future {
  std::vector<double> weight, place;
};

/// Of adam and adamax (`largest`): the sum of gradients loses beta1, sigma loses sqrt(beta2) (beta2) a step.
Future adam_future(const CoastSetting& t, bool largest, std::uint64_t steps) {
  const double beta1 = as_float(t.arguments[0]), beta2 = as_float(t.arguments[1]);
  const TotalWeight weight1(beta1), weight2(beta2);
  Future f;
  double m = t.lr, sigma = 1.0;
  const double kept_size = largest ? beta2 : std::sqrt(beta2);
  for (std::uint64_t i = 1; i <= steps; ++i) {
    m *= beta1;
    sigma *= kept_size;
    f.weight.push_back(m / weight1.after(t.steps + i));
    f.place.push_back(largest ? sigma : sigma / std::sqrt(weight2.after(t.steps + i)));
  }
  return f;
}

Future nadam_future(const CoastSetting& t, std::uint64_t steps) {
  const double beta1 = as_float(t.arguments[0]), beta2 = as_float(t.arguments[1]);
  const TotalWeight weight2(beta2);
  std::vector<StepScalars> table(step_table_length(t.steps + steps, NAdam::settled(t.arguments)));
  NAdam::fill(table.data(), table.size(), t.arguments);
  Future f;
  double m = t.lr, sigma = 1.0;
  for (std::uint64_t i = 1; i <= steps; ++i) {
    m *= beta1;
    sigma *= std::sqrt(beta2);
    const StepScalars& s = table[std::min<std::uint64_t>(t.steps + i, table.size()) - 1];
    f.weight.push_back(m * static_cast<double>(s.s[1]));
    f.place.push_back(sigma / std::sqrt(weight2.after(t.steps + i)));
  }
  return f;
}

/// The way's steps where eps is nothing.
std::vector<double> without_eps(const Future& f) {
  std::vector<double> profile = f.weight;
  for (std::size_t i = 0; i < profile.size(); ++i) profile[i] /= f.place[i];
  return profile;
}

/// Gathers the steps into terms whose places differ by one ratio; the last holds what hardly matters. Returns
/// their relative error: a mean place errs by the square of its term's width (`largest`: by the width, where
/// eps takes over).
double gather(const Future& f, bool largest, CoastTerms& terms) {
  const std::vector<double> steps = without_eps(f);
  double left = 0.0;
  for (const double step : steps) left += step;
  std::size_t mattering = 0;
  for (double rest = left; mattering + 1 < steps.size() && rest > 1e-9 * left; ++mattering) {
    rest -= steps[mattering];
  }
  const double range = log_double(f.place[0] / f.place[mattering]);
  const double ratio = exp_double(range / (CoastTerms::most - 1));
  double error = 1e-7;
  for (std::size_t i = 0; i < steps.size();) {
    const bool last = i >= mattering || terms.count + 1 == CoastTerms::most;
    const double first = f.place[i];
    double weight = 0.0, moment = 0.0, width = 0.0;
    do {
      weight += f.weight[i];
      moment += f.weight[i] * f.place[i];
      width = first / f.place[i++] - 1.0;
    } while (i < steps.size() && (last || (i < mattering && first < ratio * f.place[i])));
    if (!last) error = std::max(error, largest ? width : width * width / 4.0);
    terms.weight[terms.count] = static_cast<float>(weight);
    terms.place[terms.count++] = static_cast<float>(moment / weight);
  }
  return error;
}

/// How much faster than another a parameter can be on its way, relative to the slower: the profiles are the
/// steps of the extremes, eps small and eps large, weights that shrink and the bias.
double spread_of(const std::vector<std::vector<double>>& profiles) {
  std::vector<double> total(profiles.size(), 0.0), done(profiles.size(), 0.0);
  for (std::size_t p = 0; p < profiles.size(); ++p) {
    for (const double step : profiles[p]) total[p] += step;
  }
  double spread = 0.0;
  for (std::size_t i = 0; i < profiles[0].size(); ++i) {
    double slow = 1.0, fast = 0.0;
    for (std::size_t p = 0; p < profiles.size(); ++p) {
      done[p] += profiles[p][i];
      slow = std::min(slow, done[p] / total[p]);
      fast = std::max(fast, done[p] / total[p]);
    }
    spread = std::max(spread, fast / slow - 1.0);
  }
  return spread;
}

Future amplified(const Future& f, double left_per_step) {
  Future result = f;
  double left = 1.0;
  for (double& weight : result.weight) weight /= left *= left_per_step;
  return result;
}

/// Adam, AdamW, NAdam and Adamax. Decoupled decay shrinks by a factor a step; in units of what is left, later
/// steps are longer, and the dead set, a cone, stays as it is.
Coast adam_coast(const CoastSetting& t, bool decoupled, bool nadam, bool largest) {
  Coast c;
  const double beta1 = as_float(t.arguments[0]), beta2 = as_float(t.arguments[1]);
  const double kappa = decoupled ? t.lr * t.weight_decay : 0.0;
  if ((!decoupled && t.weight_decay != 0.0) || kappa >= 1.0) return c;
  c.rest = rest_of(t.lr, t.weight_decay, t.bias_decay);
  c.kind = Kind::at_rest;
  if (beta1 == 0.0 || t.steps == 0) return c;
  c.kind = Kind::unknown;
  const double ratio = beta1 / (largest ? beta2 : std::sqrt(beta2)) / (1.0 - kappa);
  if (!(ratio < 1.0)) return c;
  const double wanted = 32.0 / -log_double(ratio) + 8.0;  // what is left out is below 1e-13
  if (!(wanted < static_cast<double>(kMostSteps))) return c;
  const std::uint64_t steps = static_cast<std::uint64_t>(wanted);
  if (nadam && step_table_length(t.steps + steps, NAdam::settled(t.arguments)) > kMaxStepScalars) return c;
  const Future plain = nadam ? nadam_future(t, steps) : adam_future(t, largest, steps);
  const Future weights = amplified(plain, 1.0 - kappa);
  const Future& bias = t.bias_decay == t.weight_decay ? weights : plain;
  c.margin = margin_of(ratio);
  c.eps = static_cast<float>(t.arguments[2]);
  c.tolerance = static_cast<float>(
      std::max(gather(weights, largest, c.terms[0]), gather(bias, largest, c.terms[1])));
  c.spread_least = static_cast<float>(spread_of({without_eps(weights), without_eps(bias)})) + c.tolerance;
  c.spread_most = static_cast<float>(spread_of({without_eps(weights), without_eps(bias), weights.weight,
                                                bias.weight})) + c.tolerance;
  c.spread_eps = static_cast<float>(t.arguments[2] / plain.place.back());
  c.kind = largest ? Kind::largest : Kind::adaptive;
  return c;
}

Coast rmsprop_coast(const CoastSetting& t) {
  Coast c;
  if (t.weight_decay != 0.0) return c;
  c.rest = Rest::frozen;
  c.kind = Kind::at_rest;
  const double momentum = as_float(t.arguments[2]);
  if (momentum == 0.0) return c;
  c.kind = Kind::linear;
  c.margin = margin_of(momentum);
  c.slot = t.arguments[3] != 0.0 ? 2 : 1;
  const double way = -t.lr * momentum / (1.0 - momentum);
  decide_by(c, {point(1, way, 1, way)});
  return c;
}

Coast lion_coast(const CoastSetting& t) {
  Coast c;
  c.rest = rest_of(t.lr, t.weight_decay, t.bias_decay);
  if (t.arguments[0] == 0.0) {  // the average has no say
    c.kind = c.rest == Rest::unknown ? Kind::unknown : Kind::at_rest;
    return c;
  }
  const double decay = as_float(t.arguments[1]);
  if (t.weight_decay != 0.0 || t.arguments[0] < 1e-3 || decay > 1.0 - 2e-5) return c;
  c.kind = Kind::signs;
  c.margin = margin_of(0.0);
  c.step = static_cast<float>(t.lr);
  double power = decay;
  for (int i = 0; i < Coast::powers; ++i, power *= power) c.power[i] = static_cast<float>(power);
  c.step_tolerance = static_cast<float>(0x1p-24 / (1.0 - decay));
  return c;
}

}  // namespace

Coast make_coast(const CoastSetting& given) {
  CoastSetting t = given;
  t.lr = as_float(t.lr);
  t.weight_decay = as_float(t.weight_decay);
  t.bias_decay = as_float(t.bias_decay);
  if (t.optimizer == index_in<Sgd>(Optimizers{})) return sgd_coast(t);
  if (t.optimizer == index_in<Adam>(Optimizers{})) return adam_coast(t, false, false, false);
  if (t.optimizer == index_in<AdamW>(Optimizers{})) return adam_coast(t, true, false, false);
  if (t.optimizer == index_in<NAdam>(Optimizers{})) return adam_coast(t, false, true, false);
  if (t.optimizer == index_in<Adamax>(Optimizers{})) return adam_coast(t, false, false, true);
  if (t.optimizer == index_in<RmsProp>(Optimizers{})) return rmsprop_coast(t);
  if (t.optimizer == index_in<Lion>(Optimizers{})) return lion_coast(t);
  Coast c;
  const bool no_momentum = t.optimizer == index_in<Adagrad>(Optimizers{}) ||
                           t.optimizer == index_in<Adadelta>(Optimizers{});
  if (no_momentum && t.weight_decay == 0.0) {
    c.kind = Kind::at_rest;
    c.rest = Rest::frozen;
  }
  return c;
}

}  // namespace myriad
