// The table `diagnostics`: dead, constant output and zero gradient beside each other, whether death lasts, how
// many rows fire, and how large activations are within their population.
#include <fmt/format.h>

#include "myriad/counted.hpp"
#include "host/spec/varied_values.hpp"
#include "myriad/error.hpp"
#include "myriad/result.hpp"

namespace myriad {
namespace {

struct DiagnosedCell {
  const Summary& summary;
  double rows;
  std::uint64_t count(Flag flag) const { return counted(summary.tally, flag); }
};

Entry ratio(double part, double whole) { return whole > 0 ? Entry(part / whole) : Entry(); }

/// Share of the networks whose mean |h| is at most tau times the cell's mean: tau-dormancy, with the networks
/// of a cell in the place of the units of a layer. A bin counts when all of it lies below.
Entry dormant_share(const DiagnosedCell& c, double tau) {
  const double mean = mean_of(c.summary.tally.mean_activation, c.summary.finite());
  const auto& bins = c.summary.histogram[static_cast<std::size_t>(Metric::mean_activation)];
  std::uint64_t dormant = 0;
  for (std::uint32_t bin = 0; bin < bins.size(); ++bin) {
    const BinEdges edges = bin_edges(Metric::mean_activation, bin, 0);
    if (bin == 0 || edges.high <= tau * mean) dormant += bins[bin];
  }
  return ratio(static_cast<double>(dormant), static_cast<double>(c.summary.finite()));
}

struct Column {
  const char* name;
  Entry (*entry)(const DiagnosedCell&);
};

constexpr Column kColumns[] = {
    {"networks", [](const DiagnosedCell& c) -> Entry { return c.summary.finite(); }},
    {"dead", [](const DiagnosedCell& c) -> Entry { return c.count(kDead); }},
    {"permanent", [](const DiagnosedCell& c) -> Entry { return c.count(kPermanent); }},
    {"returns", [](const DiagnosedCell& c) -> Entry { return c.count(kReturns); }},
    {"undecided",
     [](const DiagnosedCell& c) -> Entry {
       return c.count(kDead) - c.count(kPermanent) - c.count(kReturns);
     }},
    {"saturated", [](const DiagnosedCell& c) -> Entry { return c.count(kSaturated); }},
    {"constant_output", [](const DiagnosedCell& c) -> Entry { return c.count(kConstantOutput); }},
    {"zero_gradient", [](const DiagnosedCell& c) -> Entry { return c.count(kZeroGradient); }},
    {"dead_and_constant", [](const DiagnosedCell& c) -> Entry { return c.count(kDeadAndConstant); }},
    {"dead_and_zero_gradient",
     [](const DiagnosedCell& c) -> Entry { return c.count(kDeadAndZeroGradient); }},
    {"constant_and_zero_gradient",
     [](const DiagnosedCell& c) -> Entry { return c.count(kConstantAndZeroGradient); }},
    {"all_three",
     [](const DiagnosedCell& c) -> Entry { return c.count(kDeadConstantAndZeroGradient); }},
    {"constant_precision",
     [](const DiagnosedCell& c) -> Entry {
       return ratio(static_cast<double>(c.count(kDeadAndConstant)),
                    static_cast<double>(c.count(kConstantOutput)));
     }},
    {"constant_recall",
     [](const DiagnosedCell& c) -> Entry {
       return ratio(static_cast<double>(c.count(kDeadAndConstant)), static_cast<double>(c.count(kDead)));
     }},
    {"born_firing_share",
     [](const DiagnosedCell& c) -> Entry {
       return ratio(static_cast<double>(c.summary.tally.born_firing),
                    c.rows * static_cast<double>(c.summary.finite()));
     }},
    {"firing_share",
     [](const DiagnosedCell& c) -> Entry {
       return ratio(static_cast<double>(c.summary.tally.firing),
                    c.rows * static_cast<double>(c.summary.finite()));
     }},
    {"mean_activation",
     [](const DiagnosedCell& c) -> Entry {
       if (c.summary.finite() == 0) return {};
       return mean_of(c.summary.tally.mean_activation, c.summary.finite());
     }},
    {"dormant_share_0.025", [](const DiagnosedCell& c) -> Entry { return dormant_share(c, 0.025); }},
    {"dormant_share_0.1", [](const DiagnosedCell& c) -> Entry { return dormant_share(c, 0.1); }},
};

}  // namespace

Table diagnostics_table(const Result& result, std::optional<std::uint32_t> cell) {
  const Sweep& sweep = result.sweep();
  if (cell && *cell >= sweep.cells.size()) {
    throw UsageError(
        fmt::format("there is no cell {}: the last one is {}", *cell, sweep.cells.size() - 1));
  }
  Table table{{"cell"}, {}};
  table.columns.insert(table.columns.end(), sweep.varied_keys.begin(), sweep.varied_keys.end());
  for (const Column& column : kColumns) table.columns.emplace_back(column.name);
  for (const CellResult& source : result.cells()) {
    if (cell && source.index != *cell) continue;
    std::vector<Entry> row = {std::uint64_t{source.index}};
    for (const std::string& key : sweep.varied_keys) {
      row.push_back(value_entry(sweep.cells.at(source.index), key));
    }
    const DiagnosedCell diagnosed{source.summary,
                                  static_cast<double>(result.dataset(source.index)->train.rows.size())};
    for (const Column& column : kColumns) row.push_back(column.entry(diagnosed));
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace myriad
