// The table `theory`: what can be known of each cell without training, beside what was counted.
#include <fmt/format.h>

#include <cmath>
#include <functional>
#include <map>

#include "myriad/counted.hpp"
#include "host/spec/varied_values.hpp"
#include "host/tables/known_starts.hpp"
#include "myriad/ceiling.hpp"
#include "myriad/data_facts.hpp"
#include "myriad/error.hpp"
#include "myriad/logistic_regression.hpp"
#include "myriad/result.hpp"
#include "myriad/theory.hpp"
#include "myriad/theory_check.hpp"

namespace myriad {
namespace {

/// What is known of a data set's training rows, worked out once.
struct TrainingRows {
  std::optional<double> linear_accuracy;
  std::optional<LogisticFit> logistic;
  double gamma;
};

/// Everything that a column may need of its cell.
struct TheoryCell {
  const Cell& planned;
  const Tally& tally;
  const Dataset& dataset;
  const TheoryCheck& check;
  const TrainingRows& facts;
  KnownStarts& starts;
};

Entry entry_if(const std::optional<double>& x) { return x ? Entry(*x) : Entry(); }

Entry share_of(std::uint64_t count, std::uint64_t networks) {
  if (networks == 0) return {};
  return static_cast<double>(count) / static_cast<double>(networks);
}

struct Column {
  const char* name;
  std::function<Entry(const TheoryCell&)> entry;
};

const std::vector<Column>& columns() {
  static const std::vector<Column> list = {
      {"networks", [](const TheoryCell& c) { return Entry(c.tally.networks); }},
      {"born_dead", [](const TheoryCell& c) { return Entry(counted(c.tally, kBornDead)); }},
      {"born_dead_fraction",
       [](const TheoryCell& c) { return share_of(counted(c.tally, kBornDead), c.tally.networks); }},
      {"born_dead_theory", [](const TheoryCell& c) { return entry_if(c.check.theory); }},
      {"standard_error", [](const TheoryCell& c) { return entry_if(c.check.standard_error); }},
      {"z", [](const TheoryCell& c) { return entry_if(c.check.z); }},
      {"agrees",
       [](const TheoryCell& c) {
         return c.check.agrees ? Entry(std::uint64_t{*c.check.agrees}) : Entry();
       }},
      {"born_always_on",
       [](const TheoryCell& c) { return Entry(counted(c.tally, kBornAlwaysOn)); }},
      {"born_always_on_theory",
       [](const TheoryCell& c) {
         return entry_if(c.starts.born_always_on(c.planned.config, c.dataset));
       }},
      {"born_inactive", [](const TheoryCell& c) { return Entry(counted(c.tally, kBornInactive)); }},
      {"born_inactive_theory",
       [](const TheoryCell& c) { return entry_if(c.starts.born_inactive(c.planned.config, c.dataset)); }},
      {"majority_share",
       [](const TheoryCell& c) { return Entry(majority_share(c.dataset.train)); }},
      {"label_entropy", [](const TheoryCell& c) { return Entry(label_entropy(c.dataset.train)); }},
      {"best_linear_accuracy",
       [](const TheoryCell& c) { return entry_if(c.facts.linear_accuracy); }},
      {"logistic_accuracy",
       [](const TheoryCell& c) {
         return c.facts.logistic ? Entry(c.facts.logistic->accuracy) : Entry();
       }},
      {"logistic_loss",
       [](const TheoryCell& c) {
         return c.facts.logistic ? Entry(c.facts.logistic->loss) : Entry();
       }},
      {"gamma",
       [](const TheoryCell& c) {
         return std::isfinite(c.facts.gamma) ? Entry(c.facts.gamma) : Entry();
       }},
  };
  return list;
}

}  // namespace

Table theory_table(const Result& result, std::optional<std::uint32_t> cell) {
  const Sweep& sweep = result.sweep();
  if (cell && *cell >= sweep.cells.size()) {
    throw UsageError(
        fmt::format("there is no cell {}: the last one is {}", *cell, sweep.cells.size() - 1));
  }
  Table table{{"cell"}, {}};
  table.columns.insert(table.columns.end(), sweep.varied_keys.begin(), sweep.varied_keys.end());
  for (const Column& column : columns()) table.columns.emplace_back(column.name);
  std::map<const Dataset*, TrainingRows> facts;
  KnownStarts starts;
  for (const CellResult& source : result.cells()) {
    if (cell && source.index != *cell) continue;
    const Cell& planned = sweep.cells.at(source.index);
    const auto dataset = result.dataset(source.index);
    const auto [known, is_new] = facts.try_emplace(dataset.get());
    if (is_new) {
      known->second = {best_linear_accuracy(dataset->train), logistic_regression(dataset->train),
                       data_facts(*dataset).scaled.gamma};
    }
    std::vector<Entry> row = {std::uint64_t{source.index}};
    for (const std::string& key : sweep.varied_keys) {
      row.push_back(value_entry(planned, key));
    }
    const TheoryCheck check = born_dead_check(result, source, starts);
    const TheoryCell facts_of_cell{planned, source.summary.tally, *dataset, check, known->second, starts};
    for (const Column& column : columns()) row.push_back(column.entry(facts_of_cell));
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace myriad
