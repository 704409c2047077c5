// activation: see activation.hpp. One entry of the table for each formula.
#include "activation.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <stdexcept>

#include "part.hpp"

namespace oracle {

using Numbers = const double*;

struct Formula {
  Signature signature;
  double (*value)(double z, Numbers a);
  double (*slope)(double z, Numbers a);
  std::vector<FlatSet> (*flat_sets)(Numbers a) = nullptr;  // none
  std::vector<double> (*kinks)(Numbers a) = nullptr;       // none
};

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double required = std::numeric_limits<double>::quiet_NaN();
constexpr double selu_alpha = 1.6732632423543772848170429916717;
constexpr double selu_scale = 1.0507009873554804934193349852946;
const double pi = std::acos(-1.0);

double logistic(double z) { return 1 / (1 + std::exp(-z)); }
double log1pexp(double z) { return z > 0 ? z + std::log1p(std::exp(-z)) : std::log1p(std::exp(z)); }
double clamped(double z, double low, double high) { return z < low ? low : z > high ? high : z; }

double leaky(double z, Numbers a) { return z > 0 ? z : a[0] * z; }
double leaky_slope(double z, Numbers a) { return z > 0 ? 1 : a[0]; }
double elu(double z, Numbers a) { return z > 0 ? z : a[0] * std::expm1(z); }
double elu_slope(double z, Numbers a) { return z > 0 ? 1 : a[0] * std::exp(z); }

double normal_share(double z) { return 0.5 * std::erfc(-z / std::sqrt(2)); }

// gelu's tanh form: z (1 + tanh u) / 2 with u = sqrt(2/pi) (z + 0.044715 z^3).
double gelu_tanh(double z) {
  const double u = std::sqrt(2 / pi) * (z + 0.044715 * z * z * z);
  return 0.5 * z * (1 + std::tanh(u));
}
double gelu_tanh_slope(double z) {
  const double u = std::sqrt(2 / pi) * (z + 0.044715 * z * z * z);
  const double du = std::sqrt(2 / pi) * (1 + 3 * 0.044715 * z * z);
  return 0.5 * (1 + std::tanh(u)) + 0.5 * z * (1 - std::tanh(u) * std::tanh(u)) * du;
}

double mish_slope(double z, Numbers) {
  const double t = std::tanh(log1pexp(z));
  return t + z * (1 - t * t) * logistic(z);
}

std::vector<FlatSet> below(double edge) { return {{-infinity, edge}}; }
std::vector<FlatSet> both_ends(double low, double high) {
  return {{-infinity, low}, {high, infinity}};
}
std::vector<FlatSet> half_line_if_zero(Numbers a) {  // a slope or alpha of 0 makes it a ReLU
  return a[0] == 0 ? below(0) : std::vector<FlatSet>{};
}
std::vector<FlatSet> around_zero(Numbers a) {
  return a[0] >= 0 ? std::vector<FlatSet>{{-a[0], a[0]}} : std::vector<FlatSet>{};
}
std::vector<double> at_zero(Numbers) { return {0}; }
std::vector<double> at_zero_unless_one(Numbers a) {
  return a[0] == 1 ? std::vector<double>{} : at_zero(a);
}
std::vector<double> at_both(Numbers a) { return {-a[0], a[0]}; }

// clang-format off
const std::vector<Formula>& formulas() {
  static const std::vector<Formula> table = {
    {{"relu"},
     [](double z, Numbers) { return z > 0 ? z : 0; },
     [](double z, Numbers) { return z > 0 ? 1. : 0; },
     [](Numbers) { return below(0); }, at_zero},
    {{"leaky_relu", {"lrelu"}, {{"negative_slope", 0.01}}},
     leaky, leaky_slope, half_line_if_zero, at_zero_unless_one},
    {{"prelu", {}, {{"init", 0.25}}}, leaky, leaky_slope, nullptr, at_zero_unless_one},
    {{"rrelu", {}, {{"lower", 1. / 8}, {"upper", 1. / 3}}},
     leaky, leaky_slope, half_line_if_zero, at_zero_unless_one},
    {{"elu", {}, {{"alpha", 1}}}, elu, elu_slope, half_line_if_zero, at_zero_unless_one},
    {{"selu"},
     [](double z, Numbers) { return selu_scale * elu(z, &selu_alpha); },
     [](double z, Numbers) { return selu_scale * elu_slope(z, &selu_alpha); },
     nullptr, at_zero},
    {{"celu", {}, {{"alpha", 1}}},
     [](double z, Numbers a) { return z > 0 ? z : a[0] * std::expm1(z / a[0]); },
     [](double z, Numbers a) { return z > 0 ? 1 : std::exp(z / a[0]); }},
    {{"gelu", {"gelu_erf"}, {{"approximate", 0}}},
     [](double z, Numbers a) { return a[0] != 0 ? gelu_tanh(z) : z * normal_share(z); },
     [](double z, Numbers a) {
       if (a[0] != 0) return gelu_tanh_slope(z);
       return normal_share(z) + z * std::exp(-z * z / 2) / std::sqrt(2 * pi);
     }},
    {{"gelu_tanh"},
     [](double z, Numbers) { return gelu_tanh(z); },
     [](double z, Numbers) { return gelu_tanh_slope(z); }},
    {{"silu", {"swish"}},
     [](double z, Numbers) { return z * logistic(z); },
     [](double z, Numbers) { return logistic(z) * (1 + z * logistic(-z)); }},
    {{"mish"},
     [](double z, Numbers) { return z * std::tanh(log1pexp(z)); },
     mish_slope},
    {{"softplus", {}, {{"beta", 1}, {"threshold", 20}}},
     [](double z, Numbers a) { return a[0] * z > a[1] ? z : log1pexp(a[0] * z) / a[0]; },
     [](double z, Numbers a) { return a[0] * z > a[1] ? 1 : logistic(a[0] * z); }},
    {{"softsign"},
     [](double z, Numbers) { return z / (1 + std::fabs(z)); },
     [](double z, Numbers) { return 1 / ((1 + std::fabs(z)) * (1 + std::fabs(z))); }},
    {{"tanh"},
     [](double z, Numbers) { return std::tanh(z); },
     [](double z, Numbers) { return 1 / (std::cosh(z) * std::cosh(z)); }},
    {{"sigmoid", {"logistic"}},
     [](double z, Numbers) { return logistic(z); },
     [](double z, Numbers) { return logistic(z) * logistic(-z); }},
    {{"hardtanh", {"hard_tanh"}, {{"min_val", -1}, {"max_val", 1}}},
     [](double z, Numbers a) { return clamped(z, a[0], a[1]); },
     [](double z, Numbers a) { return z > a[0] && z < a[1] ? 1. : 0; },
     [](Numbers a) { return both_ends(a[0], a[1]); },
     [](Numbers a) { return std::vector<double>{a[0], a[1]}; }},
    {{"hardsigmoid", {"hard_sigmoid"}},
     [](double z, Numbers) { return clamped(z + 3, 0, 6) / 6; },
     [](double z, Numbers) { return z > -3 && z < 3 ? 1. / 6 : 0; },
     [](Numbers) { return both_ends(-3, 3); },
     [](Numbers) { return std::vector<double>{-3, 3}; }},
    {{"hardswish", {"hard_silu", "hard_swish"}},
     [](double z, Numbers) { return z * clamped(z + 3, 0, 6) / 6; },
     [](double z, Numbers) { return z <= -3 ? 0 : z >= 3 ? 1 : (2 * z + 3) / 6; },
     [](Numbers) { return below(-3); },
     [](Numbers) { return std::vector<double>{-3, 3}; }},
    {{"relu6"},
     [](double z, Numbers) { return clamped(z, 0, 6); },
     [](double z, Numbers) { return z > 0 && z < 6 ? 1. : 0; },
     [](Numbers) { return both_ends(0, 6); },
     [](Numbers) { return std::vector<double>{0, 6}; }},
    {{"threshold", {}, {{"threshold", required}, {"value", required}}},
     [](double z, Numbers a) { return z > a[0] ? z : a[1]; },
     [](double z, Numbers a) { return z > a[0] ? 1. : 0; },
     [](Numbers a) { return below(a[0]); },
     [](Numbers a) { return std::vector<double>{a[0]}; }},
    {{"softshrink", {"soft_shrink"}, {{"lambd", 0.5}}},
     [](double z, Numbers a) { return z > a[0] ? z - a[0] : z < -a[0] ? z + a[0] : 0; },
     [](double z, Numbers a) { return z > a[0] || z < -a[0] ? 1. : 0; },
     around_zero, at_both},
    {{"hardshrink", {"hard_shrink"}, {{"lambd", 0.5}}},
     [](double z, Numbers a) { return z > a[0] || z < -a[0] ? z : 0; },
     [](double z, Numbers a) { return z > a[0] || z < -a[0] ? 1. : 0; },
     around_zero, at_both},
    {{"tanhshrink", {"tanh_shrink"}},
     [](double z, Numbers) { return z - std::tanh(z); },
     [](double z, Numbers) { return std::tanh(z) * std::tanh(z); }},
    {{"logsigmoid", {"log_sigmoid"}},
     [](double z, Numbers) { return -log1pexp(-z); },
     [](double z, Numbers) { return logistic(-z); }},
    {{"squareplus", {}, {{"b", 4}}},
     [](double z, Numbers a) { return (z + std::sqrt(z * z + a[0])) / 2; },
     [](double z, Numbers a) { return (1 + z / std::sqrt(z * z + a[0])) / 2; }},
    {{"identity", {"linear"}},
     [](double z, Numbers) { return z; },
     [](double, Numbers) { return 1.; }},
  };
  return table;
}
// clang-format on

std::vector<Signature> signatures() {
  std::vector<Signature> all;
  for (const Formula& formula : formulas()) all.push_back(formula.signature);
  return all;
}

}  // namespace

