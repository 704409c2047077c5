// What a network decides, as a function of z = w.x + b of its first hidden unit.
#include "host/report/decision.hpp"

#include "myriad/parts/activation.hpp"
#include "myriad/step/choice.hpp"

namespace myriad::report {
namespace {

constexpr int kSteps = 1024;
constexpr int kHalvings = 20;

}  // namespace

float output_at(const Job& job, const float* p, float z) {
  const AnyActivation<Activations> phi{job.activation.id, job.activation.argument};
  const int layers = job.hidden_layers;
  const auto own = [&](int layer) {
    return phi.own() == OwnArgument::learned ? p[3 + 2 * layers + layer] : phi.own_start();
  };
  float h = phi.value(z, own(0)).value;
  for (int layer = 1; layer < layers; ++layer) {
    h = phi.value(fma(p[layer_weight(layer)], h, p[layer_bias(layer)]), own(layer)).value;
  }
  return fma(p[output_weight(layers)], h, p[output_bias(layers)]);
}

std::vector<Band> class_one_bands(const Job& job, const float* p, double low, double high) {
  const float threshold = job.linear_output ? 0.5f : 0.0f;
  const auto one = [&](double z) { return output_at(job, p, static_cast<float>(z)) >= threshold; };
  const auto edge = [&](double from, double to) {  // one(from) != one(to)
    for (int i = 0; i < kHalvings; ++i) {
      const double middle = (from + to) / 2;
      (one(middle) == one(from) ? from : to) = middle;
    }
    return (from + to) / 2;
  };
  std::vector<Band> bands;
  double last = low;
  bool inside = one(low);
  if (inside) bands.push_back({low, high});
  for (int i = 1; i <= kSteps && high > low; ++i) {
    const double z = low + (high - low) * i / kSteps;
    if (one(z) != inside) {
      const double at = edge(last, z);
      if (inside) {
        bands.back().high = at;
      } else {
        bands.push_back({at, high});
      }
      inside = !inside;
    }
    last = z;
  }
  return bands;
}

}  // namespace myriad::report
