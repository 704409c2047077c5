// The table `preprocessing`: constants of a scaler whose rows are known, and where its rows lie.
#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "myriad/error.hpp"
#include "run_fixture.hpp"

namespace myriad {
namespace {

using namespace fixture;

/// The quantities of one cell by name.
std::map<std::string, Entry> quantities_of(const Table& table, std::uint64_t cell) {
  std::map<std::string, Entry> found;
  for (const auto& row : table.rows) {
    if (row.front() == Entry(cell)) {
      EXPECT_TRUE(found.emplace(std::get<std::string>(row.at(row.size() - 2)), row.back()).second);
    }
  }
  return found;
}

TEST(PreprocessingTable, HasWhatTheScalerFittedAndWhereRowsLie) {
  const TemporaryDirectory scratch;
  const auto engine = make_cpu_engine({1, "auto"});
  Cell raw = make_cell(0.1, "xor"), scaled = make_cell(0.2, "xor");
  raw.config.data.fields["offset"] = 2.0;  // corners of [2, 3]^2
  scaled.config.data.fields["offset"] = 2.0;
  scaled.config.preprocess = call_part(PartKind::preprocess, "standard_scaler");
  run_sweep(make_sweep({raw, scaled}, 10), *engine, into(scratch / "out", 100));
  const Result result = Result::open(scratch / "out");
  const Table table = preprocessing_table(result);
  EXPECT_EQ(table.columns.back(), "value");

  auto first = quantities_of(table, 0);
  EXPECT_EQ(first.at("rows"), Entry(std::uint64_t{4}));
  EXPECT_EQ(first.at("positive"), Entry(std::uint64_t{2}));
  EXPECT_EQ(first.at("raw.gamma"), Entry(5.0));
  EXPECT_EQ(first.at("scaled.gamma"), Entry(5.0));
  EXPECT_EQ(first.count("fitted.x1.mean"), 0u);

  auto second = quantities_of(table, 1);
  EXPECT_EQ(second.at("raw.x2.gamma"), Entry(5.0));
  EXPECT_EQ(second.at("scaled.gamma"), Entry(0.0));
  EXPECT_EQ(second.at("fitted.x1.mean"), Entry(2.5));
  EXPECT_EQ(second.at("fitted.x2.scale"), Entry(0.5));

  const Table one = preprocessing_table(result, 1);
  EXPECT_EQ(quantities_of(one, 0).size(), 0u);
  EXPECT_EQ(quantities_of(one, 1), second);
  EXPECT_THROW(preprocessing_table(result, 2), UsageError);
}

}  // namespace
}  // namespace myriad
