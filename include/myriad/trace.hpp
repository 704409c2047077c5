// One network followed step by step, in plain floats: the same bits as its training in a sweep.
#pragma once

#include <cstdint>
#include <vector>

#include "myriad/engine.hpp"

namespace myriad {

struct EpochState {
  std::uint32_t epoch = 0;
  std::vector<float> parameters;
  std::vector<float> gradient;  ///< of the mean loss, per parameter; empty at the last epoch
  float loss = 0;               ///< mean over training rows
  std::vector<std::uint32_t> rows_firing;  ///< rows with z > 0, per hidden layer
  bool dead = false;
};

struct Trace {
  std::vector<EpochState> epochs;  ///< 0 … T, every one
  Record record;
};

/// Trains network `network` of a cell again. Memory: about 100 bytes an epoch.
Trace trace_network(const CellJob& cell, std::uint64_t network);

/// What reaches each hidden layer at each training row, in the floats of training.
struct HiddenInputs {
  std::vector<std::vector<float>> z;    ///< per layer, per row
  std::vector<std::vector<bool>> flat;  ///< z lies where the activation is constant
  std::vector<bool> dead;               ///< per layer: all its rows lie in one flat set
  bool can_die = false;                 ///< the activation has a flat set at all
};
/// Of a network with an EpochState's `parameters`.
HiddenInputs hidden_inputs(const CellJob& cell, const std::vector<float>& parameters);

}  // namespace myriad
