// The start of a layer as a mixture of independent laws: what initialisers draw together (the signs
// of a bias, RAI's one entry of a unit) becomes a few cases, each with its share.
#pragma once

#include <vector>

#include "host/theory/interval_probability.hpp"
#include "myriad/parts/initializer.hpp"

namespace myriad {

/// One case of a layer with two inputs.
struct LayerStart {
  double share;
  WeightLaw weights;
  ScalarLaw bias;
};

/// One case of a layer with one input.
struct LinkStart {
  double share;
  ScalarLaw weight;
  ScalarLaw bias;
};

/// One case of a single entry.
struct EntryStart {
  double share;
  ScalarLaw law;
};

/// All cases of a layer from the laws of its weights and of its bias; shares sum to 1. Constants
/// are rounded to float, as networks see them. Weights may not be a lattice.
std::vector<LayerStart> layer_starts(const Distribution& weights, const Distribution& bias);
std::vector<LinkStart> link_starts(const Distribution& weight, const Distribution& bias);

/// All cases of an entry whose law does not depend on other entries (no lattice, direction, RAI).
std::vector<EntryStart> entry_starts(const Distribution& law);

}  // namespace myriad
