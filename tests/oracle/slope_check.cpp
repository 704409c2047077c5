// slope_check: see slope_check.hpp.
#include "slope_check.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace oracle {

double slope_error(const Activation& activation, double z, double step) {
  const double rise = activation.value(z + step) - activation.value(z - step);
  return std::fabs(activation.slope(z) - rise / (2 * step));
}

double slope_error(const Loss& loss, double o, int label, double step) {
  const double rise = loss.value(o + step, label) - loss.value(o - step, label);
  return std::fabs(loss.slope(o, label) - rise / (2 * step));
}

double gradient_error(const Problem& problem, const Parameters& at, double step) {
  const Values slopes = pack(gradient(problem, at));
  double worst = 0;
  for (std::size_t k = 0; k < slopes.size(); ++k) {
    Values up = pack(at), down = up;
    up[k] += step;
    down[k] -= step;
    const double rise =
        loss(problem, unpack(up, at.hidden_layers)) - loss(problem, unpack(down, at.hidden_layers));
    worst = std::max(worst, std::fabs(slopes[k] - rise / (2 * step)));
  }
  return worst;
}

}  // namespace oracle
