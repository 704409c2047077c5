// Matching the cells of two results, and what differs between two cells.
#include "myriad/compare.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "myriad/counted.hpp"
#include "host/spec/varied_values.hpp"

namespace myriad {
namespace {

constexpr double kNormal95 = 1.959963984540054;

/// One of the two cells that are compared.
struct Side {
  Side(const Result& result, std::uint32_t cell)
      : result(result),
        cell(cell),
        summary(result.cells().at(cell).summary),
        data(result.dataset(cell)) {}

  const Result& result;
  std::uint32_t cell;
  const Summary& summary;
  std::shared_ptr<const Dataset> data;

  Share share_of(Flag flag) const {
    const bool at_birth = (flag & kBornFlags) != 0;
    return {counted(summary.tally, flag), at_birth ? summary.tally.networks : summary.finite()};
  }
  double count() const { return static_cast<double>(summary.finite()); }
};

void add_share(std::vector<MetricDifference>& to, const char* metric, Flag flag, const Side& a,
               const Side& b) {
  const Share of_a = a.share_of(flag), of_b = b.share_of(flag);
  if (of_a.trials == 0 || of_b.trials == 0) return;
  to.push_back({metric, of_a.value(), of_b.value(), newcombe_unpaired(of_a, of_b), {}, false});
}

/// Of what the store knows network by network.
void add_paired_share(std::vector<MetricDifference>& to, const char* metric, Flag flag,
                      const Side& a, const Side& b, const std::optional<PairedCounts>& pairs) {
  const std::size_t before = to.size();
  add_share(to, metric, flag, a, b);
  if (to.size() == before || !pairs) return;
  to.back().interval = newcombe_paired(*pairs);
  to.back().p = mcnemar_exact(pairs->a_only, pairs->b_only);
  to.back().paired = true;
}

void add_mean(std::vector<MetricDifference>& to, const char* metric, const MeanAndSd& a,
              const MeanAndSd& b, const Side& side_a, const Side& side_b) {
  if (std::isnan(a.mean) || std::isnan(b.mean)) return;
  MetricDifference difference{metric, a.mean, b.mean, {}, {}, false};
  if (!std::isnan(a.sd) && !std::isnan(b.sd)) {
    const double half =
        kNormal95 * std::sqrt(a.sd * a.sd / side_a.count() + b.sd * b.sd / side_b.count());
    difference.interval = Interval{b.mean - a.mean - half, b.mean - a.mean + half};
  }
  to.push_back(std::move(difference));
}

/// Pairs by network number; nothing unless they are all the networks of both cells that count.
struct Pairs {
  std::optional<PairedCounts> dead, solved;
};

Pairs pairs_of(const Side& a, const Side& b) {
  const std::uint64_t networks = a.summary.finite();
  if (a.result.sweep().seed != b.result.sweep().seed || networks != b.summary.finite() ||
      networks == 0 || networks > kPairedNetworks) {
    return {};
  }
  const CellFates of_a = a.result.fates(a.cell), of_b = b.result.fates(b.cell);
  const PairedCounts dead = paired_counts(of_a, of_b, Fate::dead);
  if (dead.pairs() != networks) return {};
  return {dead, paired_counts(of_a, of_b, Fate::solved)};
}

std::vector<MetricDifference> differences(const Side& a, const Side& b) {
  std::vector<MetricDifference> found;
  const Pairs pairs = pairs_of(a, b);
  add_share(found, "born_dead_fraction", kBornDead, a, b);
  add_paired_share(found, "dead_fraction", kDead, a, b, pairs.dead);
  add_share(found, "died_fraction", kDied, a, b);
  add_paired_share(found, "solved_fraction", kSolved, a, b, pairs.solved);
  const auto rows = [](const Split& split) {
    return static_cast<std::uint32_t>(split.rows.size());
  };
  const Tally &of_a = a.summary.tally, &of_b = b.summary.tally;
  add_mean(found, "train_accuracy_mean", train_accuracy(of_a, rows(a.data->train)),
           train_accuracy(of_b, rows(b.data->train)), a, b);
  add_mean(found, "test_accuracy_mean", test_accuracy(of_a, rows(a.data->test)),
           test_accuracy(of_b, rows(b.data->test)), a, b);
  const double none = std::numeric_limits<double>::quiet_NaN();
  add_mean(found, "train_loss_mean", {mean_of(of_a.train_loss, a.summary.finite()), none},
           {mean_of(of_b.train_loss, b.summary.finite()), none}, a, b);
  return found;
}

/// What two cells must share to be partners.
std::vector<std::string> likeness(const Cell& cell, const std::vector<std::string>& keys) {
  std::vector<std::string> texts = {cell.name};
  for (const std::string& key : keys) texts.push_back(value_text(cell, key));
  return texts;
}

Entry key_entry(const Cell* a, const Cell* b, const std::string& key) {
  if (a == nullptr) return value_entry(*b, key);
  if (b == nullptr || value_text(*a, key) == value_text(*b, key)) return value_entry(*a, key);
  return value_text(*a, key) + " -> " + value_text(*b, key);
}

Entry number_if(const std::optional<std::uint32_t>& cell) {
  return cell ? Entry(std::uint64_t{*cell}) : Entry();
}

Entry networks_of(const Result& result, const std::optional<std::uint32_t>& cell) {
  return cell ? Entry(result.cells().at(*cell).summary.tally.networks) : Entry();
}

void append(std::vector<Entry>& row, const MetricDifference& d) {
  row.insert(row.end(), {d.metric, d.a, d.b, d.b - d.a});
  row.push_back(d.interval ? Entry(d.interval->low) : Entry());
  row.push_back(d.interval ? Entry(d.interval->high) : Entry());
  row.push_back(d.p ? Entry(*d.p) : Entry());
  row.emplace_back(std::uint64_t{d.paired});
}

}  // namespace

std::vector<std::string> keys_of_either(const Sweep& a, const Sweep& b) {
  std::vector<std::string> keys = a.varied_keys;
  for (const std::string& key : b.varied_keys) {
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
  }
  return keys;
}

std::vector<CellMatch> match_cells(const Sweep& a, const Sweep& b) {
  const std::vector<std::string> keys = keys_of_either(a, b);
  std::multimap<std::vector<std::string>, std::uint32_t>
      left;  // in order of number, for equal ones
  for (const Cell& cell : b.cells) left.emplace(likeness(cell, keys), cell.index);
  std::vector<CellMatch> matches;
  std::vector<bool> taken(b.cells.size(), false);
  for (const Cell& cell : a.cells) {
    CellMatch match{cell.index, {}};
    if (const auto found = left.find(likeness(cell, keys)); found != left.end()) {
      match.b = found->second;
      taken[found->second] = true;
      left.erase(found);
    }
    matches.push_back(match);
  }
  for (const Cell& cell : b.cells) {
    if (!taken[cell.index]) matches.push_back({{}, cell.index});
  }
  return matches;
}

Comparison compare(const Result& a, const Result& b, const std::vector<CellMatch>& matches) {
  Comparison comparison;
  comparison.keys = keys_of_either(a.sweep(), b.sweep());
  for (const CellMatch& match : matches) {
    CellComparison cell{match, false, {}};
    if (match.a && match.b) {
      const Side of_a(a, *match.a), of_b(b, *match.b);
      const Tally &tally_a = of_a.summary.tally, &tally_b = of_b.summary.tally;
      cell.same_bits = tally_a.networks > 0 && tally_a.networks == tally_b.networks &&
                       tally_a.digest == tally_b.digest;
      cell.metrics = differences(of_a, of_b);
    }
    comparison.cells.push_back(std::move(cell));
  }
  return comparison;
}

Table comparison_table(const Result& a, const Result& b, const Comparison& comparison) {
  Table table{{"cell_a", "cell_b"}, {}};
  table.columns.insert(table.columns.end(), comparison.keys.begin(), comparison.keys.end());
  table.columns.insert(table.columns.end(),
                       {"networks_a", "networks_b", "same_bits", "metric", "value_a", "value_b",
                        "difference", "difference_low", "difference_high", "p", "paired"});
  for (const CellComparison& cell : comparison.cells) {
    const CellMatch& match = cell.cells;
    const Cell* of_a = match.a ? &a.sweep().cells.at(*match.a) : nullptr;
    const Cell* of_b = match.b ? &b.sweep().cells.at(*match.b) : nullptr;
    std::vector<Entry> row = {number_if(match.a), number_if(match.b)};
    for (const std::string& key : comparison.keys) row.push_back(key_entry(of_a, of_b, key));
    row.push_back(networks_of(a, match.a));
    row.push_back(networks_of(b, match.b));
    row.push_back(of_a != nullptr && of_b != nullptr ? Entry(std::uint64_t{cell.same_bits})
                                                     : Entry());
    for (const MetricDifference& difference : cell.metrics) {
      table.rows.push_back(row);
      append(table.rows.back(), difference);
    }
    if (!cell.metrics.empty()) continue;
    row.resize(table.columns.size());
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace myriad
