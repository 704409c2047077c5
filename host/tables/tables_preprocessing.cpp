// The table `preprocessing`: where each cell's training rows lie before and after its scaler, and the constants that
// the scaler fitted to them.
#include <fmt/format.h>

#include "host/spec/varied_values.hpp"
#include "myriad/data_facts.hpp"
#include "myriad/error.hpp"
#include "myriad/result.hpp"

namespace myriad {
namespace {

using Quantity = std::pair<std::string, Entry>;

void add_place(const std::string& name, const PlaceFacts& place, std::vector<Quantity>& to) {
  for (int k = 0; k < 2; ++k) {
    const std::string feature = fmt::format("{}.x{}.", name, k + 1);
    to.emplace_back(feature + "mean", place.feature[k].mean);
    to.emplace_back(feature + "sd", place.feature[k].sd);
    to.emplace_back(feature + "gamma", place.feature[k].gamma);
  }
  to.emplace_back(name + ".gamma", place.gamma);
}

std::vector<Quantity> quantities(const Cell& cell, const Dataset& dataset) {
  const DataFacts facts = data_facts(dataset);
  std::vector<Quantity> list = {{"rows", std::uint64_t{facts.rows}},
                                {"test_rows", std::uint64_t{facts.test_rows}},
                                {"positive", std::uint64_t{facts.positive}}};
  add_place("raw", facts.raw, list);
  add_place("scaled", facts.scaled, list);
  const std::vector<std::string> names = fitted_names(cell.config.preprocess.id);
  for (std::size_t k = 0; k < names.size(); ++k) {
    list.emplace_back("fitted." + names[k], dataset.fitted.at(k));
  }
  return list;
}

}  // namespace

Table preprocessing_table(const Result& result, std::optional<std::uint32_t> cell) {
  const Sweep& sweep = result.sweep();
  if (cell && *cell >= sweep.cells.size()) {
    throw UsageError(
        fmt::format("there is no cell {}: the last one is {}", *cell, sweep.cells.size() - 1));
  }
  Table table{{"cell"}, {}};
  table.columns.insert(table.columns.end(), sweep.varied_keys.begin(), sweep.varied_keys.end());
  for (const char* column : {"quantity", "value"}) table.columns.emplace_back(column);
  for (const Cell& planned : sweep.cells) {
    if (cell && planned.index != *cell) continue;
    for (Quantity& quantity : quantities(planned, *result.dataset(planned.index))) {
      std::vector<Entry> row = {std::uint64_t{planned.index}};
      for (const std::string& key : sweep.varied_keys) row.push_back(value_entry(planned, key));
      row.emplace_back(std::move(quantity.first));
      row.push_back(std::move(quantity.second));
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

}  // namespace myriad
