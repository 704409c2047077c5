// The table `theory`: its columns, and its numbers for data sets whose answers are known.
#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "myriad/error.hpp"
#include "myriad/theory.hpp"
#include "oracle/rows.hpp"
#include "run_fixture.hpp"

namespace myriad {
namespace {

using namespace fixture;

/// Iris petals as a file, then xor, each with a start of its own.
Sweep iris_and_xor(const TemporaryDirectory& files) {
  std::string csv = "a,b,y\n";
  for (const oracle::Row& row : oracle::iris_petals()) {
    csv += to_text(Entry(row.x1)) + "," + to_text(Entry(row.x2)) + "," + std::to_string(row.label) +
           "\n";
  }
  write_file(files / "d.csv", csv);
  Cell iris = make_cell(0.1, "csv");
  iris.config.data.directory = files.path();
  iris.config.data.fields = {{"file", std::string("d.csv")},
                             {"features", std::vector<std::string>{"a", "b"}},
                             {"label", std::string("y")}};
  Cell deep = make_cell(0.3, "xor", 2);
  deep.config.init.weight_init = call_part(PartKind::initializer, "lattice", {64, 1});
  deep.config.init.bias_init = call_part(PartKind::initializer, "uniform", {-1, 1});
  deep.config.init.by_group["hidden.1.weight"] = call_part(PartKind::initializer, "normal");  // empty
  return make_sweep({iris, make_cell(0.2), deep}, 2000);
}

std::map<std::string, Entry> row_of(const Table& table, std::size_t row) {
  std::map<std::string, Entry> entries;
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    entries[table.columns[i]] = table.rows.at(row).at(i);
  return entries;
}

double real(const Entry& entry) { return std::get<double>(entry); }

TEST(TheoryTable, PutsTheoryBesideTheCounts) {
  const TemporaryDirectory scratch;
  const auto engine = make_cpu_engine({1, "auto"});
  run_sweep(iris_and_xor(scratch), *engine, into(scratch / "out", 10'000));
  const Result result = Result::open(scratch / "out");
  const Table table = theory_table(result);
  ASSERT_GE(table.columns.size(), 17u);
  EXPECT_EQ((std::vector<std::string>(table.columns.begin(), table.columns.begin() + 9)),
            (std::vector<std::string>{"cell", "lr", "networks", "born_dead", "born_dead_fraction",
                                      "born_dead_theory", "standard_error", "z", "agrees"}));
  auto iris = row_of(table, 0);
  EXPECT_EQ(iris["lr"], Entry(0.1));
  EXPECT_EQ(iris["networks"], Entry(std::uint64_t{2000}));
  EXPECT_NEAR(real(iris["born_dead_theory"]), 1315 / 2788.0, 1e-7);
  const double share = static_cast<double>(std::get<std::uint64_t>(iris["born_dead"])) / 2000;
  const double p = real(iris["born_dead_theory"]), error = std::sqrt(p * (1 - p) / 2000);
  EXPECT_DOUBLE_EQ(real(iris["born_dead_fraction"]), share);
  EXPECT_DOUBLE_EQ(real(iris["standard_error"]), error);
  EXPECT_NEAR(real(iris["z"]), (share - p) / error, 1e-12);
  EXPECT_EQ(iris["agrees"], Entry(std::uint64_t{1}));
  EXPECT_EQ(iris["majority_share"], Entry(0.5));
  EXPECT_NEAR(real(iris["label_entropy"]), std::log(2), 1e-15);
  EXPECT_EQ(iris["best_linear_accuracy"], Entry(0.97));
  EXPECT_EQ(iris["logistic_accuracy"], Entry(0.94));
  EXPECT_NEAR(real(iris["logistic_loss"]), 0.102818, 5e-7);
  auto flat = row_of(table, 1);
  EXPECT_EQ(flat["born_dead_theory"], Entry(0.25));
  EXPECT_EQ(flat["best_linear_accuracy"], Entry(0.75));
  EXPECT_EQ(flat["logistic_accuracy"], Entry(0.5));
  EXPECT_DOUBLE_EQ(real(flat["gamma"]), 1);             // mean (1/2, 1/2), deviations 1/2 and 1/2
  EXPECT_EQ(flat["born_inactive"], flat["born_dead"]);  // relu
  auto deep = row_of(table, 2);
  EXPECT_EQ(deep["born_dead_theory"], Entry());
  EXPECT_EQ(deep["z"], Entry());
  EXPECT_EQ(deep["agrees"], Entry());
  EXPECT_EQ(deep["best_linear_accuracy"], flat["best_linear_accuracy"]);
  EXPECT_EQ(theory_table(result, 1).rows, (std::vector<std::vector<Entry>>{table.rows[1]}));
  EXPECT_THROW(theory_table(result, 3), UsageError);
}

// gamma predicts death: corners of [-1, 1]^2 shifted by (s, s), gamma = s.
TEST(TheoryTable, GammaIsTheShiftOfAUnitSquare) {
  const TemporaryDirectory scratch;
  write_file(scratch / "d.csv", "a,b,y\n1,1,0\n1,3,1\n3,1,1\n3,3,0\n");
  Cell cell = make_cell(0.1, "csv");
  cell.config.data.directory = scratch.path();
  cell.config.data.fields = {{"file", std::string("d.csv")},
                             {"features", std::vector<std::string>{"a", "b"}},
                             {"label", std::string("y")}};
  FakeEngine engine;
  run_sweep(make_sweep({cell}, 10), engine, into(scratch / "out"));
  auto row = row_of(theory_table(Result::open(scratch / "out")), 0);
  EXPECT_DOUBLE_EQ(real(row["gamma"]), 2);
  EXPECT_NEAR(real(row["born_dead_theory"]), 2 / (2 * 3.0), 1e-15);  // s / (2 (s + 1))
}

}  // namespace
}  // namespace myriad
