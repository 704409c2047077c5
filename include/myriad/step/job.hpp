// What a training kernel needs to know of its cell: plain data, the same on every engine. Pointers are
// to host or device memory, whichever the engine runs on.
#pragma once

#include <cstdint>

#include "myriad/parts/part.hpp"
#include "myriad/parts/step_scalars.hpp"
#include "myriad/step/record.hpp"
#include "myriad/step/row.hpp"
#include "myriad/step/shape.hpp"

namespace myriad {

/// Rows in the order of their sums (docs/numerics.md, "Sums over rows"): class 0 first; each class cut
/// into chunks of `chunk` rows that never straddle classes.
struct RowsView {
  const Row* row = nullptr;
  std::uint32_t count = 0;
  std::uint32_t class0 = 0;
  std::uint32_t chunk = 1;
};

/// How one parameter group is drawn: a law with its constants worked out for this group.
struct GroupDraw {
  std::int32_t law = 0;  ///< a Distribution::Kind
  std::uint32_t stream = 0;
  std::int32_t first = 0;
  std::int32_t entries = 0;
  float constant[kMaxArguments] = {};
};

struct Job {
  std::uint64_t seed = 0;
  std::int32_t hidden_layers = 1;
  std::int32_t groups = 0;
  GroupDraw group[kMaxGroups];
  BoundPart activation;
  BoundPart loss;
  BoundPart optimizer;
  std::int32_t optimizer_slots = 0;  ///< state values per parameter
  float weight_decay = 0;
  float bias_decay = 0;              ///< weight_decay, or 0 when decay_biases is off
  std::uint32_t epochs = 0;
  const StepScalars* step = nullptr; ///< step t uses step[min(t, steps - 1)], t from 0
  std::uint32_t steps = 0;
  const std::uint32_t* checkpoint = nullptr;  ///< survival epochs, ascending
  std::int32_t checkpoints = 0;
  RowsView train;
  RowsView test;
};

}  // namespace myriad
