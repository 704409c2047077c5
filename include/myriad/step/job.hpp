// What a training kernel needs to know of its cell: plain data, the same on every engine. Pointers are
// to host or device memory, whichever the engine runs on.
#pragma once

#include <cstdint>
#include <limits>

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
  float largest_x1 = std::numeric_limits<float>::infinity();  ///< of all |x1|; infinite: not known
  float largest_x2 = std::numeric_limits<float>::infinity();
};

/// In which order mini-batches take the training rows.
enum class Shuffle : std::int32_t {
  none,         ///< file order
  per_network,  ///< every network and epoch its own
  shared,       ///< one for all networks, a new one each epoch
};

/// How one parameter group is drawn: a law with its constants worked out for this group.
struct GroupDraw {
  std::int32_t law = 0;  ///< a Distribution::Kind
  std::uint32_t stream = 0;
  std::int32_t first = 0;
  std::int32_t entries = 0;
  float constant[kMaxArguments] = {};
};

struct Coast;  // step/permanence.hpp

struct Job {
  std::uint64_t seed = 0;
  std::int32_t hidden_layers = 1;
  std::int32_t parameters = 5;  ///< trained by a network: of its shape, and learned by its activation
  std::int32_t groups = 0;
  GroupDraw group[kMaxGroups];
  BoundPart activation;
  BoundPart loss;
  bool linear_output = false;        ///< a linear output, classified at 0.5; else a sigmoid
  BoundPart optimizer;
  std::int32_t optimizer_slots = 0;  ///< state values per parameter
  float optimizer_start = 0;         ///< what each of them is at first
  float weight_decay = 0;
  float bias_decay = 0;              ///< weight_decay, or 0 when decay_biases is off
  float clip_norm = 0;               ///< largest norm of a gradient; 0: off
  std::uint32_t epochs = 0;
  const float* lr = nullptr;         ///< epoch t uses lr[min(t, lrs - 1)]
  std::uint32_t lrs = 0;
  const StepScalars* step = nullptr; ///< optimiser step t uses step[min(t, steps - 1)], t from 0
  std::uint32_t steps = 0;
  std::uint32_t batch_rows = 0;      ///< rows of a mini-batch; 0: all rows in class order
  std::uint32_t batch_chunk = 0;     ///< a batch is summed in chunks of so many rows
  Shuffle shuffle = Shuffle::none;
  std::uint64_t data_seed = 0;       ///< key of the shared order
  const std::uint32_t* file_order = nullptr;  ///< k-th training row of the file, as a position in train
  const std::uint32_t* checkpoint = nullptr;  ///< survival epochs, ascending
  std::int32_t checkpoints = 0;
  const Coast* coast = nullptr;      ///< how a dead ReLU unit would move on after the end; null: not known
  RowsView train;
  RowsView test;
};

}  // namespace myriad
