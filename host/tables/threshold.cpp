// Thresholds of `compare`: read from text, judged on the table `cells`.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "host/text/number.hpp"
#include "host/text/suggestion.hpp"
#include "host/spec/varied_values.hpp"
#include "myriad/compare.hpp"
#include "myriad/error.hpp"

namespace myriad {
namespace {

constexpr std::string_view kDelta = "delta.";

[[noreturn]] void refuse(const std::string& text, const std::string& why, const std::string& help) {
  throw UsageError(fmt::format("'{}': {}\n  help: {}", text, why, help));
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

struct RelationName {
  std::string_view text;
  FailureThreshold::Relation relation;
};
// Longer ones first: "<=" begins as "<" does.
constexpr RelationName kRelations[] = {
    {"<=", FailureThreshold::Relation::less_equal}, {">=", FailureThreshold::Relation::greater_equal},
    {"==", FailureThreshold::Relation::equal},      {"!=", FailureThreshold::Relation::not_equal},
    {"<", FailureThreshold::Relation::less},        {">", FailureThreshold::Relation::greater}};

std::optional<double> number_of(const Entry& entry) {
  if (const auto* x = std::get_if<double>(&entry)) return *x;
  if (const auto* x = std::get_if<float>(&entry)) return static_cast<double>(*x);
  if (const auto* x = std::get_if<std::uint64_t>(&entry)) return static_cast<double>(*x);
  if (const auto* x = std::get_if<std::int64_t>(&entry)) return static_cast<double>(*x);
  return std::nullopt;
}

}  // namespace

std::vector<std::optional<double>> column_of(const FailureThreshold& threshold, const Table& table) {
  const auto found = std::find(table.columns.begin(), table.columns.end(), threshold.column);
  if (found == table.columns.end()) {
    refuse(threshold.text, fmt::format("there is no column '{}'", printable(threshold.column)),
           fmt::format("{}the columns are {}", did_you_mean(threshold.column, table.columns),
                       fmt::join(table.columns, ", ")));
  }
  const auto place = static_cast<std::size_t>(found - table.columns.begin());
  std::vector<std::optional<double>> values;
  bool text = false;
  for (const auto& row : table.rows) {
    values.push_back(number_of(row[place]));
    text = text || std::holds_alternative<std::string>(row[place]);
  }
  const bool numbers =
      std::any_of(values.begin(), values.end(), [](const auto& x) { return x.has_value(); });
  if (text && !numbers) {
    refuse(threshold.text, fmt::format("column '{}' holds text", threshold.column),
           "compare a column of numbers");
  }
  return values;
}

bool FailureThreshold::reached_by(double value) const {
  switch (relation) {
    case Relation::less:
      return value < bound;
    case Relation::less_equal:
      return value <= bound;
    case Relation::greater:
      return value > bound;
    case Relation::greater_equal:
      return value >= bound;
    case Relation::equal:
      return value == bound;
    case Relation::not_equal:
      break;
  }
  return value != bound;
}

FailureThreshold parse_threshold(const std::string& text) {
  static const std::string example = "as in 'dead_fraction > 0.1' or 'delta.dead_fraction >= 0.01'";
  FailureThreshold threshold;
  threshold.text = printable(text);
  const std::size_t at = text.find_first_of("<>=!");
  if (at == std::string::npos) {
    refuse(threshold.text, "no comparison among < <= > >= == !=", example);
  }
  const std::string_view rest = std::string_view(text).substr(at);
  const auto relation =
      std::find_if(std::begin(kRelations), std::end(kRelations),
                   [&](const RelationName& r) { return rest.starts_with(r.text); });
  if (relation == std::end(kRelations)) {
    refuse(threshold.text, "the comparison must be one of < <= > >= == !=", example);
  }
  threshold.relation = relation->relation;
  std::string_view column = trimmed(std::string_view(text).substr(0, at));
  threshold.delta = column.starts_with(kDelta);
  if (threshold.delta) column.remove_prefix(kDelta.size());
  threshold.column = std::string(column);
  if (column.empty()) refuse(threshold.text, "no column before the comparison", example);
  const Parsed<double> bound = parse_real(trimmed(rest.substr(relation->text.size())));
  if (!bound.value) refuse(threshold.text, bound.fault, example);
  threshold.bound = *bound.value;
  return threshold;
}

std::vector<std::string> cells_reaching(const FailureThreshold& threshold, const Result& a,
                                        const Result& b, const std::vector<CellMatch>& matches) {
  const auto of_b = column_of(threshold, cells_table(b));
  std::vector<std::optional<double>> of_a;
  if (threshold.delta) of_a = column_of(threshold, cells_table(a));
  std::vector<std::string> reached;
  std::size_t judged = 0;
  for (const CellMatch& match : matches) {
    if (!match.b || (threshold.delta && !match.a)) continue;
    std::optional<double> value = of_b.at(*match.b);
    if (threshold.delta && value) {
      const std::optional<double> before = of_a.at(*match.a);
      value = before ? std::optional<double>(*value - *before) : std::nullopt;
    }
    if (!value) continue;
    ++judged;
    if (!threshold.reached_by(*value)) continue;
    reached.push_back(cell_label(b.sweep().cells.at(*match.b), b.sweep().varied_keys) + ": " +
                      (threshold.delta ? fmt::format("{:+.6g}", *value) : shortest_text(*value)));
  }
  if (judged == 0) {
    refuse(threshold.text, "no cell has a number to be judged by it",
           "the column is empty, or no cell has a partner");
  }
  return reached;
}

}  // namespace myriad
