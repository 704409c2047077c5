// Laws of one number. Normal tails beyond 8.5 deviations hold 2e-17 and are left out of supports.
#include "host/theory/scalar_law.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace myriad {

namespace {

constexpr double kTail = 8.5;
/// A law cut far out in a tail still needs this much of it.
constexpr double kTailOfTail = 4;

double normal_density(double x) { return std::exp(-x * x / 2) * 0.3989422804014326779; }

/// P(from <= X <= to) for a standard normal, without cancellation in the tails.
double normal_between(double from, double to) {
  const double root = std::sqrt(0.5);
  if (from > 0) return (std::erfc(from * root) - std::erfc(to * root)) / 2;
  if (to < 0) return (std::erfc(-to * root) - std::erfc(-from * root)) / 2;
  return (std::erf(to * root) - std::erf(from * root)) / 2;
}

}  // namespace

ScalarLaw ScalarLaw::point(double at) {
  ScalarLaw law;
  law.low_ = law.high_ = at;
  return law;
}

ScalarLaw ScalarLaw::uniform(double low, double high) {
  ScalarLaw law = point(low);
  law.high_ = high;
  if (low < high) law.shape_ = Shape::uniform;
  return law;
}

ScalarLaw ScalarLaw::normal(double mean, double sd) {
  ScalarLaw law = uniform(mean - kTail * sd, mean + kTail * sd);
  if (sd == 0) return law;
  law.shape_ = Shape::normal;
  law.mean_ = mean;
  law.sd_ = sd;
  return law;
}

ScalarLaw ScalarLaw::truncated(double mean, double sd, double low, double high) {
  ScalarLaw law = normal(mean, sd);
  if (sd == 0) return law;
  law.cut_ = true;
  law.low_ = std::max(low, std::min(law.low_, high - kTailOfTail * sd));
  law.high_ = std::min(high, std::max(law.high_, low + kTailOfTail * sd));
  law.inside_ = normal_between((law.low_ - mean) / sd, (law.high_ - mean) / sd);
  return law;
}

ScalarLaw ScalarLaw::beta() {
  ScalarLaw law = uniform(0, 1);
  law.shape_ = Shape::beta;
  return law;
}

ScalarLaw ScalarLaw::shifted(double by) const {
  ScalarLaw law = *this;
  law.low_ += by;
  law.high_ += by;
  law.mean_ += by;
  return law;
}

ScalarLaw ScalarLaw::reflected() const {
  ScalarLaw law = *this;
  law.low_ = -high_;
  law.high_ = -low_;
  law.mean_ = -mean_;
  law.direction_ = -direction_;
  return law;
}

double ScalarLaw::density(double x) const {
  if (x < low_ || x > high_) return 0;
  switch (shape_) {
    case Shape::uniform:
      return 1 / (high_ - low_);
    case Shape::normal:
      return normal_density((x - mean_) / sd_) / (sd_ * inside_);
    case Shape::beta:
      return 2 * (direction_ > 0 ? x - low_ : high_ - x);
    case Shape::point:
      break;
  }
  return 0;
}

double ScalarLaw::below(double x) const {
  if (shape_ == Shape::normal && !cut_) return std::erfc((mean_ - x) / (sd_ * std::sqrt(2.0))) / 2;
  if (x < low_) return 0;
  if (x >= high_) return 1;
  switch (shape_) {
    case Shape::uniform:
      return (x - low_) / (high_ - low_);
    case Shape::normal:
      return normal_between((low_ - mean_) / sd_, (x - mean_) / sd_) / inside_;
    case Shape::beta: {
      const double rest = high_ - x;
      return direction_ > 0 ? (x - low_) * (x - low_) : 1 - rest * rest;
    }
    case Shape::point:
      break;
  }
  return 1;
}

}  // namespace myriad
