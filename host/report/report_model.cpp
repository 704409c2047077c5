// The one place where the report reads a Result: everything it says is worked out from here on.
#include "host/report/report_model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string_view>

#include "host/spec/plain_descent.hpp"
#include "host/spec/run_command.hpp"
#include "host/tables/known_starts.hpp"
#include "myriad/ceiling.hpp"
#include "myriad/data_facts.hpp"
#include "myriad/error.hpp"
#include "myriad/fates.hpp"
#include "myriad/parts/initializer_law.hpp"
#include "myriad/registry.hpp"
#include "myriad/step/shape.hpp"
#include "myriad/theory_check.hpp"

namespace myriad::report {
namespace {

constexpr std::uint64_t kMostKept = 1'000'000;  // rows read for the sake of a page
constexpr std::uint64_t kMostPaired =
    256'000'000;  // networks of a sweep whose fates are held, 2 bits each
constexpr std::size_t kMostRowPairs = 10'000'000;  // of rows that the best lines are looked for among

/// How many kept rows of a cell there are to read, at the most.
std::uint64_t kept_rows(const KeepRule& keep, const ReportCell& cell) {
  switch (keep.kind) {
    case KeepRule::Kind::none:
      return 0;
    case KeepRule::Kind::all:
      return cell.networks;
    case KeepRule::Kind::dead:
      return cell.dead;
    case KeepRule::Kind::first:
      return std::min(keep.first, cell.networks);
  }
  return 0;
}

void copy_values(const Sweep& sweep, const Cell& planned, ReportCell& cell) {
  static constexpr std::array<std::string_view, 5> kVaried = {"[grid]", "[[zip]]", "[random]",
                                                              "[[cell]]", "--axis"};
  for (const std::string& key : sweep.varied_keys) {
    const auto value = planned.values.find(key);
    const auto origin = planned.origin.find(key);
    const std::string from = origin == planned.origin.end() ? "" : origin->second;
    cell.values.push_back(value == planned.values.end() ? "" : value->second);
    cell.from_base.push_back(std::find(kVaried.begin(), kVaried.end(), from) == kVaried.end());
    cell.from_zip.push_back(from == "[[zip]]");
  }
}

void copy_counts(const Tally& tally, ReportCell& cell) {
  const auto counted = [&tally](Flag flag) {
    for (int i = 0; i < kFlagCount; ++i) {
      if (flag == 1u << i) return tally.flag[i];
    }
    return std::uint64_t{0};
  };
  cell.networks = tally.networks;
  cell.born_dead = counted(kBornDead);
  cell.born_inactive = counted(kBornInactive);
  cell.born_always_on = counted(kBornAlwaysOn);
  cell.diverged = counted(kDiverged);
  cell.dead = counted(kDead);
  cell.died = counted(kDied);
  cell.transient = counted(kTransient);
  cell.revived = counted(kRevived);
  cell.inactive = counted(kInactive);
  cell.always_on = counted(kAlwaysOn);
  cell.solved = counted(kSolved);
  cell.constant_output = counted(kConstantOutput);
  cell.zero_gradient = counted(kZeroGradient);
  cell.dead_and_constant = counted(kDeadAndConstant);
  cell.dead_and_zero_gradient = counted(kDeadAndZeroGradient);
  cell.permanent = counted(kPermanent);
  cell.returns = counted(kReturns);
  cell.digest = tally.digest;
}

bool is_part(PartKind kind, const PartCall& call, const char* name) {
  return call.id == find_part(kind, name);
}

template <int Layers>
bool biases_start_at_zero(const Job& job) {
  for (int g = 0; g < Shape<Layers>::groups; ++g) {
    const ParameterGroup& group = Shape<Layers>::group[g];
    const bool hidden = std::string_view(group.name).substr(0, 6) == "hidden";
    const GroupDraw& draw = job.group[g];
    const bool zero = draw.law == static_cast<std::int32_t>(Distribution::Kind::constant) &&
                      draw.constant[0] == 0.0f;
    if (hidden && !group.weight && !zero) return false;
  }
  return true;
}

void copy_training(const CellConfig& config, ReportCell& cell) {
  const bool decays = config.weight_decay != 0;
  cell.epochs = config.epochs;
  cell.plain_descent = plain_descent(config);
  cell.classifies_by_sigmoid = config.output == "sigmoid" && !(decays && config.decay_biases) &&
                               is_part(PartKind::loss, config.loss, "bce_with_logits");
}

/// What is known of data sets, worked out once for each.
struct KnownRows {
  struct Facts {
    std::optional<double> gamma, best_linear_accuracy;
  };
  std::map<const Dataset*, Facts> facts;
  KnownStarts starts;
  std::size_t row_pairs = 0;

