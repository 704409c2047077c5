// From a cell's configuration to the plain numbers that engines take.
#include <algorithm>
#include <charconv>
#include <numeric>

#include <fmt/format.h>

#include "host/data/dataset_fields.hpp"
#include "myriad/engine.hpp"
#include "myriad/error.hpp"
#include "myriad/parts/activation.hpp"
#include "myriad/parts/optimizer.hpp"
#include "myriad/parts/schedule.hpp"
#include "myriad/permanence.hpp"
#include "myriad/step/death_log.hpp"
#include "myriad/step/draw.hpp"
#include "host/spec/start_law.hpp"

namespace myriad {
namespace {

BoundPart bind(const PartCall& call) {
  BoundPart bound;
  bound.id = call.id;
  bound.arguments = static_cast<std::int32_t>(std::min<std::size_t>(call.arguments.size(), kMaxArguments));
  for (int i = 0; i < bound.arguments; ++i) bound.argument[i] = static_cast<float>(call.arguments[i]);
  return bound;
}

GroupDraw prepare_group(const Initialization& init, const ParameterGroup& group) {
  GroupDraw draw;
  draw.stream = group.stream;
  draw.first = group.first;
  draw.entries = group.entries;
  const Distribution law = start_law(init, group);
  draw.law = static_cast<std::int32_t>(law.kind);
  for_each_type(Draws{}, [&](auto tag, int) {
    using Draw = typename decltype(tag)::type;
    if (Draw::kind == law.kind) Draw::prepare(law, place_of(group), draw.constant);
  });
  return draw;
}

template <int Layers>
void prepare_groups(const CellConfig& config, Job& job) {
  job.groups = Shape<Layers>::groups;
  for (int g = 0; g < job.groups; ++g) {
    const ParameterGroup& group = Shape<Layers>::group[g];
    job.group[g] = prepare_group(config.init, group);
  }
}

/// C = min(128, ceil(M / 8) rounded up to even): eight chunks for small data, bounded error for large.
std::uint32_t chunk_rows(std::size_t rows) {
  const std::size_t eighth = (rows + 7) / 8;
  return static_cast<std::uint32_t>(std::clamp<std::size_t>(eighth + eighth % 2, 2, 128));
}

RowsView view_of(const Split& split) {
  RowsView view;
  view.row = split.rows.data();
  view.count = static_cast<std::uint32_t>(split.rows.size());
  view.class0 = split.class0;
  view.chunk = chunk_rows(split.rows.size());
  view.largest_x1 = view.largest_x2 = 0.0f;
  for (const Row& row : split.rows) {
    view.largest_x1 = std::max(view.largest_x1, absolute(row.x1));
    view.largest_x2 = std::max(view.largest_x2, absolute(row.x2));
  }
  return view;
}

/// A part's arguments in double, with room for those that were left out.
struct Arguments {
  double at[kMaxArguments] = {};
  explicit Arguments(const PartCall& call) {
    std::copy_n(call.arguments.begin(), std::min<std::size_t>(call.arguments.size(), kMaxArguments), at);
  }
};

[[noreturn]] void too_long(const char* what) {
  throw UsageError(fmt::format("{}: its numbers change over more than {} steps; fewer epochs, or another one",
                               what, kMaxStepScalars));
}

/// The learning rate of each epoch, up to where it no longer changes.
std::vector<float> lr_table(const CellConfig& config) {
  std::vector<float> table;
  const Arguments arguments(config.schedule);
  const double lr = config.lr;
  visit_type(Schedules{}, config.schedule.id, [&](auto tag) {
    using Schedule = typename decltype(tag)::type;
    const std::uint64_t length =
        std::min<std::uint64_t>(config.epochs, Schedule::settled(config.epochs, arguments.at) + 1);
    if (length > kMaxStepScalars) too_long("schedule");
    for (std::uint64_t epoch = 0; epoch < length; ++epoch) {
      table.push_back(static_cast<float>(lr * Schedule::factor(epoch, config.epochs, arguments.at)));
    }
  });
  return table;
}

/// The optimiser's scalars of each of `steps` steps, up to where they no longer change.
std::vector<StepScalars> step_table(const CellConfig& config, std::uint64_t steps) {
  std::vector<StepScalars> table;
  const Arguments arguments(config.optimizer);
  visit_type(Optimizers{}, config.optimizer.id, [&](auto tag) {
    using Optimizer = typename decltype(tag)::type;
    const std::uint64_t length = step_table_length(steps, Optimizer::settled(arguments.at));
    if (length > kMaxStepScalars) too_long("optimizer");
    table.resize(length);
    Optimizer::fill(table.data(), table.size(), arguments.at);
  });
  return table;
}

/// The k-th training row of the file, as a position among the rows sorted by class.
std::vector<std::uint32_t> file_order_of(const Split& split) {
  std::vector<std::uint32_t> order(split.rows.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return split.source_row[a] < split.source_row[b]; });
  return order;
}

Shuffle shuffle_of(const std::string& name) {
  if (name == "none") return Shuffle::none;
  return name == "shared" ? Shuffle::shared : Shuffle::per_network;
}

/// A batch size that takes in all rows is full batch: the same rows, and nothing to shuffle.
void prepare_batches(const CellConfig& config, CellJob& cell) {
  Job& job = cell.job;
  const std::uint64_t rows = cell.dataset->train.rows.size();
  if (!config.batch_size || *config.batch_size >= rows) return;
  job.batch_rows = static_cast<std::uint32_t>(*config.batch_size);
  job.batch_chunk = chunk_rows(job.batch_rows);
  job.shuffle = shuffle_of(config.shuffle);
  job.data_seed = DataFields(config.data).seed();
  cell.file_order = file_order_of(cell.dataset->train);
  job.file_order = cell.file_order.data();
}

std::uint64_t optimizer_steps(const CellConfig& config, const Job& job) {
  const std::uint64_t per_epoch =
      job.batch_rows == 0 ? 1 : (job.train.count + job.batch_rows - 1) / job.batch_rows;
  if (config.epochs > 0xffffffffu / per_epoch) {
    throw UsageError("epochs: more than 4,294,967,295 optimiser steps; fewer epochs or larger batches");
  }
  return config.epochs * per_epoch;
}

/// 0, 1, 2, 3, 4, 6, 8, 12, 16, 24 … T: two to each doubling.
std::vector<std::uint32_t> automatic_checkpoints(std::uint32_t epochs) {
  std::vector<std::uint32_t> epochs_seen = {0};
  for (std::uint64_t power = 1; power < epochs; power *= 2) {
    epochs_seen.push_back(static_cast<std::uint32_t>(power));
    const std::uint64_t half_way = power + power / 2;
    if (power > 1 && half_way < epochs) epochs_seen.push_back(static_cast<std::uint32_t>(half_way));
  }
  if (epochs > 0) epochs_seen.push_back(epochs);
  return epochs_seen;
}

std::vector<std::uint32_t> checkpoints_of(const CellConfig& config) {
  const std::uint32_t epochs = static_cast<std::uint32_t>(config.epochs);
  if (config.survival_epochs == "auto") return automatic_checkpoints(epochs);
  std::vector<std::uint32_t> list;
  const char* at = config.survival_epochs.data();
  const char* end = at + config.survival_epochs.size();
  while (at < end) {
    std::uint32_t epoch = 0;
    const auto [next, error] = std::from_chars(at, end, epoch);
    if (error != std::errc() || epoch > epochs) {
      throw UsageError("survival_epochs: '" + config.survival_epochs +
                       "' must list epochs between 0 and epochs, separated by commas");
    }
    list.push_back(epoch);
    at = next;
    while (at < end && (*at == ',' || *at == ' ')) ++at;
  }
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
  if (list.size() > static_cast<std::size_t>(kMaxCheckpoints)) {
    throw UsageError("survival_epochs: at most 64 epochs can be watched");
  }
  return list;
}

bool learns_argument(const BoundPart& activation) {
  bool learned = false;
  visit_type(Activations{}, activation.id,
             [&](auto tag) { learned = decltype(tag)::type::own == OwnArgument::learned; });
  return learned;
}

void prepare_optimizer(const CellConfig& config, CellJob& cell) {
  Job& job = cell.job;
  job.optimizer = bind(config.optimizer);
  const Arguments arguments(config.optimizer);
  visit_type(Optimizers{}, config.optimizer.id, [&](auto tag) {
    using Optimizer = typename decltype(tag)::type;
    job.optimizer_slots = Optimizer::slots(arguments.at);
    job.optimizer_start = Optimizer::initial_state(arguments.at);
  });
  job.weight_decay = static_cast<float>(config.weight_decay);
  job.bias_decay = config.decay_biases ? job.weight_decay : 0.0f;
  job.clip_norm = static_cast<float>(config.clip_norm);
  cell.lrs = lr_table(config);
  cell.steps = step_table(config, optimizer_steps(config, job));
  job.lr = cell.lrs.data();
  job.lrs = static_cast<std::uint32_t>(cell.lrs.size());
  job.step = cell.steps.data();
  job.steps = static_cast<std::uint32_t>(cell.steps.size());
}

/// Whether a ReLU unit that is dead at the end would stay dead, if training went on at the last rate.
void prepare_coast(const CellConfig& config, CellJob& cell) {
  if (cell.job.activation.id != index_in<Relu>(Activations{})) return;
  const Arguments arguments(config.optimizer);
  CoastSetting setting;
  setting.optimizer = config.optimizer.id;
  setting.arguments = arguments.at;
  setting.lr = cell.lrs.empty() ? config.lr : cell.lrs.back();
  setting.weight_decay = config.weight_decay;
  setting.bias_decay = config.decay_biases ? config.weight_decay : 0;
  setting.steps = optimizer_steps(config, cell.job);
  cell.coast = std::make_shared<const Coast>(make_coast(setting));
  cell.job.coast = cell.coast.get();
}

}  // namespace

