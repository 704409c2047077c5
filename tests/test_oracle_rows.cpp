// test_oracle_rows: the data of the oracle, and its scalers.
#include <gtest/gtest.h>

#include <cstddef>
#include <vector>

#include "oracle/rows.hpp"

namespace {

using namespace oracle;

TEST(Rows, IrisPetalsAreTheMeasurements) {
  double sum1 = 0, sum2 = 0;
  int ones = 0;
  for (const Row& row : iris_petals()) sum1 += row.x1, sum2 += row.x2, ones += row.label;
  EXPECT_EQ(iris_petals().size(), 100u);
  EXPECT_EQ(ones, 50);
  EXPECT_NEAR(sum1, 50 * (4.260 + 5.552), 1e-9);  // the species means of the 1936 paper
  EXPECT_NEAR(sum2, 50 * (1.326 + 2.026), 1e-9);
}

TEST(Rows, ScalersMatchScikitLearn) {
  const std::vector<Row> rows{{1, 5, 0}, {2, 5, 0}, {4, 5, 1}};
  const std::vector<Row> z = standardise(rows), unit = min_max(rows);
  EXPECT_NEAR(z[0].x1, -1.06904497, 1e-8);
  EXPECT_NEAR(z[1].x1, -.26726124, 1e-8);
  EXPECT_NEAR(z[2].x1, 1.33630621, 1e-8);
  EXPECT_NEAR(unit[1].x1, 1. / 3, 1e-15);
  EXPECT_EQ(unit[2].x1, 1.0);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(z[i].x2, 0);  // a constant feature is only shifted
    EXPECT_EQ(unit[i].x2, 0);
  }
}

}  // namespace