  const Facts& of(const Dataset& dataset) {
    const auto [place, is_new] = facts.try_emplace(&dataset);
    if (is_new) {
      const std::size_t rows = dataset.train.rows.size();
      const double gamma = data_facts(dataset).scaled.gamma;
      if (std::isfinite(gamma)) place->second.gamma = gamma;
      if (row_pairs + rows * rows <= kMostRowPairs) {
        row_pairs += rows * rows;
        place->second.best_linear_accuracy = best_linear_accuracy(dataset.train);
      }
    }
    return place->second;
  }
};

void copy_data(const Result& result, const CellResult& source, KnownRows& known, ReportCell& cell) {
  const CellConfig& config = result.sweep().cells.at(source.index).config;
  const CellJob cell_job = result.job(source.index);
  const Job& job = cell_job.job;
  const Summary& summary = source.summary;
  cell.train_rows = job.train.count;
  cell.class1_rows = job.train.count - job.train.class0;
  cell.test_rows = job.test.count;
  cell.gamma = known.of(*cell_job.dataset).gamma;
  cell.best_linear_accuracy = known.of(*cell_job.dataset).best_linear_accuracy;
  const StartKind start = start_kind(config, cell.networks);
  cell.start_is_certain = start == StartKind::certain;
  if (start != StartKind::partial)
    cell.born_dead_theory = known.starts.born_dead(config, *cell_job.dataset);
  cell.zero_bias =
      job.hidden_layers == 1 ? biases_start_at_zero<1>(job) : biases_start_at_zero<2>(job);
  const MeanAndSd train = train_accuracy(summary.tally, cell.train_rows);
  cell.train_accuracy_mean = train.mean;
  cell.train_accuracy_sd = train.sd;
  if (cell.test_rows > 0)
    cell.test_accuracy_mean = test_accuracy(summary.tally, cell.test_rows).mean;
  const std::size_t checkpoints = cell.networks > 0 ? cell_job.checkpoints.size() : 0;
  for (std::size_t k = 0; k < checkpoints; ++k) {
    cell.survival.push_back({cell_job.checkpoints[k], cell.finite() - summary.dead(k)});
  }
  const auto& counts = summary.histogram[static_cast<std::size_t>(Metric::train_correct)];
  for (std::size_t bin = 0; bin < counts.size(); ++bin) {
    if (counts[bin] == 0) continue;
    const BinEdges edges =
        bin_edges(Metric::train_correct, static_cast<std::uint32_t>(bin), cell.train_rows);
    cell.accuracy.push_back(
        {edges.low / cell.train_rows, edges.high / cell.train_rows, counts[bin]});
  }
}

/// o = v phi(z) + c of a chain of ReLU units on one row; a dead network gives the same on every
/// row.
double relu_output(const Record& record, int layers, const Row& row) {
  const float* p = record.final;
  double h = std::max(0.0, double{p[0]} * row.x1 + double{p[1]} * row.x2 + p[2]);
  for (int layer = 1; layer < layers; ++layer) {
    h = std::max(0.0, p[layer_weight(layer)] * h + p[layer_bias(layer)]);
  }
  return p[output_weight(layers)] * h + p[output_bias(layers)];
}

void insert(DeadAnswers& answers, double output) {
  const double p = 1 / (1 + std::exp(-output));
  answers.p_low = answers.networks == 0 ? p : std::min(answers.p_low, p);
  answers.p_high = answers.networks == 0 ? p : std::max(answers.p_high, p);
  ++answers.networks;
  answers.class1 += output >= 0;
}

/// The stored fates of all networks of the cell; empty where there are more networks than fates.
FateBits fate_bits(const Result& result, const ReportCell& cell) {
  if (cell.networks > kPairedNetworks) return {};
  const CellFates fates = result.fates(cell.index);
  if (fates.networks() != cell.finite()) return {};
  return {fates.dead, fates.finite};
}

void copy_kept(const Result& result, const CellResult& source, ReportCell& cell) {
  const CellConfig& config = result.sweep().cells.at(source.index).config;
  const std::vector<Record> kept = result.kept(source.index);
  if (!is_part(PartKind::activation, config.activation, "relu")) return;
  const auto dataset = result.dataset(source.index);
  if (dataset->train.rows.empty()) return;
  for (const Record& record : kept) {
    if ((record.flags & kDead) == 0) continue;
    insert(cell.dead_answers,
           relu_output(record, config.hidden_layers, dataset->train.rows.front()));
  }
}

}  // namespace

ReportModel report_model(const Result& result) {
  const Sweep& sweep = result.sweep();
  ReportModel model;
  model.name = sweep.name;
  model.seed = sweep.seed;
  model.networks_per_cell = sweep.networks_per_cell;
  model.keep = sweep.keep.text();
  model.varied_keys = sweep.varied_keys;
  model.manifest = result.manifest();
  model.directory = result.directory();
  model.remaking_command = run_command(result.sweep(), model.manifest.math, model.directory);
  model.spec_text = sweep.text;
  std::uint64_t read = 0, paired = 0;
  std::string unreadable;
  KnownRows known;
  for (const CellResult& source : result.cells()) {
    const Cell& planned = sweep.cells.at(source.index);
    ReportCell cell;
    cell.index = source.index;
    cell.name = planned.name;
    cell.error = source.error;
    copy_values(sweep, planned, cell);
    copy_counts(source.summary.tally, cell);
    copy_training(planned.config, cell);
    if (cell.usable()) {
      try {
        copy_data(result, source, known, cell);
        paired += cell.networks;
        if (paired <= kMostPaired) cell.fates = fate_bits(result, cell);
        const std::uint64_t rows = kept_rows(sweep.keep, cell);
        if (sweep.keep.kind != KeepRule::Kind::none && read + rows <= kMostKept) {
          copy_kept(result, source, cell);
          read += rows;
        }
      } catch (const Error& error) {
        unreadable = error.what();
      }
    }
    model.cells.push_back(std::move(cell));
  }
  if (!unreadable.empty()) {
    model.notes.push_back(
        "What rests on the data or on kept networks is left out where they could not be read: " +
        unreadable);
  }
  return model;
}

}  // namespace myriad::report
