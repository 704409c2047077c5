// The tables of a result by name.
#include <fmt/format.h>

#include "host/text/suggestion.hpp"
#include "myriad/error.hpp"
#include "myriad/export.hpp"

namespace myriad {
namespace {

using OneOrAllCells = std::optional<std::uint32_t>;

struct NamedTable {
  const char* name;
  Table (*make)(const Result&, OneOrAllCells);
};

Table cells_of(const Result& result, OneOrAllCells cell) {
  Table table = cells_table(result);
  if (cell) table.rows = {table.rows.at(*cell)};
  return table;
}

Table data_of(const Result& result, OneOrAllCells cell) {
  if (!cell) throw UsageError("table 'data' needs a cell: each cell may see other data");
  return data_table(result, *cell);
}

constexpr NamedTable kTables[] = {{"cells", cells_of},
                                  {"networks", networks_table},
                                  {"data", data_of},
                                  {"survival", survival_table},
                                  {"histogram", histogram_table},
                                  {"theory", theory_table},
                                  {"comparisons", comparisons_table},
                                  {"diagnostics", diagnostics_table},
                                  {"preprocessing", preprocessing_table}};

}  // namespace

const std::vector<std::string>& table_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const NamedTable& table : kTables) all.emplace_back(table.name);
    return all;
  }();
  return names;
}

Table named_table(const Result& result, const std::string& name, std::optional<std::uint32_t> cell) {
  if (cell && *cell >= result.cells().size()) {
    throw UsageError(fmt::format("there is no cell {}: {} has cells 0 to {}", *cell,
                                 result.directory(), result.cells().size() - 1));
  }
  for (const NamedTable& table : kTables) {
    if (name == table.name) return table.make(result, cell);
  }
  throw UsageError(fmt::format("unknown table '{}'\n  help: {}one of {}", name,
                               did_you_mean(name, table_names()), fmt::join(table_names(), ", ")));
}

}  // namespace myriad
