// The tables of `export`, column by column as the README lists them.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "myriad/counted.hpp"
#include "host/spec/varied_values.hpp"
#include "host/tables/known_starts.hpp"
#include "myriad/error.hpp"
#include "myriad/result.hpp"
#include "myriad/statistics.hpp"

namespace myriad {
namespace {

using TableRow = std::vector<Entry>;

struct FlagColumn {
  const char* name;
  Flag flag;
};

constexpr FlagColumn kCounted[] = {
    {"born_dead", kBornDead}, {"born_inactive", kBornInactive}, {"born_always_on", kBornAlwaysOn},
    {"dead", kDead},          {"died", kDied},                  {"transient", kTransient},
    {"revived", kRevived},    {"inactive", kInactive},          {"always_on", kAlwaysOn},
    {"solved", kSolved}};

constexpr FlagColumn kOfNetwork[] = {
    {"born_dead", kBornDead}, {"dead", kDead},         {"died", kDied},          {"transient", kTransient},
    {"revived", kRevived},    {"inactive", kInactive}, {"always_on", kAlwaysOn}, {"diverged", kDiverged}};

// NaN stands for "not defined": an empty entry.
Entry defined(double x) { return std::isnan(x) ? Entry() : Entry(x); }

void add_fraction(TableRow& row, std::uint64_t k, std::uint64_t n) {
  if (n == 0) {
    row.insert(row.end(), 3, Entry());
    return;
  }
  const Interval interval = wilson(k, n);
  row.emplace_back(static_cast<double>(k) / static_cast<double>(n));
  row.emplace_back(interval.low);
  row.emplace_back(interval.high);
}

std::vector<std::string> cell_columns(const Sweep& sweep) {
  std::vector<std::string> columns = {"cell"};
  columns.insert(columns.end(), sweep.varied_keys.begin(), sweep.varied_keys.end());
  columns.insert(columns.end(), {"networks", "diverged"});
  for (const FlagColumn& column : kCounted) columns.emplace_back(column.name);
  for (const std::string name : {"dead", "born_dead", "died"}) {
    columns.insert(columns.end(), {name + "_fraction", name + "_low", name + "_high"});
  }
  columns.insert(columns.end(),
                 {"born_dead_theory", "train_accuracy_mean", "train_accuracy_sd",
                  "test_accuracy_mean", "test_accuracy_sd", "train_loss_mean", "digest"});
  return columns;
}

TableRow cell_row(const Result& result, const CellResult& cell, KnownStarts& known) {
  const Cell& planned = result.sweep().cells.at(cell.index);
  const auto dataset = result.dataset(cell.index);
  const Tally& tally = cell.summary.tally;
  const std::uint64_t finite = cell.summary.finite();
  TableRow row = {std::uint64_t{cell.index}};
  for (const std::string& key : result.sweep().varied_keys) {
    row.push_back(value_entry(planned, key));
  }
  row.emplace_back(tally.networks);
  row.emplace_back(counted(tally, kDiverged));
  for (const FlagColumn& column : kCounted) row.emplace_back(counted(tally, column.flag));
  add_fraction(row, counted(tally, kDead), finite);
  add_fraction(row, counted(tally, kBornDead), tally.networks);
  add_fraction(row, counted(tally, kDied), finite);
  const std::optional<double> theory = known.born_dead(planned.config, *dataset);
  row.push_back(theory ? Entry(*theory) : Entry());
  const auto rows_of = [](const Split& split) { return static_cast<std::uint32_t>(split.rows.size()); };
  const MeanAndSd train = train_accuracy(tally, rows_of(dataset->train));
  const MeanAndSd test = test_accuracy(tally, rows_of(dataset->test));
  for (const double x : {train.mean, train.sd, test.mean, test.sd}) row.push_back(defined(x));
  row.push_back(defined(mean_of(tally.train_loss, finite)));
  row.emplace_back(fmt::format("{:016x}", tally.digest));
  return row;
}

/// The parameters of all cells: those of the deepest shape, then what activations have learned.
std::vector<std::string> parameter_columns(const Sweep& sweep) {
  std::vector<std::string> columns;
  for (const bool learned : {false, true}) {
    for (const Cell& cell : sweep.cells) {
      std::vector<std::string> names = parameter_names(cell.config);
      const std::size_t of_shape = static_cast<std::size_t>(3 + 2 * cell.config.hidden_layers);
      std::vector<std::string> chosen(learned ? names.begin() + of_shape : names.begin(),
                                      learned ? names.end() : names.begin() + of_shape);
      const auto known = [&](const std::string& name) {
        return std::find(columns.begin(), columns.end(), name) != columns.end();
      };
      if (!learned && chosen.size() > columns.size()) columns = chosen;
      for (const std::string& name : chosen) {
        if (learned && !known(name)) columns.push_back(name);
      }
    }
  }
  return columns;
}

// For each of the columns its place among a cell's parameters; -1 where the cell has none such.
std::vector<int> places_of(const std::vector<std::string>& columns, const CellConfig& config) {
  const std::vector<std::string> own = parameter_names(config);
  std::vector<int> places;
  for (const std::string& name : columns) {
    const auto at = std::find(own.begin(), own.end(), name);
    places.push_back(at == own.end() ? -1 : static_cast<int>(at - own.begin()));
  }
  return places;
}

TableRow network_row(std::uint32_t cell, const Record& r, const std::vector<int>& places, bool has_test) {
  TableRow row = {std::uint64_t{cell}, r.network};
  for (const int place : places) row.push_back(place < 0 ? Entry() : Entry(r.initial[place]));
  for (const int place : places) row.push_back(place < 0 ? Entry() : Entry(r.final[place]));
  for (const FlagColumn& column : kOfNetwork) {
    row.emplace_back(std::uint64_t{(r.flags & column.flag) != 0});
  }
  row.push_back(r.death_epoch == kNeverDied ? Entry() : Entry(std::uint64_t{r.death_epoch}));
  row.emplace_back(std::uint64_t{r.train_correct});
  row.push_back(has_test ? Entry(std::uint64_t{r.test_correct}) : Entry());
  row.emplace_back(r.train_loss);
  return row;
}

std::vector<std::uint32_t> chosen(const Result& result, std::optional<std::uint32_t> cell) {
  const auto cells = static_cast<std::uint32_t>(result.cells().size());
  if (cell && *cell >= cells) {
    throw UsageError(fmt::format("there is no cell {}: the last one is {}", *cell, cells - 1));
  }
  if (cell) return {*cell};
  std::vector<std::uint32_t> all(cells);
  for (std::uint32_t i = 0; i < cells; ++i) all[i] = i;
  return all;
}

void add_data_rows(Table& table, const Dataset& dataset, const Split& split, const char* name) {
  for (std::size_t i = 0; i < split.rows.size(); ++i) {
    const std::uint32_t source = split.source_row.at(i);
    const Sample& sample = dataset.raw.samples.at(source);
    table.rows.push_back({std::uint64_t{source}, std::string(name), sample.x1, sample.x2, sample.label,
                          split.rows[i].x1, split.rows[i].x2});
  }
}

}  // namespace

Table cells_table(const Result& result) {
  Table table{cell_columns(result.sweep()), {}};
  KnownStarts known;
  for (const CellResult& cell : result.cells()) table.rows.push_back(cell_row(result, cell, known));
  return table;
}

Table networks_table(const Result& result, std::optional<std::uint32_t> cell) {
  const std::vector<std::string> names = parameter_columns(result.sweep());
  Table table{{"cell", "network"}, {}};
  for (const std::string when : {"init.", "final."}) {
    for (const std::string& name : names) table.columns.push_back(when + name);
  }
  for (const FlagColumn& column : kOfNetwork) table.columns.emplace_back(column.name);
  for (const char* name : {"death_epoch", "train_correct", "test_correct", "train_loss"}) {
    table.columns.emplace_back(name);
  }
  for (const std::uint32_t k : chosen(result, cell)) {
    const auto places = places_of(names, result.sweep().cells.at(k).config);
    const bool has_test = !result.dataset(k)->test.rows.empty();
    for (const Record& r : result.kept(k)) {
      table.rows.push_back(network_row(k, r, places, has_test));
    }
  }
  return table;
}

Table data_table(const Result& result, std::uint32_t cell) {
  const auto dataset = result.dataset(chosen(result, cell).front());
  Table table{{"row", "split", "x1", "x2", "label", "x1_scaled", "x2_scaled"}, {}};
  add_data_rows(table, *dataset, dataset->train, "train");
  add_data_rows(table, *dataset, dataset->test, "test");
  std::sort(table.rows.begin(), table.rows.end(), [](const TableRow& a, const TableRow& b) {
    return std::get<std::uint64_t>(a[0]) < std::get<std::uint64_t>(b[0]);
  });
  return table;
}

Table survival_table(const Result& result, std::optional<std::uint32_t> cell) {
  Table table{{"cell", "epoch", "alive", "networks"}, {}};
  for (const std::uint32_t k : chosen(result, cell)) {
    const Summary& summary = result.cells()[k].summary;
    const std::uint64_t finite = summary.finite();
    const std::vector<std::uint32_t> epochs = result.job(k).checkpoints;
    for (std::size_t i = 0; i < epochs.size(); ++i) {
      table.rows.push_back(
          {std::uint64_t{k}, std::uint64_t{epochs[i]}, finite - summary.dead(i), finite});
    }
  }
  return table;
}

Table histogram_table(const Result& result, std::optional<std::uint32_t> cell) {
  Table table{{"cell", "metric", "bin", "low", "high", "count"}, {}};
  for (const std::uint32_t k : chosen(result, cell)) {
    const Summary& summary = result.cells()[k].summary;
    const auto dataset = result.dataset(k);
    for (const Metric metric : {Metric::train_correct, Metric::test_correct, Metric::death_epoch,
                                Metric::train_loss}) {
      const Split& split = metric == Metric::test_correct ? dataset->test : dataset->train;
      const auto rows = static_cast<std::uint32_t>(split.rows.size());
      const auto& bins = summary.histogram[static_cast<std::size_t>(metric)];
      for (std::uint32_t bin = 0; bin < bins.size(); ++bin) {
        if (bins[bin] == 0) continue;
        const BinEdges edges = bin_edges(metric, bin, rows);
        table.rows.push_back({std::uint64_t{k}, std::string(metric_name(metric)), std::uint64_t{bin},
                              edges.low, edges.high, bins[bin]});
      }
    }
  }
  return table;
}

}  // namespace myriad
