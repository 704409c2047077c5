// optimizer: see optimizer.hpp.
#include "optimizer.hpp"

#include <cmath>
#include <cstddef>
#include <stdexcept>

namespace oracle {
namespace {

const std::vector<Signature> known = {
    {"sgd", {}, {{"momentum", 0}, {"dampening", 0}, {"nesterov", 0}}},
    {"adam", {}, {{"beta1", 0.9}, {"beta2", 0.999}, {"eps", 1e-8}}},
    {"adamw", {}, {{"beta1", 0.9}, {"beta2", 0.999}, {"eps", 1e-8}}},
    {"rmsprop", {}, {{"alpha", 0.99}, {"eps", 1e-8}, {"momentum", 0}, {"centered", 0}}},
    {"adagrad", {}, {{"lr_decay", 0}, {"initial_accumulator_value", 0}, {"eps", 1e-10}}},
    {"nadam", {}, {{"beta1", 0.9}, {"beta2", 0.999}, {"eps", 1e-8}, {"momentum_decay", 0.004}}},
    {"lion", {}, {{"beta1", 0.9}, {"beta2", 0.99}}},
};

}  // namespace

Optimizer::Optimizer(const std::string& text, std::optional<double> weight_decay, bool decay_biases)
    : part_(read_part(text, known)),
      weight_decay_(weight_decay.value_or(part_.name == "adamw" ? 0.01 : 0)),
      decay_biases_(decay_biases),
      decoupled_(part_.name == "adamw" || part_.name == "lion") {
  if (part_.name == "adagrad") second_.fill(argument("initial_accumulator_value"));
}

double Optimizer::argument(const char* name) const {
  for (const Signature& one : known) {
    if (one.name != part_.name) continue;
    for (std::size_t k = 0; k < one.arguments.size(); ++k) {
      if (one.arguments[k].name == name) return part_.arguments[k];
    }
  }
  throw std::logic_error(std::string("oracle: no argument ") + name);
}

Values Optimizer::step(const Values& values, const Values& gradient, double lr,
                       const std::array<bool, parameter_count>& used) {
  ++steps_;
  Values after = values;
  for (std::size_t k = 0; k < values.size(); ++k) {
    if (!used[k]) continue;
    const double decay = is_bias[k] && !decay_biases_ ? 0 : weight_decay_;
    double slope = gradient[k];
    if (decoupled_) {
      after[k] *= 1 - lr * decay;
    } else if (decay != 0) {
      slope += decay * values[k];
    }
    after[k] = update(k, after[k], slope, lr);
  }
  if (part_.name == "nadam") {
    const double psi = argument("momentum_decay");
    momenta_ *= argument("beta1") * (1 - 0.5 * std::pow(0.96, double(steps_) * psi));
  }
  return after;
}

double Optimizer::update(std::size_t k, double value, double slope, double lr) {
  if (part_.name == "sgd") return value - lr * sgd(k, slope);
  if (part_.name == "rmsprop") return value - lr * rmsprop(k, slope);
  if (part_.name == "adagrad") return value - lr * adagrad(k, slope);
  if (part_.name == "nadam") return value - lr * nadam(k, slope);
  if (part_.name == "lion") return value - lr * lion(k, slope);
  return value - lr * adam(k, slope);
}

double Optimizer::sgd(std::size_t k, double slope) {
  const double momentum = argument("momentum");
  if (momentum == 0) return slope;
  if (steps_ == 1) {
    first_[k] = slope;
  } else {
    first_[k] = momentum * first_[k] + (1 - argument("dampening")) * slope;
  }
  return argument("nesterov") != 0 ? slope + momentum * first_[k] : first_[k];
}

double Optimizer::adam(std::size_t k, double slope) {
  const double beta1 = argument("beta1"), beta2 = argument("beta2");
  first_[k] = beta1 * first_[k] + (1 - beta1) * slope;
  second_[k] = beta2 * second_[k] + (1 - beta2) * slope * slope;
  const double mean = first_[k] / (1 - std::pow(beta1, double(steps_)));
  const double square = second_[k] / (1 - std::pow(beta2, double(steps_)));
  return mean / (std::sqrt(square) + argument("eps"));
}

double Optimizer::rmsprop(std::size_t k, double slope) {
  const double alpha = argument("alpha"), momentum = argument("momentum");
  second_[k] = alpha * second_[k] + (1 - alpha) * slope * slope;
  double square = second_[k];
  if (argument("centered") != 0) {
    third_[k] = alpha * third_[k] + (1 - alpha) * slope;
    square -= third_[k] * third_[k];
  }
  const double scaled = slope / (std::sqrt(square) + argument("eps"));
  if (!(momentum > 0)) return scaled;
  first_[k] = momentum * first_[k] + scaled;
  return first_[k];
}

double Optimizer::adagrad(std::size_t k, double slope) {
  second_[k] += slope * slope;
  const double decayed = 1 + double(steps_ - 1) * argument("lr_decay");
  return slope / (std::sqrt(second_[k]) + argument("eps")) / decayed;
}

double Optimizer::nadam(std::size_t k, double slope) {
  const double beta1 = argument("beta1"), beta2 = argument("beta2");
  const double psi = argument("momentum_decay"), t = double(steps_);
  const double mu = beta1 * (1 - 0.5 * std::pow(0.96, t * psi));
  const double next = beta1 * (1 - 0.5 * std::pow(0.96, (t + 1) * psi));
  const double up_to_now = momenta_ * mu, up_to_next = up_to_now * mu * next;
  first_[k] = beta1 * first_[k] + (1 - beta1) * slope;
  second_[k] = beta2 * second_[k] + (1 - beta2) * slope * slope;
  const double size = std::sqrt(second_[k] / (1 - std::pow(beta2, t))) + argument("eps");
  return (1 - mu) / (1 - up_to_now) * slope / size + next / (1 - up_to_next) * first_[k] / size;
}

double Optimizer::lion(std::size_t k, double slope) {
  const double beta1 = argument("beta1"), beta2 = argument("beta2");
  const double way = beta1 * first_[k] + (1 - beta1) * slope;
  first_[k] = beta2 * first_[k] + (1 - beta2) * slope;
  return way > 0 ? 1 : way < 0 ? -1 : way;  // NaN stays NaN
}

double clip_factor(const Values& gradient, double limit) {
  if (limit == 0) return 1;
  double squares = 0;
  for (double value : gradient) squares += value * value;
  const double factor = limit / (std::sqrt(squares) + 1e-6);
  return factor > 1 ? 1 : factor;  // NaN stays NaN
}

}  // namespace oracle
