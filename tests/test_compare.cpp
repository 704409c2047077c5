// Results beside each other: who is whose partner, and what differs.
#include "myriad/compare.hpp"

#include <gtest/gtest.h>

#include <map>

#include "run_fixture.hpp"

namespace myriad {
namespace {

using namespace fixture;

Sweep parsed(const std::string& rest) {
  return parse_spec(
      "spec_version = 1\nname = \"c\"\nseed = 1\nnetworks_per_cell = 1\n[base]\n"
      "data = { source = \"xor\" }\n" +
          rest,
      "c.toml");
}

std::string matches_of(const std::string& a, const std::string& b) {
  std::string text;
  const auto number = [](const auto& cell) {
    return cell ? std::to_string(*cell) : std::string("-");
  };
  for (const CellMatch& match : match_cells(parsed(a), parsed(b))) {
    text += number(match.a) + "/" + number(match.b) + " ";
  }
  return text;
}

TEST(Compare, PartnersHaveTheSameVaryingValues) {
  EXPECT_EQ(matches_of("", "lr = 0.7\nepochs = 3\n"), "0/0 ");
  EXPECT_EQ(matches_of("[grid]\nlr = [0.1, 0.2]\n", "epochs = 3\n[grid]\nlr = [0.2, 0.1]\n"),
            "0/1 1/0 ");
  EXPECT_EQ(matches_of("[grid]\nlr = [0.1, 0.2]\n", "[grid]\nlr = [0.2, 0.3]\n"), "0/- 1/0 -/1 ");
  // what varies in one result only is looked up in the other
  EXPECT_EQ(matches_of("[grid]\nlr = [0.1, 0.2]\n", "lr = 0.2\n"), "0/- 1/0 ");
  EXPECT_EQ(matches_of("lr = 0.2\n", "[grid]\nlr = [0.1, 0.2]\nepochs = [5, 2000]\n"),
            "0/3 -/0 -/1 -/2 ");
  EXPECT_EQ(matches_of("[grid]\nactivation = [\"relu\", \"leaky_relu\"]\n",
                       "[grid]\nactivation = [\"lrelu\", \"tanh\"]\n"),
            "0/- 1/0 -/1 ");
}

TEST(Compare, NamesAreToldApart) {
  EXPECT_EQ(matches_of("[[cell]]\nname = \"x\"\nlr = 0.3\n", "[[cell]]\nname = \"x\"\nlr = 0.3\n"),
            "0/0 1/1 ");
  EXPECT_EQ(matches_of("[[cell]]\nname = \"x\"\nlr = 0.3\n", "[[cell]]\nname = \"y\"\nlr = 0.3\n"),
            "0/0 1/- -/1 ");
}

struct TwoResults {
  TwoResults(const Sweep& first, const Sweep& second) {
    FakeEngine engine;
    run_sweep(first, engine, into(scratch / "a", 1000));
    run_sweep(second, engine, into(scratch / "b", 1000));
    a.emplace(Result::open(scratch / "a"));
    b.emplace(Result::open(scratch / "b"));
  }
  Comparison all() const { return compare(*a, *b, match_cells(a->sweep(), b->sweep())); }
  TemporaryDirectory scratch;
  std::optional<Result> a, b;
};

std::map<std::string, MetricDifference> by_name(const CellComparison& cell) {
  std::map<std::string, MetricDifference> found;
  for (const MetricDifference& d : cell.metrics) found[d.metric] = d;
  return found;
}

Sweep one_cell(double lr, std::uint64_t seed, std::uint64_t networks = 400) {
  Sweep sweep = make_sweep({make_cell(lr)}, networks);
  sweep.varied_keys.clear();
  sweep.seed = seed;
  return sweep;
}

TEST(Compare, TheSameRunHasTheSameBits) {
  const TwoResults two(one_cell(0.1, 7), one_cell(0.1, 7));
  const Comparison comparison = two.all();
  ASSERT_EQ(comparison.cells.size(), 1u);
  EXPECT_TRUE(comparison.cells[0].same_bits);
  for (const MetricDifference& d : comparison.cells[0].metrics) EXPECT_EQ(d.a, d.b) << d.metric;
  const TwoResults more(one_cell(0.1, 7), one_cell(0.1, 7, 401));
  EXPECT_FALSE(more.all().cells[0].same_bits);
}

TEST(Compare, OneSeedIsComparedInPairs) {
  const TwoResults two(one_cell(0.1, 7), one_cell(0.2, 7));
  const CellComparison cell = two.all().cells.at(0);
  EXPECT_FALSE(cell.same_bits);
  const auto metrics = by_name(cell);
  const PairedCounts counts = paired_counts(two.a->fates(0), two.b->fates(0), Fate::dead);
  const MetricDifference& dead = metrics.at("dead_fraction");
  EXPECT_TRUE(dead.paired);
  EXPECT_EQ(dead.a, counts.a().value());
  EXPECT_EQ(dead.b, counts.b().value());
  EXPECT_EQ(dead.interval->low, newcombe_paired(counts).low);
  EXPECT_EQ(dead.p, mcnemar_exact(counts.a_only, counts.b_only));
  EXPECT_TRUE(metrics.at("solved_fraction").paired);
  EXPECT_FALSE(metrics.at("born_dead_fraction").paired);
  EXPECT_FALSE(metrics.at("born_dead_fraction").p.has_value());
  EXPECT_FALSE(metrics.at("train_loss_mean").interval.has_value());
  EXPECT_EQ(metrics.count("test_accuracy_mean"), 0u);  // no test rows
}

TEST(Compare, TwoSeedsAreIndependent) {
  const TwoResults two(one_cell(0.1, 7), one_cell(0.1, 8));
  const auto metrics = by_name(two.all().cells.at(0));
  const MetricDifference& dead = metrics.at("dead_fraction");
  EXPECT_FALSE(dead.paired);
  EXPECT_FALSE(dead.p.has_value());
  const auto share = [](const Result& result) {
    const Summary& summary = result.cells()[0].summary;
    return Share{summary.tally.flag[3], summary.finite()};
  };
  EXPECT_EQ(dead.interval->high, newcombe_unpaired(share(*two.a), share(*two.b)).high);
}

// The interval of a mean against the textbook's formula, from the records.
TEST(Compare, MeansHaveANormalInterval) {
  const TwoResults two(one_cell(0.1, 7), one_cell(0.2, 9));
  const auto moments = [](const Result& result) {
    double n = 0, sum = 0, squares = 0;
    for (std::uint64_t k = 0; k < 400; ++k) {
      const Record r = fake_record(result.job(0), k);
      if ((r.flags & kDiverged) != 0) continue;
      const double x = r.train_correct / 4.0;
      n += 1;
      sum += x;
      squares += x * x;
    }
    return std::pair{sum / n, (squares - sum * sum / n) / (n - 1) / n};
  };
  const auto [mean_a, variance_a] = moments(*two.a);
  const auto [mean_b, variance_b] = moments(*two.b);
  const MetricDifference mean = by_name(two.all().cells.at(0)).at("train_accuracy_mean");
  EXPECT_NEAR(mean.b - mean.a, mean_b - mean_a, 1e-12);
  EXPECT_NEAR(mean.interval->high - mean.interval->low,
              2 * 1.959964 * std::sqrt(variance_a + variance_b), 1e-7);
}

TEST(Compare, TheTableHasARowPerMetricAndOnePerLonelyCell) {
  Sweep first = make_sweep({make_cell(0.1), make_cell(0.2)}, 100);
  Sweep second = make_sweep({make_cell(0.2), make_cell(0.3)}, 100);
  const TwoResults two(first, second);
  const Comparison comparison = two.all();
  const Table table = comparison_table(*two.a, *two.b, comparison);
  EXPECT_EQ(table.columns,
            (std::vector<std::string>{"cell_a", "cell_b", "lr", "networks_a", "networks_b",
                                      "same_bits", "metric", "value_a", "value_b", "difference",
                                      "difference_low", "difference_high", "p", "paired"}));
  ASSERT_EQ(table.rows.size(), 2 + comparison.cells[1].metrics.size());
  EXPECT_EQ(table.rows.front()[0], Entry(std::uint64_t{0}));
  EXPECT_EQ(table.rows.front()[1], Entry());
  EXPECT_EQ(table.rows.front()[6], Entry());
  EXPECT_EQ(table.rows[1][5], Entry(std::uint64_t{1}));  // lr 0.2 in both
  EXPECT_EQ(table.rows[1][2], Entry(0.2));
  EXPECT_EQ(table.rows.back()[1], Entry(std::uint64_t{1}));
  EXPECT_EQ(table.rows.back()[2], Entry(0.3));
  for (const auto& row : table.rows) EXPECT_EQ(row.size(), table.columns.size());
  const Comparison crossed = compare(*two.a, *two.a, {{0, 1}});
  EXPECT_EQ(comparison_table(*two.a, *two.a, crossed).rows[0][2], Entry(std::string("0.1 -> 0.2")));
}

}  // namespace
}  // namespace myriad
