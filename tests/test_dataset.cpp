// Data sets: sources and their fields, the split, the order of rows, one rounding.
#include "myriad/dataset.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include <gtest/gtest.h>

#include "host/content_hash.hpp"
#include "host/dataset_fields.hpp"
#include "myriad/error.hpp"
#include "myriad/parts/dataset_source.hpp"
#include "myriad/parts/preprocess.hpp"
#include "oracle/rows.hpp"

namespace myriad {
namespace {

const BoundPart kNoPreprocess{index_in<None>(Preprocessors{}), 0, {}};
const BoundPart kStandard{index_in<StandardScaler>(Preprocessors{}), 2, {1, 1}};

DataSpec spec_of(const std::string& source, std::map<std::string, FieldValue> fields = {}) {
  DataSpec spec;
  spec.source = source;
  spec.fields = std::move(fields);
  return spec;
}

DataSpec uniform_rows(double rows, double seed = 0) {
  return spec_of("uniform", {{"rows", rows}, {"seed", seed}});
}

DataSpec iris() {
  DataSpec spec =
      spec_of("csv", {{"file", std::string("iris_petals.csv")},
                      {"features", std::vector<std::string>{"petal_length", "petal_width"}},
                      {"label", std::string("virginica")}});
  spec.directory = MYRIAD_SOURCE_DIR "/examples/the-question";
  return spec;
}

std::string usage_error(const DataSpec& spec) {
  try {
    load_data(spec);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

TEST(DatasetSource, XorIsFourCorners) {
  const RawData data = load_data(spec_of("xor"));
  ASSERT_EQ(data.samples.size(), 4u);
  for (const Sample& s : data.samples) EXPECT_EQ(s.label, s.x1 != s.x2 ? 1 : 0);
  const RawData moved = load_data(spec_of("xor", {{"low", -1.0}, {"high", 1.0}, {"offset", 3.0}}));
  EXPECT_EQ(moved.samples[0].x1, 2);
  EXPECT_EQ(moved.samples[1].x2, 4);
  EXPECT_EQ(moved.samples[1].label, 1);
}

TEST(DatasetSource, UniformRowsFollowTheirRule) {
  const RawData data =
      load_data(spec_of("uniform", {{"rows", 20000.0}, {"low", 1.0}, {"high", 3.0}}));
  ASSERT_EQ(data.samples.size(), 20000u);
  double sum1 = 0, sum2 = 0, product = 0, labels = 0;
  for (const Sample& s : data.samples) {
    EXPECT_TRUE(s.x1 > 1 && s.x1 < 3 && s.x2 > 1 && s.x2 < 3);
    EXPECT_EQ(s.label, s.x1 + s.x2 > 4 ? 1 : 0);
    sum1 += s.x1, sum2 += s.x2, product += (s.x1 - 2) * (s.x2 - 2), labels += s.label;
  }
  EXPECT_NEAR(sum1 / 20000, 2, 5 * std::sqrt(1 / 3.0 / 20000));  // five standard errors each
  EXPECT_NEAR(sum2 / 20000, 2, 5 * std::sqrt(1 / 3.0 / 20000));
  EXPECT_NEAR(product / 20000, 0, 5 * 1 / 3.0 / std::sqrt(20000.0));
  EXPECT_NEAR(labels / 20000, 0.5, 5 * 0.5 / std::sqrt(20000.0));
}

TEST(DatasetSource, SeedsGiveDataAndMoreRowsKeepTheFirst) {
  const RawData a = load_data(uniform_rows(50, 1)), b = load_data(uniform_rows(60, 1));
  for (int i = 0; i < 50; ++i) EXPECT_EQ(a.samples[i].x1, b.samples[i].x1);
  EXPECT_NE(load_data(uniform_rows(50, 2)).samples[0].x1, a.samples[0].x1);
}

TEST(DatasetSource, NoiseFlipsItsShareOfLabels) {
  DataSpec spec = uniform_rows(20000);
  const RawData clean = load_data(spec);
  spec.fields["noise"] = 0.1;
  const RawData noisy = load_data(spec);
  int flipped = 0;
  for (std::size_t i = 0; i < 20000; ++i) {
    EXPECT_EQ(noisy.samples[i].x1, clean.samples[i].x1);
    flipped += noisy.samples[i].label != clean.samples[i].label;
  }
  EXPECT_NEAR(flipped, 2000, 5 * std::sqrt(20000 * 0.09));
  spec.fields["noise"] = 1.0;
  EXPECT_EQ(load_data(spec).samples[7].label, 1 - clean.samples[7].label);
}

TEST(DatasetSource, HashTellsContentsApart) {
  const std::uint64_t hash = load_data(uniform_rows(10)).content_hash;
  EXPECT_EQ(load_data(uniform_rows(10)).content_hash, hash);
  EXPECT_NE(load_data(uniform_rows(11)).content_hash, hash);
  EXPECT_NE(load_data(uniform_rows(10, 1)).content_hash, hash);
}

TEST(DatasetSource, RefusesFieldsThatAreWrong) {
  EXPECT_NE(usage_error(spec_of("moons")).find("no data set 'moons'"), std::string::npos);
  EXPECT_NE(usage_error(spec_of("xor", {{"rows", 4.0}})).find("no field 'rows'"),
            std::string::npos);
  EXPECT_NE(usage_error(spec_of("xor", {{"low", std::string("a")}})).find("number"),
            std::string::npos);
  EXPECT_NE(usage_error(spec_of("xor", {{"low", 2.0}})).find("below high"), std::string::npos);
  EXPECT_NE(usage_error(spec_of("xor", {{"noise", 1.5}})).find("noise"), std::string::npos);
  EXPECT_NE(usage_error(spec_of("xor", {{"seed", 0.5}})).find("whole"), std::string::npos);
  EXPECT_NE(usage_error(spec_of("xor", {{"offset", std::nan("")}})).find("finite"),
            std::string::npos);
  EXPECT_NE(usage_error(spec_of("xor", {{"offset", 1e39}})).find("float32"), std::string::npos);
  EXPECT_NE(usage_error(uniform_rows(0)).find("rows"), std::string::npos);
  EXPECT_NE(usage_error(uniform_rows(1e9)).find("rows"), std::string::npos);
  EXPECT_NE(usage_error(spec_of("csv")).find("must be given"), std::string::npos);
}

TEST(DatasetSource, RefusesCsvFieldsThatAreWrong) {
  DataSpec spec = iris();
  spec.fields["delimiter"] = std::string(";;");
  EXPECT_NE(usage_error(spec).find("delimiter"), std::string::npos);
  spec = iris();
  spec.fields["features"] = std::string("petal_length");
  EXPECT_NE(usage_error(spec).find("list of texts"), std::string::npos);
  spec = iris();
  spec.fields["features"] = std::vector<std::string>{"petal_length"};
  EXPECT_NE(usage_error(spec).find("two columns"), std::string::npos);
  spec = iris();
  spec.fields["file"] = std::string("nowhere.csv");
  EXPECT_THROW(load_data(spec), InputOutputError);
  spec = iris();
  spec.fields["label"] = std::string("petal");
  EXPECT_THROW(load_data(spec), InputError);
}

TEST(Dataset, PutsClassZeroFirstInFileOrder) {
  const Dataset xor_data = prepare_dataset(spec_of("xor"), kNoPreprocess, {}, 0);
  EXPECT_EQ(xor_data.train.class0, 2u);
  EXPECT_EQ(xor_data.train.source_row, (std::vector<std::uint32_t>{0, 3, 1, 2}));
  EXPECT_EQ(xor_data.train.rows[3].x1, 1.0f);
  EXPECT_EQ(xor_data.train.rows[3].label, 1.0f);
  EXPECT_TRUE(xor_data.test.rows.empty());
}

TEST(Dataset, RoundsScaledRowsOnce) {
  const Dataset data = prepare_dataset(iris(), kStandard, {1, 1}, 0);
  const std::vector<oracle::Row> expected = oracle::standardise(oracle::iris_petals());
  ASSERT_EQ(data.train.rows.size(), 100u);
  EXPECT_EQ(data.train.class0, 50u);
  for (std::size_t i = 0; i < 100; ++i) {
    const oracle::Row& row = expected[data.train.source_row[i]];
    EXPECT_NEAR(data.train.rows[i].x1, row.x1, 1.2e-7 * std::fabs(row.x1) + 1e-14);
    EXPECT_NEAR(data.train.rows[i].x2, row.x2, 1.2e-7 * std::fabs(row.x2) + 1e-14);
    EXPECT_EQ(data.train.rows[i].label, static_cast<float>(row.label));
  }
  ASSERT_EQ(data.fitted.size(), 4u);
  EXPECT_NEAR(data.fitted[0], 4.906, 1e-12);
}

TEST(Dataset, SplitsEveryRowToOneSide) {
  for (const double fraction : {0.0, 0.1, 0.25, 0.5, 0.999}) {
    const Dataset data = prepare_dataset(uniform_rows(1001), kNoPreprocess, {}, fraction);
    EXPECT_EQ(data.test.rows.size(), static_cast<std::size_t>(std::ceil(1001 * fraction)));
    std::set<std::uint32_t> rows;
    for (const Split* split : {&data.train, &data.test}) {
      rows.insert(split->source_row.begin(), split->source_row.end());
      ASSERT_EQ(split->rows.size(), split->source_row.size());
      for (std::size_t i = 0; i < split->rows.size(); ++i) {
        const Sample& sample = data.raw.samples[split->source_row[i]];
        EXPECT_EQ(split->rows[i].x1, static_cast<float>(sample.x1));
        EXPECT_EQ(split->rows[i].label, i < split->class0 ? 0.0f : 1.0f);
        EXPECT_EQ(split->rows[i].label, static_cast<float>(sample.label));
      }
      const auto& order = split->source_row;
      EXPECT_TRUE(std::is_sorted(order.begin(), order.begin() + split->class0));
      EXPECT_TRUE(std::is_sorted(order.begin() + split->class0, order.end()));
    }
    EXPECT_EQ(rows.size(), 1001u);
  }
}

TEST(Dataset, LargerFractionsHoldOutMoreOfTheSameRows) {
  const Dataset small = prepare_dataset(uniform_rows(500), kNoPreprocess, {}, 0.1);
  const Dataset large = prepare_dataset(uniform_rows(500), kNoPreprocess, {}, 0.3);
  const std::set<std::uint32_t> held(large.test.source_row.begin(), large.test.source_row.end());
  for (const std::uint32_t row : small.test.source_row) EXPECT_EQ(held.count(row), 1u);
}

TEST(Dataset, SplitDependsOnTheDataSeedAndIsEvenlySpread) {
  int held_out[20] = {};
  for (int seed = 0; seed < 2000; ++seed) {
    DataSpec spec = uniform_rows(20, seed);
    const Dataset data = prepare_dataset(spec, kNoPreprocess, {}, 0.25);
    for (const std::uint32_t row : data.test.source_row) ++held_out[row];
  }
  for (const int count : held_out) EXPECT_NEAR(count, 500, 5 * std::sqrt(2000 * 0.25 * 0.75));
}

TEST(Dataset, FitsOnTrainingRowsOnly) {
  const Dataset data = prepare_dataset(uniform_rows(40), kStandard, {1, 1}, 0.5);
  double sum = 0, all = 0;
  for (const std::uint32_t row : data.train.source_row) sum += data.raw.samples[row].x1 / 20;
  for (const Sample& sample : data.raw.samples) all += sample.x1 / 40;
  EXPECT_NEAR(data.fitted[0], sum, 1e-14);
  EXPECT_GT(std::fabs(data.fitted[0] - all), 1e-4);
  const Row& test_row = data.test.rows[0];
  const double raw = data.raw.samples[data.test.source_row[0]].x1;
  EXPECT_NEAR(test_row.x1, (raw - data.fitted[0]) / data.fitted[1], 1e-6);
}

TEST(Dataset, RefusesToLeaveNoTrainingRow) {
  EXPECT_THROW(prepare_dataset(spec_of("xor"), kNoPreprocess, {}, 0.76), UsageError);
  EXPECT_THROW(prepare_dataset(spec_of("xor"), kNoPreprocess, {}, 1.0), UsageError);
  EXPECT_THROW(prepare_dataset(spec_of("xor"), kNoPreprocess, {}, -0.1), UsageError);
  EXPECT_THROW(prepare_dataset(spec_of("xor"), kNoPreprocess, {}, std::nan("")), UsageError);
  EXPECT_EQ(prepare_dataset(spec_of("xor"), kNoPreprocess, {}, 0.75).train.rows.size(), 1u);
}

TEST(Dataset, RefusesScaledValuesThatFitNoFloat) {
  const BoundPart minmax{index_in<MinmaxScaler>(Preprocessors{}), 2, {0, 1}};
  EXPECT_THROW(prepare_dataset(spec_of("xor"), minmax, {0, 1e39}, 0), UsageError);
  EXPECT_THROW(prepare_dataset(spec_of("xor"), minmax, {0}, 0), UsageError);
  EXPECT_THROW(prepare_dataset(spec_of("xor"), BoundPart{99, 0, {}}, {}, 0), UsageError);
}

TEST(ContentHash, DependsOnEveryByteAndTheLengthOnly) {
  const auto hash = [](std::initializer_list<std::string_view> pieces) {
    ContentHash h;
    for (const std::string_view piece : pieces) h.insert(piece);
    return h.value();
  };
  EXPECT_EQ(hash({"0123456789abcdefgh"}), hash({"0123", "", "456789abcdefg", "h"}));
  EXPECT_NE(hash({std::string_view("\0", 1)}), hash({""}));
  EXPECT_NE(hash({std::string_view("a\0\0", 3)}), hash({"a"}));
  EXPECT_NE(hash({"01234567"}), hash({"01234568"}));
}

}  // namespace
}  // namespace myriad
