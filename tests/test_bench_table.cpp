// Timings as a table, beside earlier ones.
#include <gtest/gtest.h>

#include "host/bench/bench_table.hpp"
#include "myriad/error.hpp"

namespace myriad {
namespace {

BenchRow row(const char* engine, double rate) {
  BenchRow result{{}, 30.0, 2e9, {}};
  result.timing.engine = engine;
  result.timing.job = "a job";
  result.timing.networks = 5;
  result.timing.rates = {rate / 2, rate, rate * 3};
  return result;
}

Entry entry(const Table& table, std::size_t row, const std::string& column) {
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (table.columns[i] == column) return table.rows.at(row).at(i);
  }
  return std::string("no such column");
}

TEST(BenchTable, HoldsTheMedianAndTheSpread) {
  const Table table = bench_table({row("cpu", 1e8)});
  EXPECT_EQ(std::get<double>(entry(table, 0, "updates_per_second")), 1e8);
  EXPECT_EQ(std::get<double>(entry(table, 0, "slowest")), 0.5e8);
  EXPECT_EQ(std::get<double>(entry(table, 0, "fastest")), 3e8);
  EXPECT_EQ(std::get<double>(entry(table, 0, "words_per_second")), 3e9);
  EXPECT_EQ(std::get<double>(entry(table, 0, "words_per_fma_peak")), 1.5);
}

TEST(BenchTable, TheMedianOfTwoRunsLiesBetweenThem) {
  Timing timing;
  timing.rates = {1, 2};
  EXPECT_EQ(timing.median(), 1.5);
}

TEST(BenchTable, FindsWhatWasMeasuredBefore) {
  std::vector<BenchRow> rows = {row("cpu", 1e8), row("gpu", 1e8)};
  read_before(rows, R"({"timings":[{"engine":"cpu","job":"a job","updates_per_second":2e8}]})", "old.json");
  const Table table = bench_table(rows);
  EXPECT_EQ(std::get<double>(entry(table, 0, "ratio")), 0.5);
  EXPECT_TRUE(std::holds_alternative<std::monostate>(entry(table, 1, "ratio")));
}

TEST(BenchTable, RefusesWhatIsNoBenchResult) {
  std::vector<BenchRow> rows = {row("cpu", 1e8)};
  for (const char* text : {"", "[]", "{", R"({"timings":[{}]})", R"({"timings":3})"}) {
    EXPECT_THROW(read_before(rows, text, "old.json"), InputError) << text;
  }
}

}  // namespace
}  // namespace myriad