double FlatSet::distance(double z) const { return std::max(low - z, z - high); }

Activation::Activation(const std::string& text) {
  static const std::vector<Signature> known = signatures();
  const Part part = read_part(text, known);
  name_ = part.name;
  arguments_ = part.arguments;
  if (drawn()) arguments_.insert(arguments_.begin(), (arguments_[0] + arguments_[1]) / 2);
  for (const Formula& formula : formulas()) {
    if (formula.signature.name == name_) formula_ = &formula;
  }
  find_sets();
}

void Activation::find_sets() {
  flat_sets_ = formula_->flat_sets ? formula_->flat_sets(arguments_.data()) : flat_sets_;
  kinks_ = formula_->kinks ? formula_->kinks(arguments_.data()) : kinks_;
}

double Activation::value(double z) const { return formula_->value(z, arguments_.data()); }
double Activation::slope(double z) const { return formula_->slope(z, arguments_.data()); }

Activation Activation::with_slope(double negative_slope) const {
  if (formula_->value != leaky) throw std::logic_error("oracle: " + name_ + " has no slope to set");
  Activation other = *this;
  other.arguments_[0] = negative_slope;
  other.find_sets();
  return other;
}

std::vector<std::string> activation_names() {
  std::vector<std::string> names;
  for (const Formula& formula : formulas()) names.push_back(formula.signature.name);
  return names;
}

}  // namespace oracle
