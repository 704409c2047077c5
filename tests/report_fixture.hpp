// Hand-made models of results: a few cells with known counts, for the tests of everything that is
// said about a result.
#pragma once

#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "host/report/report_model.hpp"

namespace myriad::report {

/// 1,000 networks of 100 rows: 472 born dead, 68 more died, in 2,000 epochs of plain descent.
inline ReportCell dying_cell() {
  ReportCell cell;
  cell.networks = 1000;
  cell.born_dead = cell.born_inactive = 472;
  cell.dead = cell.inactive = 540;
  cell.died = 68;
  cell.born_dead_theory = 0.471664;
  cell.train_rows = 100;
  cell.class1_rows = 50;
  cell.plain_descent = cell.zero_bias = true;
  cell.train_accuracy_mean = 0.694;
  cell.train_accuracy_sd = 0.214;
  cell.digest = 0x0123456789abcdefu;
  cell.epochs = 2000;
  cell.survival = {{0, 528}, {1, 520}, {2000, 460}};
  cell.accuracy = {{0.5, 0.5, 540}, {0.94, 0.94, 460}};
  return cell;
}

/// The same starts under an activation that has no flat set.
inline ReportCell living_cell() {
  ReportCell cell = dying_cell();
  cell.born_dead = cell.dead = cell.died = 0;
  cell.inactive = 461;
  cell.born_dead_theory = 0;
  cell.train_accuracy_mean = 0.838;
  cell.survival = {{0, 1000}, {1, 1000}, {2000, 1000}};
  return cell;
}

/// A model of cells with their values of the varied keys; a value in `base` counts as one of
/// [base].
inline ReportModel model_of(std::vector<std::string> keys,
                            std::vector<std::pair<std::vector<std::string>, ReportCell>> cells,
                            const std::map<std::string, std::string>& base = {}) {
  ReportModel model;
  model.name = "by hand";
  model.seed = 2020;
  model.networks_per_cell = 1000;
  model.keep = "none";
  model.varied_keys = std::move(keys);
  model.directory = "runs/by-hand";
  model.spec_text = "spec_version = 1\n";
  model.remaking_command = "myriad run by-hand.toml -o runs/by-hand";
  model.manifest.command = "a stranger's command";  // that no page shows
  model.manifest.engine = "cpu avx2 x2";
  model.manifest.math = "exact";
  model.manifest.spec_hash = "3f9c0e5a7b21d846";
  model.manifest.version = "0.1.0";
  model.manifest.network_sample_updates = 400'000'000;
  model.manifest.seconds = 0.5;
  for (auto& [values, cell] : cells) {
    cell.index = static_cast<std::uint32_t>(model.cells.size());
    cell.values = values;
    for (std::size_t k = 0; k < values.size(); ++k) {
      const auto found = base.find(model.varied_keys[k]);
      cell.from_base.push_back(found != base.end() && found->second == values[k]);
      cell.from_zip.push_back(false);
    }
    model.cells.push_back(std::move(cell));
  }
  return model;
}

/// ReLU against leaky ReLU on raw rows, at two learning rates; at 1.0 nearly everything dies.
inline ReportModel small_model() {
  ReportCell late = dying_cell();
  late.dead = late.inactive = 1000;
  late.died = 528;
  late.train_accuracy_mean = 0.5;
  late.train_accuracy_sd = 0;
  late.survival = {{0, 528}, {1, 300}, {2000, 0}};
  late.accuracy = {{0.5, 0.5, 1000}};
  return model_of({"activation", "lr"}, {{{"relu", "0.1"}, dying_cell()},
                                         {{"relu", "1"}, late},
                                         {{"leaky_relu(0.01)", "0.1"}, living_cell()},
                                         {{"leaky_relu(0.01)", "1"}, living_cell()}});
}

/// The same where every network of every cell diverged.
inline ReportModel diverged_model() {
  ReportModel model = small_model();
  for (ReportCell& cell : model.cells) {
    cell.diverged = cell.networks;
    cell.dead = cell.died = cell.revived = cell.transient = cell.inactive = 0;
    cell.train_accuracy_mean = cell.train_accuracy_sd = std::nan("");
    cell.accuracy.clear();
  }
  return model;
}

}  // namespace myriad::report
