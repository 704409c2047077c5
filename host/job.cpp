// From a cell's configuration to the plain numbers that engines take.
#include <algorithm>
#include <charconv>

#include "myriad/engine.hpp"
#include "myriad/error.hpp"
#include "myriad/parts/optimizer.hpp"
#include "myriad/parts/schedule.hpp"
#include "myriad/step/draw.hpp"
#include "start_law.hpp"

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
  return view;
}

std::vector<StepScalars> step_table(const CellConfig& config) {
  std::vector<StepScalars> table;
  double optimizer_arguments[kMaxArguments] = {};
  double schedule_arguments[kMaxArguments] = {};
  std::copy(config.optimizer.arguments.begin(), config.optimizer.arguments.end(), optimizer_arguments);
  std::copy(config.schedule.arguments.begin(), config.schedule.arguments.end(), schedule_arguments);
  visit_type(Optimizers{}, config.optimizer.id, [&](auto optimizer_tag) {
    using Optimizer = typename decltype(optimizer_tag)::type;
    visit_type(Schedules{}, config.schedule.id, [&](auto schedule_tag) {
      using Schedule = typename decltype(schedule_tag)::type;
      const std::uint64_t settled = std::max(Optimizer::settled(optimizer_arguments),
                                             Schedule::settled(config.epochs, schedule_arguments));
      const std::uint64_t length = std::min<std::uint64_t>(config.epochs, settled + 1);
      for (std::uint64_t step = 0; step < length; ++step) {
        const double lr = config.lr * Schedule::factor(step, config.epochs, schedule_arguments);
        table.push_back(Optimizer::scalars(step, lr, optimizer_arguments));
      }
    });
  });
  return table;
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

}  // namespace

CellJob make_cell_job(const CellConfig& config, std::uint64_t seed, std::uint64_t networks_per_cell,
                      std::shared_ptr<const Dataset> dataset) {
  if (config.epochs >= kNeverDied) throw UsageError("epochs: at most 4,294,967,294");
  CellJob cell;
  cell.dataset = std::move(dataset);
  cell.steps = step_table(config);
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
  job.activation = bind(config.activation);
  job.loss = bind(config.loss);
  job.optimizer = bind(config.optimizer);
  visit_type(Optimizers{}, config.optimizer.id, [&](auto tag) {
    job.optimizer_slots = decltype(tag)::type::slots(config.optimizer.arguments.data());
  });
  job.weight_decay = static_cast<float>(config.weight_decay);
  job.bias_decay = config.decay_biases ? job.weight_decay : 0.0f;
  job.epochs = static_cast<std::uint32_t>(config.epochs);
  job.step = cell.steps.data();
  job.steps = static_cast<std::uint32_t>(cell.steps.size());
  job.checkpoint = cell.checkpoints.data();
  job.checkpoints = static_cast<std::int32_t>(cell.checkpoints.size());
  job.train = view_of(cell.dataset->train);
  job.test = view_of(cell.dataset->test);
  return cell;
}

}  // namespace myriad
