// Dead units coasting without gradients, in plain double by PyTorch's definitions: the oracle of permanence.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "myriad/parts/optimizer.hpp"
#include "myriad/step/row.hpp"

namespace myriad::coasting {

struct Case {
  const char* name;
  std::vector<double> arguments;
  double lr;
  double weight_decay = 0, bias_decay = 0;
  int steps = 50;
  double most_unknown = 0.02;  ///< share of unknown answers allowed
};

/// Parameters (w1, w2, b) with their state, and rows on which they are dead.
struct Start {
  std::vector<Row> rows;
  float p[3] = {};
  float state[3][kMaxSlots] = {};
};

inline double highest(const std::vector<Row>& rows, const double* p) {
  double z = -INFINITY;
  for (const Row& row : rows) z = std::max(z, p[0] * row.x1 + p[1] * row.x2 + p[2]);
  return z;
}

/// One parameter with its state.
struct Simulated {
  double p = 0, m = 0, v = 0, u = 0;
};

/// From a state in the form of our optimisers: sums without the factor 1 - beta.
inline Simulated begin(const Case& c, float p, const float* state) {
  const std::string name = c.name;
  const auto b = [&](std::size_t i) { return static_cast<double>(static_cast<float>(c.arguments[i])); };
  Simulated s;
  s.p = p;
  if (name == "sgd") s.u = state[0];
  if (name == "rmsprop") s.u = state[c.arguments[3] != 0 ? 2 : 1];
  if (name == "adam" || name == "adamw" || name == "nadam") {
    s.m = (1 - b(0)) * state[0];
    s.v = (1 - b(1)) * state[1];
  }
  if (name == "adamax") s.m = (1 - b(0)) * state[0], s.v = state[1];
  if (name == "lion") s.m = (1 - b(1)) * state[0];
  return s;
}

inline void adam_step(const Case& c, Simulated& s, double g, double lr, double t) {
  const double b1 = static_cast<float>(c.arguments[0]), b2 = static_cast<float>(c.arguments[1]);
  s.m = b1 * s.m + (1 - b1) * g;
  s.v = b2 * s.v + (1 - b2) * g * g;
  const double divisor = std::sqrt(s.v / (1 - std::pow(b2, t))) + c.arguments[2];
  double ahead = s.m / (1 - std::pow(b1, t));
  if (std::string(c.name) == "nadam") {
    const auto mu = [&](double k) { return c.arguments[0] * (1 - 0.5 * std::pow(0.96, k * c.arguments[3])); };
    double product = 1;
    for (double k = 1; k <= t && product > 1e-20; ++k) product *= mu(k);
    ahead = (1 - mu(t)) / (1 - product) * g + mu(t + 1) / (1 - product * mu(t) * mu(t + 1)) * s.m;
  }
  if (divisor > 0) s.p -= lr * ahead / divisor;
}

/// A step without a gradient; t counts from 1.
inline void step(const Case& c, Simulated& s, bool bias, double t) {
  const std::string name = c.name;
  const std::vector<double>& a = c.arguments;
  const double lr = static_cast<float>(c.lr), decay = bias ? c.bias_decay : c.weight_decay;
  const bool decoupled = name == "adamw" || name == "lion";
  const double g = decoupled ? 0 : decay * s.p;
  if (decoupled) s.p *= 1 - lr * decay;
  if (name == "sgd") {
    s.u = static_cast<float>(a[0]) * s.u + (1 - a[1]) * g;
    s.p -= lr * (a[0] == 0 ? g : a[2] != 0 ? g + a[0] * s.u : s.u);
  } else if (name == "rmsprop") {
    s.u *= a[2];
    s.p -= lr * s.u;
  } else if (name == "lion") {
    const double b2 = static_cast<float>(a[1]);
    s.p -= lr * ((s.m > 0) - (s.m < 0)) * (a[0] > 0);
    s.m *= b2;
    if (std::fabs(s.m / (1 - b2)) < 0x1p-120) s.m = 0;
  } else if (name == "adamax") {
    s.m *= static_cast<float>(a[0]);
    s.v = std::max(static_cast<float>(a[1]) * s.v, a[2]);
    s.p -= lr / (1 - std::pow(a[0], t)) * s.m / s.v;
  } else if (name != "adagrad" && name != "adadelta") {
    adam_step(c, s, g, lr, t);
  }
}

/// The first of `steps` further steps at which a row fires; 0 if none does.
inline int revival(const Case& c, const Start& start, int steps = 20000) {
  Simulated s[3];
  for (int j = 0; j < 3; ++j) s[j] = begin(c, start.p[j], start.state[j]);
  for (int k = 1; k <= steps; ++k) {
    for (int j = 0; j < 3; ++j) step(c, s[j], j == 2, c.steps + k);
    const double p[3] = {s[0].p, s[1].p, s[2].p};
    if (highest(start.rows, p) > 0) return k;
    const auto still = [](const Simulated& x) { return std::fabs(x.m) + std::fabs(x.u) < 1e-250; };
    if (c.weight_decay == 0 && still(s[0]) && still(s[1]) && still(s[2])) return 0;
  }
  return 0;
}

}  // namespace myriad::coasting
