// The table `comparisons`: cells along each axis, pair by pair of networks.
#include <fmt/format.h>

#include <cmath>
#include <map>

#include "host/tables/axis_pairs.hpp"
#include "host/spec/varied_values.hpp"
#include "myriad/error.hpp"
#include "myriad/result.hpp"

namespace myriad {
namespace {

constexpr std::pair<Fate, const char*> kCompared[] = {{Fate::dead, "dead"},
                                                      {Fate::solved, "solved"}};

/// A comparison that has pairs, and its row.
struct Tested {
  std::size_t row;
  double p;
};

std::vector<Entry> row_of(const Sweep& sweep, const AxisPair& pair, const char* metric,
                          const PairedCounts& counts) {
  std::vector<Entry> row = {std::uint64_t{pair.a},
                            std::uint64_t{pair.b},
                            pair.key,
                            value_entry(sweep.cells.at(pair.a), pair.key),
                            value_entry(sweep.cells.at(pair.b), pair.key),
                            std::string(metric),
                            counts.pairs(),
                            counts.a_only,
                            counts.b_only,
                            counts.both,
                            counts.neither};
  if (counts.pairs() == 0) {
    row.insert(row.end(), 7, Entry());
    return row;
  }
  const double a = counts.a().value(), b = counts.b().value();
  const Interval interval = newcombe_paired(counts);
  for (const double x : {a, b, b - a, interval.low, interval.high}) row.emplace_back(x);
  row.insert(row.end(), 2, Entry());  // the p-values, when all are known
  return row;
}

void add_p_values(Table& table, const std::vector<Tested>& tested) {
  std::vector<double> p;
  for (const Tested& t : tested) p.push_back(t.p);
  const std::vector<double> corrected = holm(p);
  for (std::size_t i = 0; i < tested.size(); ++i) {
    auto& row = table.rows[tested[i].row];
    row[row.size() - 2] = p[i];
    row[row.size() - 1] = corrected[i];
  }
}

void keep_rows_of(Table& table, std::uint32_t cell) {
  const Entry wanted = std::uint64_t{cell};
  std::erase_if(table.rows, [&](const auto& row) { return row[0] != wanted && row[1] != wanted; });
}

}  // namespace

Table comparisons_table(const Result& result, std::optional<std::uint32_t> cell) {
  const Sweep& sweep = result.sweep();
  if (cell && *cell >= sweep.cells.size()) {
    throw UsageError(
        fmt::format("there is no cell {}: the last one is {}", *cell, sweep.cells.size() - 1));
  }
  Table table{{"cell_a", "cell_b", "key", "value_a", "value_b", "metric", "pairs", "a_only",
               "b_only", "both", "neither", "fraction_a", "fraction_b", "difference",
               "difference_low", "difference_high", "p", "p_holm"},
              {}};
  std::map<Fate, std::vector<Tested>> tested;
  std::optional<std::uint32_t> read;  // pairs with one first cell follow each other
  CellFates of_a;
  for (const AxisPair& pair : axis_pairs(sweep)) {
    if (read != pair.a) of_a = result.fates(pair.a);
    read = pair.a;
    const CellFates of_b = result.fates(pair.b);
    for (const auto& [fate, name] : kCompared) {
      const PairedCounts counts = paired_counts(of_a, of_b, fate);
      if (counts.pairs() > 0) {
        tested[fate].push_back({table.rows.size(), mcnemar_exact(counts.a_only, counts.b_only)});
      }
      table.rows.push_back(row_of(sweep, pair, name, counts));
    }
  }
  for (const auto& [fate, list] : tested) add_p_values(table, list);
  if (cell) keep_rows_of(table, *cell);
  return table;
}

}  // namespace myriad
