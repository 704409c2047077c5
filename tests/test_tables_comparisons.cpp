// The table `comparisons` against the records that its counts stand for.
#include <gtest/gtest.h>

#include <map>

#include "myriad/error.hpp"
#include "run_fixture.hpp"

namespace myriad {
namespace {

using namespace fixture;

Sweep three_rates(std::uint64_t networks) {
  return make_sweep({make_cell(0.1), make_cell(0.2), make_cell(0.3)}, networks);
}

using Row = std::map<std::string, Entry>;

std::vector<Row> rows_of(const Table& table) {
  std::vector<Row> rows;
  for (const auto& entries : table.rows) {
    Row row;
    for (std::size_t i = 0; i < entries.size(); ++i) row[table.columns[i]] = entries[i];
    rows.push_back(row);
  }
  return rows;
}

PairedCounts counted_by_hand(const Result& result, std::uint32_t a, std::uint32_t b, Flag flag,
                             std::uint64_t networks) {
  const CellJob of_a = result.job(a), of_b = result.job(b);
  PairedCounts counts;
  for (std::uint64_t n = 0; n < networks; ++n) {
    const std::uint32_t x = fake_record(of_a, n).flags, y = fake_record(of_b, n).flags;
    if (((x | y) & kDiverged) != 0) continue;
    const bool in_a = (x & flag) != 0, in_b = (y & flag) != 0;
    ++(in_a ? in_b ? counts.both : counts.a_only : in_b ? counts.b_only : counts.neither);
  }
  return counts;
}

/// Rates 0.1 to 0.3 in shape 2-1-1, 0.1 and 0.2 in shape 2-1-1-1.
Sweep rates_and_shapes(std::uint64_t networks) {
  Sweep sweep = make_sweep({make_cell(0.1), make_cell(0.2), make_cell(0.3),
                            make_cell(0.1, "xor", 2), make_cell(0.2, "xor", 2)},
                           networks);
  sweep.varied_keys = {"lr", "shape"};
  return sweep;
}

void expect_counts(const Row& row, const PairedCounts& counts) {
  EXPECT_EQ(row.at("pairs"), Entry(counts.pairs()));
  EXPECT_EQ(row.at("both"), Entry(counts.both));
  EXPECT_EQ(row.at("a_only"), Entry(counts.a_only));
  EXPECT_EQ(row.at("b_only"), Entry(counts.b_only));
  EXPECT_EQ(row.at("neither"), Entry(counts.neither));
  const double pairs = static_cast<double>(counts.pairs());
  EXPECT_EQ(row.at("fraction_a"), Entry(static_cast<double>(counts.both + counts.a_only) / pairs));
  EXPECT_EQ(row.at("fraction_b"), Entry(static_cast<double>(counts.both + counts.b_only) / pairs));
  const double difference = std::get<double>(row.at("difference"));
  EXPECT_NEAR(difference,
              (static_cast<double>(counts.b_only) - static_cast<double>(counts.a_only)) / pairs,
              1e-15);
  EXPECT_EQ(row.at("difference_low"), Entry(newcombe_paired(counts).low));
  EXPECT_EQ(row.at("difference_high"), Entry(newcombe_paired(counts).high));
  EXPECT_EQ(row.at("p"), Entry(mcnemar_exact(counts.a_only, counts.b_only)));
}

TEST(ComparisonsTable, CountsPairsAndTestsThem) {
  const TemporaryDirectory scratch;
  FakeEngine engine;
  run_sweep(rates_and_shapes(500), engine, into(scratch / "out", 1000));
  const Result result = Result::open(scratch / "out");
  const Table table = comparisons_table(result);
  EXPECT_EQ(table.columns, (std::vector<std::string>{
                               "cell_a", "cell_b", "key", "value_a", "value_b", "metric", "pairs",
                               "a_only", "b_only", "both", "neither", "fraction_a", "fraction_b",
                               "difference", "difference_low", "difference_high", "p", "p_holm"}));
  const auto rows = rows_of(table);
  const std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs = {
      {0, 1}, {0, 2}, {3, 4}, {0, 3}, {1, 4}};
  ASSERT_EQ(rows.size(), 2 * pairs.size());
  std::map<std::string, std::vector<double>> p, corrected;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Row& row = rows[i];
    const auto [a, b] = pairs[i / 2];
    const std::string metric = i % 2 == 0 ? "dead" : "solved";
    EXPECT_EQ(row.at("cell_a"), Entry(std::uint64_t{a}));
    EXPECT_EQ(row.at("cell_b"), Entry(std::uint64_t{b}));
    EXPECT_EQ(row.at("key"), Entry(std::string(i < 6 ? "lr" : "shape")));
    EXPECT_EQ(row.at("value_a"), i < 6 ? Entry(0.1) : Entry(std::string("2-1-1")));
    EXPECT_EQ(row.at("value_b"), i >= 6       ? Entry(std::string("2-1-1-1"))
                                 : i / 2 == 1 ? Entry(0.3)
                                              : Entry(0.2));
    EXPECT_EQ(row.at("metric"), Entry(metric));
    const PairedCounts counts =
        counted_by_hand(result, a, b, metric == "dead" ? kDead : kSolved, 500);
    EXPECT_LT(counts.pairs(), 500u);
    expect_counts(row, counts);
    p[metric].push_back(std::get<double>(row.at("p")));
    corrected[metric].push_back(std::get<double>(row.at("p_holm")));
  }
  EXPECT_EQ(corrected["dead"], holm(p["dead"]));
  EXPECT_EQ(corrected["solved"], holm(p["solved"]));
  EXPECT_NE(corrected["dead"], p["dead"]);
}

TEST(ComparisonsTable, IsTheSameHoweverTheNetworksCame) {
  const auto text = [](const std::string& directory) {
    return to_text(comparisons_table(Result::open(directory)), TableFormat::csv);
  };
  const TemporaryDirectory scratch;
  FakeEngine engine;
  run_sweep(three_rates(300), engine, into(scratch / "whole", 1000));
  for (const std::uint64_t i : {1u, 0u, 2u}) {  // shards in another order, in small chunks
    RunOptions options = into(scratch / "shards", 17);
    options.shard_index = i;
    options.shard_count = 3;
    options.commit_seconds = i == 0 ? 1000 : 0;
    run_sweep(three_rates(300), engine, options);
  }
  run_sweep(three_rates(101), engine, into(scratch / "grown", 9));
  run_sweep(three_rates(300), engine, into(scratch / "grown", 50));
  EXPECT_EQ(text(scratch / "shards"), text(scratch / "whole"));
  EXPECT_EQ(text(scratch / "grown"), text(scratch / "whole"));
}

TEST(ComparisonsTable, OneCellsRowsKeepTheirCorrection) {
  const TemporaryDirectory scratch;
  FakeEngine engine;
  run_sweep(three_rates(200), engine, into(scratch / "out"));
  const Result result = Result::open(scratch / "out");
  const Table all = comparisons_table(result), one = comparisons_table(result, 2);
  ASSERT_EQ(one.rows.size(), 2u);
  EXPECT_EQ(one.rows[0], all.rows[2]);
  EXPECT_EQ(one.rows[1], all.rows[3]);
  EXPECT_EQ(comparisons_table(result, 0).rows, all.rows);
  EXPECT_THROW(comparisons_table(result, 3), UsageError);
}

TEST(ComparisonsTable, ACellThatCouldNotBeComputedHasNoPairs) {
  const TemporaryDirectory scratch;
  FakeEngine engine;
  engine.before = [](const CellJob& job, NetworkRange) {
    if (job.lrs.at(0) == 0.2f) throw std::runtime_error("no such thing");
  };
  run_sweep(three_rates(200), engine, into(scratch / "out"));
  const auto rows = rows_of(comparisons_table(Result::open(scratch / "out")));
  ASSERT_EQ(rows.size(), 4u);
  EXPECT_EQ(rows[0].at("pairs"), Entry(std::uint64_t{0}));
  EXPECT_EQ(rows[0].at("p_holm"), Entry());
  EXPECT_EQ(rows[2].at("p_holm"), rows[2].at("p"));  // the only one of its metric
}

TEST(ComparisonsTable, PairsEndAtTheLimitButCountsDoNot) {
  const TemporaryDirectory scratch;
  const std::uint64_t networks = kPairedNetworks + 1000;
  Cell cell = make_cell(0.1);
  cell.config.epochs = 0;
  const auto engine = make_cpu_engine({1, "auto"});
  run_sweep(make_sweep({cell}, networks), *engine, into(scratch / "out", 100'000));
  const Result result = Result::open(scratch / "out");
  const CellFates fates = result.fates(0);
  EXPECT_EQ(fates.finite.size(), kPairedNetworks / 64);
  EXPECT_EQ(fates.networks(), kPairedNetworks);
  EXPECT_EQ(result.cells()[0].summary.finite(), networks);
  EXPECT_EQ(paired_counts(fates, fates, Fate::dead).pairs(), kPairedNetworks);
}

}  // namespace
}  // namespace myriad
