// Two results beside each other, cell by cell: differences with intervals.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "myriad/result.hpp"
#include "myriad/statistics.hpp"
#include "myriad/table.hpp"

namespace myriad {

/// A cell of each result; one of them is missing where the other result has nothing like it.
struct CellMatch {
  std::optional<std::uint32_t> a, b;
};

/// One number of a cell in both results.
struct MetricDifference {
  std::string metric;  ///< as a column of `cells`, and solved_fraction
  double a = 0;
  double b = 0;
  std::optional<Interval> interval;  ///< 95 %, of b - a; empty for the mean loss
  std::optional<double> p;           ///< McNemar's exact test; for pairs only
  bool paired = false;               ///< from the same networks; otherwise as independent ones
};

struct CellComparison {
  CellMatch cells;
  bool same_bits = false;                 ///< equal digests over equally many networks
  std::vector<MetricDifference> metrics;  ///< those defined in both
};

struct Comparison {
  std::vector<std::string> keys;      ///< that vary in either result
  std::vector<CellComparison> cells;  ///< in A's order; then what only B has
};

/// Keys that vary in either sweep: A's in their order, then B's others.
std::vector<std::string> keys_of_either(const Sweep& a, const Sweep& b);

/// Cells with the same name and the same canonical text for all keys_of_either(); then those
/// without a partner: A's in their places, B's at the end.
std::vector<CellMatch> match_cells(const Sweep& a, const Sweep& b);

/// Compares matched cells. Shares of dead and solved networks are paired by number (Newcombe's
/// paired interval, McNemar's test) where the sweeps have one seed and the store has the fates of
/// all their networks that did not diverge; all other shares and the means are compared as
/// independent ones.
Comparison compare(const Result& a, const Result& b, const std::vector<CellMatch>& matches);

/// One row per metric; one for a cell without a partner or without a number in common.
Table comparison_table(const Result& a, const Result& b, const Comparison& comparison);

/// "dead_fraction > 0.1", "delta.dead_fraction >= 0.01": a column of B's `cells`, or B's value
/// minus A's.
struct FailureThreshold {
  enum class Relation { less, less_equal, greater, greater_equal, equal, not_equal };
  std::string text;
  std::string column;
  bool delta = false;
  Relation relation = Relation::less;
  double bound = 0;

  bool reached_by(double value) const;
};

/// Throws UsageError when the text is no such expression.
FailureThreshold parse_threshold(const std::string& text);

/// The threshold's column of a table, a number or nothing for each row. Throws UsageError when there is no such column
/// (with the nearest name) and when it holds texts.
std::vector<std::optional<double>> column_of(const FailureThreshold& threshold, const Table& table);

/// A line for each cell that reaches the threshold: "cell 3 (lr 0.1): 0.47". Without `delta` every
/// cell of B that `matches` names is judged, with it those that have a partner. Throws UsageError
/// when there is no such column (with the nearest name), when it holds no numbers, and when it is
/// empty wherever it would be judged.
std::vector<std::string> cells_reaching(const FailureThreshold& threshold, const Result& a,
                                        const Result& b, const std::vector<CellMatch>& matches);

}  // namespace myriad
