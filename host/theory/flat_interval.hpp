// Flat sets of activations as intervals, read off the activations themselves: theory needs no list.
#pragma once

#include <limits>
#include <optional>

#include "host/theory/interval.hpp"

namespace myriad {

/// Finds a flat set by bisection, its ends to the bit: a half-line, or an interval that holds 0
/// (that of a shrinking activation). Empty when it is neither. `phi` is an activation with its
/// arguments bound (step/choice.hpp).
template <class Activation>
std::optional<SumInterval> flat_interval(const Activation& phi, int set) {
  const float lowest = std::numeric_limits<float>::lowest(),
              highest = std::numeric_limits<float>::max();
  const auto is_flat = [&](float z) { return !static_cast<bool>(phi.leaves_flat(set, z)); };
  std::optional<float> inside;
  for (const float z : {0.0f, lowest, highest}) {
    if (!inside && is_flat(z)) inside = z;
  }
  if (!inside) return std::nullopt;
  const auto last_flat = [&](float flat, float outside) {
    float middle = flat / 2 + outside / 2;
    while (middle != flat && middle != outside) {
      (is_flat(middle) ? flat : outside) = middle;
      middle = flat / 2 + outside / 2;
    }
    return static_cast<double>(flat);
  };
  SumInterval found;
  if (!is_flat(lowest)) found.low = last_flat(*inside, lowest);
  if (!is_flat(highest)) found.high = last_flat(*inside, highest);
  return found;
}

}  // namespace myriad
