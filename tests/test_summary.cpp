// Summaries against sums done another way: floats whose sums a double holds exactly, two-pass standard
// deviations, and values looked up in the bins that the edges promise.
#include "myriad/summary.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include <gtest/gtest.h>

#include "myriad/error.hpp"

namespace myriad {
namespace {

constexpr std::uint32_t kRows = 3000, kTestRows = 50;
constexpr int kCheckpoints = 5;

Record random_record(std::mt19937_64& random) {
  Record r;
  r.network = random();
  r.flags = static_cast<std::uint32_t>(random()) & 0x3ffu;
  if (random() % 10 == 0) r.flags |= kDiverged;
  for (float& x : r.final) x = from_bits(static_cast<std::uint32_t>(random()) & 0x7fffffffu);
  r.death_epoch = static_cast<std::uint32_t>(random() % 100'000);
  r.train_correct = static_cast<std::uint32_t>(random() % (kRows + 1));
  r.test_correct = static_cast<std::uint32_t>(random() % (kTestRows + 1));
  r.train_loss = from_bits(static_cast<std::uint32_t>(random() % 0x7f800000u));
  r.dead_at = random();
  return r;
}

std::vector<Record> random_records(int n, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<Record> records;
  for (int i = 0; i < n; ++i) records.push_back(random_record(random));
  return records;
}

Summary summary_of(const std::vector<Record>& records) {
  Summary summary;
  for (const Record& r : records) summary.insert(r, 5, kRows, kTestRows, kCheckpoints);
  return summary;
}

ExactSum sum_of(const std::vector<float>& terms) {
  ExactSum sum;
  for (const float x : terms) sum.insert(x);
  return sum;
}

std::uint64_t total(const std::vector<std::uint64_t>& bins) {
  std::uint64_t sum = 0;
  for (const std::uint64_t n : bins) sum += n;
  return sum;
}

std::vector<std::uint64_t>& bins_of(Summary& summary, Metric metric) {
  return summary.histogram[static_cast<std::size_t>(metric)];
}

TEST(Summary, MergesInAnyOrder) {
  const auto records = random_records(500, 1);
  const Summary whole = summary_of(records);
  std::vector<Summary> parts;
  for (std::size_t i = 0; i < records.size(); i += 37) {
    parts.push_back(summary_of({records.begin() + static_cast<std::ptrdiff_t>(i),
                                records.begin() + static_cast<std::ptrdiff_t>(std::min(i + 37, records.size()))}));
  }
  std::mt19937 random(2);
  for (int trial = 0; trial < 20; ++trial) {
    std::shuffle(parts.begin(), parts.end(), random);
    Summary merged;
    for (const Summary& part : parts) merged.merge(part);
    EXPECT_TRUE(merged == whole);
    EXPECT_EQ(merged.to_text(), whole.to_text());
  }
}

TEST(Summary, CountsDivergedNetworksApart) {
  auto records = random_records(400, 3);
  Summary summary = summary_of(records);
  std::uint64_t diverged = 0, dead = 0, born = 0;
  for (const Record& r : records) {
    diverged += (r.flags & kDiverged) != 0;
    dead += (r.flags & kDiverged) == 0 && (r.flags & kDead) != 0;
    born += (r.flags & kBornDead) != 0;
  }
  ASSERT_GT(diverged, 0u);
  EXPECT_EQ(summary.tally.networks, 400u);
  EXPECT_EQ(summary.finite(), 400 - diverged);
  EXPECT_EQ(summary.tally.flag[0], born);
  EXPECT_EQ(total(bins_of(summary, Metric::train_correct)), 400 - diverged);
  EXPECT_EQ(total(bins_of(summary, Metric::test_correct)), 400 - diverged);
  EXPECT_EQ(total(bins_of(summary, Metric::death_epoch)), dead);
  EXPECT_EQ(total(bins_of(summary, Metric::train_loss)), 400u);
  EXPECT_EQ(bins_of(summary, Metric::train_loss).at(kHistogramBins - 1), diverged);
  for (std::size_t k = 0; k < kCheckpoints; ++k) {
    std::uint64_t expected = 0;
    for (const Record& r : records) expected += (r.flags & kDiverged) == 0 && (r.dead_at >> k & 1) != 0;
    EXPECT_EQ(summary.dead_at.at(k), expected);
  }
}

TEST(Summary, HasNoTestCountsWithoutTestRows) {
  Summary summary;
  summary.insert(Record{}, 5, 4, 0, 0);
  EXPECT_TRUE(bins_of(summary, Metric::test_correct).empty());
  EXPECT_TRUE(std::isnan(test_accuracy(summary.tally, 0).mean));
}

TEST(Summary, TextGoesBothWays) {
  for (int n : {0, 1, 300}) {
    const Summary summary = summary_of(random_records(n, 4));
    const std::string text = summary.to_text();
    EXPECT_TRUE(Summary::from_text(text) == summary);
    EXPECT_EQ(Summary::from_text(text).to_text(), text);
  }
}

TEST(Summary, EqualSummariesHaveEqualTexts) {
  Record dead, alive;
  dead.flags = kDead;
  dead.death_epoch = 0;
  dead.dead_at = 1;
  for (const std::vector<Record>& records : {std::vector<Record>{}, {dead}, {alive}}) {
    Summary few, many;
    many.dead_at.resize(9);  // as an engine gives it that saw no dead network
    many.histogram[0].resize(7);
    for (const Record& r : records) {
      few.insert(r, 5, 4, 0, 2);
      many.insert(r, 5, 4, 0, 8);
    }
    ASSERT_TRUE(few == many);
    EXPECT_EQ(few.to_text(), many.to_text());
    EXPECT_TRUE(Summary::from_text(many.to_text()) == many);
  }
}

TEST(Summary, TellsOfCheckpointsThatItDoesNotHold) {
  Summary summary;
  summary.dead_at = {5, 0, 3};
  EXPECT_EQ(summary.dead(0), 5u);
  EXPECT_EQ(summary.dead(2), 3u);
  EXPECT_EQ(summary.dead(3), 0u);
}

TEST(Summary, RefusesDamagedText) {
  const std::string text = summary_of(random_records(20, 5)).to_text();
  for (std::size_t length = 0; length < text.size(); ++length) {
    EXPECT_THROW(Summary::from_text(text.substr(0, length)), InputOutputError) << length;
  }
  EXPECT_THROW(Summary::from_text(text + " "), InputOutputError);
  EXPECT_THROW(Summary::from_text("tally -1"), InputOutputError);
  std::string huge_bin = text;
  huge_bin.replace(huge_bin.find("train_loss ") + 11, 0, "4294967295:1 ");
  EXPECT_THROW(Summary::from_text(huge_bin), InputOutputError);
}

TEST(Summary, EqualityIgnoresHowASumIsSpread) {
  Summary a, b;
  a.tally.train_loss.limb[0] = std::uint64_t{1} << 32;
  b.tally.train_loss.limb[1] = 1;
  EXPECT_TRUE(a == b);
  EXPECT_EQ(a.to_text(), b.to_text());
  b.tally.train_loss.limb[1] = 2;
  EXPECT_FALSE(a == b);
  a = b = {};
  a.histogram[0] = {1, 0, 0};
  b.histogram[0] = {1};
  EXPECT_TRUE(a == b);
  b.histogram[0] = {1, 0, 0, 1};
  EXPECT_FALSE(a == b);
}

TEST(Summary, StaysExactBeyondTwoToThe32Networks) {
  Summary part;  // 2^32 - 1 networks with loss 1 and 2^16 + 1 correct rows
  const std::uint64_t n = 0xffffffffu;
  const std::uint64_t square = 0x1'0002'0001u;
  part.tally.networks = n;
  ExactSum one = sum_of({1.0f});
  for (int i = 0; i < ExactSum::limbs; ++i) part.tally.train_loss.limb[i] = one.limb[i] * n;
  part.tally.train_correct = n * 0x10001u;
  part.tally.train_correct_squared_low = (square & 0xffffffffu) * n;
  part.tally.train_correct_squared_high = (square >> 32) * n;
  Summary whole;
  for (int i = 0; i < 1000; ++i) whole.merge(part);
  EXPECT_EQ(mean_of(whole.tally.train_loss, whole.tally.networks), 1.0);
  const MeanAndSd accuracy = train_accuracy(whole.tally, 0x20002u);
  EXPECT_EQ(accuracy.mean, 0.5);
  EXPECT_EQ(accuracy.sd, 0.0);
}

TEST(MeanOf, IsExactAndRoundsOnce) {
  const float tiny = from_bits(1), huge = std::numeric_limits<float>::max();
  EXPECT_EQ(mean_of(sum_of({1, 2, 4}), 1), 7.0);
  EXPECT_EQ(mean_of(sum_of({1, 2, 4}), 7), 1.0);
  EXPECT_EQ(mean_of(sum_of({1}), 3), 1.0 / 3.0);
  EXPECT_EQ(mean_of(sum_of({tiny}), 1), std::ldexp(1.0, -149));
  EXPECT_EQ(mean_of(sum_of({huge, huge, huge}), 3), double(huge));
  EXPECT_EQ(mean_of(sum_of({huge, tiny}), 1), double(huge));
  EXPECT_EQ(mean_of(ExactSum{}, 5), 0.0);
  EXPECT_TRUE(std::isnan(mean_of(ExactSum{}, 0)));
  // Around 2^53 doubles are 2 apart: a tie goes to even, anything more goes up.
  const float big = 0x1p53f;
  EXPECT_EQ(mean_of(sum_of({big, 1}), 1), 0x1p53);
  EXPECT_EQ(mean_of(sum_of({big, 1, tiny}), 1), 0x1p53 + 2);
  EXPECT_EQ(mean_of(sum_of({big, 2, 1}), 1), 0x1p53 + 4);
  EXPECT_EQ(mean_of(sum_of({big, 0.5f, tiny}), 1), 0x1p53);
}

TEST(MeanOf, AgreesWithLongDouble) {
  std::mt19937_64 random(6);
  for (int trial = 0; trial < 200; ++trial) {
    std::vector<float> terms;
    long double sum = 0;  // 20 terms of 24 bits within 2^16 of each other: exact in 64 bits
    for (int i = 0; i < 20; ++i) {
      terms.push_back(std::ldexp(static_cast<float>(random() >> 40), static_cast<int>(random() % 16)));
      sum += static_cast<long double>(terms.back());
    }
    const double expected = static_cast<double>(sum / 20);  // two roundings: one unit apart at most
    EXPECT_NEAR(mean_of(sum_of(terms), 20), expected, std::abs(expected) * 0x1p-52);
  }
}

TEST(Accuracy, AgreesWithTwoPasses) {
  auto records = random_records(1000, 7);
  const Tally tally = summary_of(records).tally;
  std::erase_if(records, [](const Record& r) { return (r.flags & kDiverged) != 0; });
  const auto n = static_cast<long double>(records.size());
  long double mean = 0, squares = 0;
  for (const Record& r : records) mean += static_cast<long double>(r.train_correct) / kRows / n;
  for (const Record& r : records) {
    squares += std::pow(static_cast<long double>(r.train_correct) / kRows - mean, 2.0L);
  }
  EXPECT_NEAR(train_accuracy(tally, kRows).mean, double(mean), 1e-15);
  EXPECT_NEAR(train_accuracy(tally, kRows).sd, double(std::sqrt(squares / (n - 1))), 1e-15);
}

TEST(Accuracy, NeedsOneNetworkForAMeanAndTwoForASpread) {
  Summary summary;
  EXPECT_TRUE(std::isnan(train_accuracy(summary.tally, 4).mean));
  Record r;
  r.train_correct = 3;
  summary.insert(r, 5, 4, 0, 0);
  EXPECT_EQ(train_accuracy(summary.tally, 4).mean, 0.75);
  EXPECT_TRUE(std::isnan(train_accuracy(summary.tally, 4).sd));
  r.train_correct = 1;
  summary.insert(r, 5, 4, 0, 0);
  EXPECT_EQ(train_accuracy(summary.tally, 4).mean, 0.5);
  EXPECT_DOUBLE_EQ(train_accuracy(summary.tally, 4).sd, std::sqrt(0.125));
}

TEST(BinEdges, HoldWhatFallsIntoTheBin) {
  std::mt19937_64 random(8);
  for (int trial = 0; trial < 20'000; ++trial) {
    const float loss = from_bits(static_cast<std::uint32_t>(random() % 0x7f800000u));
    const BinEdges loss_edges = bin_edges(Metric::train_loss, loss_bin(loss), 0);
    EXPECT_LE(loss_edges.low, loss);
    EXPECT_GT(loss_edges.high, loss);
    const auto epoch = static_cast<std::uint32_t>(random() >> (33 + random() % 30));
    const BinEdges epoch_edges = bin_edges(Metric::death_epoch, epoch_bin(epoch), 0);
    EXPECT_LE(epoch_edges.low, epoch);
    EXPECT_GT(epoch_edges.high, epoch);
  }
  for (const std::uint32_t rows : {1u, 1024u, 1025u, 5000u, 1'000'003u}) {
    for (std::uint32_t correct = 0; correct < rows; correct += 1 + rows / 1500) {
      const BinEdges edges = bin_edges(Metric::train_correct, count_bin(correct, rows), rows);
      EXPECT_LE(edges.low, correct);
      if (rows <= kCountBins) {
        EXPECT_EQ(edges.high, correct);
      } else {
        EXPECT_GT(edges.high, correct);
      }
    }
    const BinEdges last = bin_edges(Metric::train_correct, count_bin(rows, rows), rows);
    EXPECT_EQ(last.high, rows);
  }
}

TEST(BinEdges, LeaveNoGaps) {
  for (std::uint32_t bin = 0; bin < 200; ++bin) {
    EXPECT_EQ(bin_edges(Metric::death_epoch, bin, 0).high, bin_edges(Metric::death_epoch, bin + 1, 0).low);
  }
  for (std::uint32_t bin = 0; bin + 9 < kHistogramBins; ++bin) {
    EXPECT_EQ(bin_edges(Metric::train_loss, bin, 0).high, bin_edges(Metric::train_loss, bin + 1, 0).low);
  }
  EXPECT_TRUE(std::isinf(bin_edges(Metric::train_loss, kHistogramBins - 1, 0).low));
}

}  // namespace
}  // namespace myriad
