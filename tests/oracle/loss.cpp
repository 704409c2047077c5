// loss: see loss.hpp.
#include "loss.hpp"

#include <cmath>
#include <cstddef>
#include <stdexcept>

#include "part.hpp"

namespace oracle {
namespace {

// In the order of Loss::Kind.
const std::vector<Signature> known = {
    {"bce_with_logits", {"binary_cross_entropy"}},
    {"mse"},
    {"mae", {"l1"}},
    {"hinge"},
    {"squared_hinge"},
    {"huber", {}, {{"delta", 1}}},
};

double logistic(double o) { return 1 / (1 + std::exp(-o)); }

// -log p(label) = log(1 + exp(-s)), s = o for label 1 and -o for label 0.
double cross_entropy(double s) {
  return s > 0 ? std::log1p(std::exp(-s)) : std::log1p(std::exp(s)) - s;
}

}  // namespace

Loss::Loss(const std::string& text, const std::string& output) : linear_(output == "linear") {
  const Part part = read_part(text, known);
  for (std::size_t k = 0; k < known.size(); ++k) {
    if (known[k].name == part.name) kind_ = Kind(k);
  }
  const bool of_errors = kind_ == Kind::mse || kind_ == Kind::mae || kind_ == Kind::huber;
  if (!linear_ && output != "sigmoid") throw std::invalid_argument("oracle: output " + output);
  if (linear_ && !of_errors) throw std::invalid_argument("oracle: " + text + ", linear output");
  if (kind_ == Kind::huber) delta_ = part.arguments[0];
  for (int label : {0, 1}) {
    if (kind_ == Kind::hinge) kinks_[label] = {label == 1 ? 1. : -1.};
    if (kind_ == Kind::mae && linear_) kinks_[label] = {double(label)};
  }
}

double Loss::error(double e) const {
  if (kind_ == Kind::mse) return e * e;
  if (kind_ == Kind::mae) return std::fabs(e);
  return std::fabs(e) <= delta_ ? e * e / 2 : delta_ * (std::fabs(e) - delta_ / 2);
}

double Loss::error_slope(double e) const {
  if (kind_ == Kind::mse) return 2 * e;
  if (kind_ == Kind::mae) return e > 0 ? 1 : e < 0 ? -1 : e;  // NaN stays NaN
  return e > delta_ ? delta_ : e < -delta_ ? -delta_ : e;
}

double Loss::value(double o, int label) const {
  const double sign = label == 1 ? 1 : -1;
  const double lack = 1 - sign * o;  // of margin; NaN stays NaN
  if (kind_ == Kind::bce_with_logits) return cross_entropy(sign * o);
  if (kind_ == Kind::hinge) return lack <= 0 ? 0 : lack;
  if (kind_ == Kind::squared_hinge) return lack <= 0 ? 0 : lack * lack;
  if (linear_) return error(o - label);
  return error(label == 1 ? -logistic(-o) : logistic(o));
}

double Loss::slope(double o, int label) const {
  const double sign = label == 1 ? 1 : -1;
  const double lack = 1 - sign * o;
  if (kind_ == Kind::hinge) return lack > 0 ? -sign : 0;
  if (kind_ == Kind::squared_hinge) return lack > 0 ? -2 * sign * lack : 0;
  if (linear_) return error_slope(o - label);
  // p - label, written so that it is odd under (o, label) -> (-o, 1 - label).
  const double residual = label == 1 ? -logistic(-o) : logistic(o);
  if (kind_ == Kind::bce_with_logits) return residual;
  return error_slope(residual) * (logistic(o) * logistic(-o));
}

std::vector<std::string> loss_names() {
  std::vector<std::string> names;
  for (const Signature& one : known) names.push_back(one.name);
  return names;
}

}  // namespace oracle
