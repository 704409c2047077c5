// The reduction of records by Thrust, on one thread and on several, against Summary::insert, which
// adds one record after the other.
#include "host/engine/reduce_host.hpp"

#include <limits>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "myriad/core/arithmetic.hpp"

namespace myriad {
namespace {

/// A record of any value that training may give, one in eight diverged.
Record random_record(std::mt19937_64& random, const ReduceShape& shape) {
  const auto below = [&](std::uint64_t n) { return static_cast<std::uint32_t>(random() % n); };
  Record r;
  r.network = random();
  for (int i = 0; i < shape.parameters; ++i) r.final[i] = from_bits(below(0x7f800000u));
  r.flags = below(kDiverged);
  r.train_correct = below(shape.train_rows + 1u);
  r.test_correct = below(shape.test_rows + 1u);
  r.train_loss = from_bits(below(0x7f800000u));
  if ((r.flags & kDead) != 0) r.death_epoch = below(std::uint64_t{1} << below(32));
  if (shape.checkpoints > 0) r.dead_at = random() >> (64 - shape.checkpoints);
  if (below(8) == 0) {
    r.flags = (r.flags & kBornFlags) | kDiverged;
    r.death_epoch = kNeverDied;
    r.dead_at = 0;
    if (below(2) == 0) r.train_loss = std::numeric_limits<float>::infinity();
  }
  return r;
}

std::vector<Record> random_records(std::size_t count, const ReduceShape& shape) {
  std::mt19937_64 random(count + shape.train_rows);
  std::vector<Record> records;
  for (std::size_t i = 0; i < count; ++i) records.push_back(random_record(random, shape));
  return records;
}

Summary one_by_one(const std::vector<Record>& records, const ReduceShape& shape) {
  Summary summary;
  for (const Record& r : records) {
    summary.insert(r, shape.parameters, shape.train_rows, shape.test_rows, shape.checkpoints);
  }
  return summary;
}

/// Parameters, training rows, test rows, checkpoints: few and many rows, with and without a test
/// split.
constexpr ReduceShape kShapes[] = {
    {5, 21, 5, 12}, {7, 1, 0, 0}, {7, 1024, 1024, 64}, {5, 1025, 3000, 33}, {7, 100'000, 0, 1}};

TEST(Reduce, AsOneByOne) {
  for (const ReduceShape& shape : kShapes) {
    for (const std::size_t count : {0, 1, 2, 1000, 20'001}) {
      const std::vector<Record> records = random_records(count, shape);
      const Summary want = one_by_one(records, shape);
      for (const int threads : {1, 2, 5}) {
        SCOPED_TRACE(testing::Message() << "rows " << shape.train_rows << ", records " << count
                                        << ", threads " << threads);
        const Summary got = reduce_on_host(records.data(), count, shape, threads);
        EXPECT_EQ(got.tally.digest, want.tally.digest);
        EXPECT_TRUE(got == want);
      }
    }
  }
}

TEST(Reduce, DivergedNetworksAreInTheLastBinOfTheLossOnly) {
  const ReduceShape shape = kShapes[0];
  Record r;
  r.flags = kBornDead | kDiverged;
  r.train_loss = 0.5f;
  r.train_correct = 3;
  const std::vector<Record> records(10, r);
  const Summary got = reduce_on_host(records.data(), records.size(), shape, 2);
  EXPECT_EQ(got.tally.networks, 10u);
  EXPECT_EQ(got.tally.train_correct, 0u);
  EXPECT_EQ(got.finite(), 0u);
  EXPECT_TRUE(got.histogram[static_cast<int>(Metric::train_correct)].empty());
  EXPECT_TRUE(got.histogram[static_cast<int>(Metric::death_epoch)].empty());
  const auto& loss = got.histogram[static_cast<int>(Metric::train_loss)];
  ASSERT_EQ(loss.size(), static_cast<std::size_t>(kHistogramBins));
  EXPECT_EQ(loss.back(), 10u);
}

}  // namespace
}  // namespace myriad