BoundPart bind_activation(const PartCall& call) {
  BoundPart bound = bind(call);
  const Arguments arguments(call);
  visit_type(Activations{}, call.id, [&](auto tag) {
    using A = typename decltype(tag)::type;
    if (A::is_relu(arguments.at)) bound = {index_in<Relu>(Activations{}), 0, {}};
  });
  return bound;
}

std::vector<std::string> parameter_names(const CellConfig& config) {
  const bool learned = learns_argument(bind_activation(config.activation));
  const auto names = [learned](auto shape, int layers) -> std::vector<std::string> {
    using S = decltype(shape);
    return {S::parameter_name, S::parameter_name + S::parameters + (learned ? layers : 0)};
  };
  return config.hidden_layers == 1 ? names(Shape<1>{}, 1) : names(Shape<2>{}, 2);
}

CellJob make_cell_job(const CellConfig& config, std::uint64_t seed, std::uint64_t networks_per_cell,
                      std::shared_ptr<const Dataset> dataset) {
  if (config.epochs > kMaxEpochs) throw UsageError("epochs: at most 2,147,483,646");
  CellJob cell;
  cell.dataset = std::move(dataset);
  cell.checkpoints = checkpoints_of(config);
  Job& job = cell.job;
  job.seed = seed;
  job.hidden_layers = config.hidden_layers;
  if (config.hidden_layers == 1) {
    prepare_groups<1>(config, job);
  } else {
    prepare_groups<2>(config, job);
  }
  for (int g = 0; g < job.groups; ++g) {
    const bool lattice = is_drawn_by<LatticeDraw>(job.group[g]);
    const double m = job.group[g].constant[0];
    if (lattice && static_cast<double>(networks_per_cell) > m * m) {
      throw UsageError("lattice: networks_per_cell is larger than its m * m starts");
    }
  }
  job.activation = bind_activation(config.activation);
  job.parameters = static_cast<std::int32_t>(parameter_names(config).size());
  job.loss = bind(config.loss);
  job.linear_output = config.output == "linear";
  job.epochs = static_cast<std::uint32_t>(config.epochs);
  job.checkpoint = cell.checkpoints.data();
  job.checkpoints = static_cast<std::int32_t>(cell.checkpoints.size());
  job.train = view_of(cell.dataset->train);
  job.test = view_of(cell.dataset->test);
  prepare_batches(config, cell);
  prepare_optimizer(config, cell);
  prepare_coast(config, cell);
  return cell;
}

}  // namespace myriad
