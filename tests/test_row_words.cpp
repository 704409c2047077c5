// Arithmetic words of a row, against counts made by hand from the formulas.
#include <gtest/gtest.h>

#include "host/bench/bench_job.hpp"
#include "host/bench/row_words.hpp"

namespace myriad {
namespace {

RowWords difference(const char* activation) {
  BenchJob small, large;
  small.activation = large.activation = activation;
  small.rows = 128;
  large.rows = 256;
  const RowWords a = count_row_words(make_bench_job(small)), b = count_row_words(make_bench_job(large));
  const auto rise = [](double x, double y) { return (256 * y - 128 * x) / 128; };
  return {rise(a.multiply_add, b.multiply_add), rise(a.divide, b.divide), rise(a.choose, b.choose),
          rise(a.integer, b.integer)};
}

TEST(RowWords, OfReluAreThoseOfItsFormulas) {
  const RowWords words = difference("relu");
  // z 2, o 1, exp2 3 + 5 + 1, 1 + e 1; sums of d, e, e x1, e x2: 4. The chunks of 128 rows: none but whole ones.
  EXPECT_NEAR(words.multiply_add, 17, 0.1);
  EXPECT_EQ(words.divide, 1);
  EXPECT_NEAR(words.choose, 4, 0.1);   // ReLU forward and backward; the loop without clamps runs
  EXPECT_EQ(words.integer, 2);         // 2^n is added to an exponent: a shift and an addition
}

TEST(RowWords, OfTheIdentityAreFewerByItsComparisons) {
  EXPECT_NEAR(difference("relu").choose - difference("identity").choose, 4, 0.1);
}

TEST(RowWords, OfASmallJobHoldTheUpdateToo) {
  BenchJob job;
  job.rows = 4;
  EXPECT_GT(count_row_words(make_bench_job(job)).total(), difference("relu").total() + 5);
}

}  // namespace
}  // namespace myriad
