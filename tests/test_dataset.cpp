// Data sets: sources and their fields, the split, the order of rows, one rounding.
#include "myriad/dataset.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include <gtest/gtest.h>

#include "host/text/content_hash.hpp"
#include "host/data/dataset_fields.hpp"
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

TEST(Dataset, NoiseIsGaussianAndIndependent) {
  DataSpec spec = uniform_rows(20000);
  const RawData clean = load_data(spec);
  spec.fields["noise"] = 0.25;
  const RawData noisy = load_data(spec);
  double sum = 0, squares = 0, fourth = 0, product = 0;
  for (std::size_t i = 0; i < 20000; ++i) {
    const double d1 = (noisy.samples[i].x1 - clean.samples[i].x1) / 0.25;
    const double d2 = (noisy.samples[i].x2 - clean.samples[i].x2) / 0.25;
    EXPECT_EQ(noisy.samples[i].label, clean.samples[i].label);
    sum += d1 + d2, squares += d1 * d1 + d2 * d2, product += d1 * d2;
    fourth += d1 * d1 * d1 * d1 + d2 * d2 * d2 * d2;
  }
  EXPECT_NEAR(sum / 40000, 0, 5 / std::sqrt(40000.0));
  EXPECT_NEAR(squares / 40000, 1, 5 * std::sqrt(2 / 40000.0));
  EXPECT_NEAR(fourth / 40000, 3, 5 * std::sqrt(96 / 40000.0));
  EXPECT_NEAR(product / 20000, 0, 5 / std::sqrt(20000.0));
}

TEST(Dataset, LabelNoiseFlipsItsShareOfLabels) {
  DataSpec spec = uniform_rows(20000);
  const RawData clean = load_data(spec);
  spec.fields["label_noise"] = 0.1;
  const RawData noisy = load_data(spec);
  int flipped = 0;
  for (std::size_t i = 0; i < 20000; ++i) {
    EXPECT_EQ(noisy.samples[i].x1, clean.samples[i].x1);
    flipped += noisy.samples[i].label != clean.samples[i].label;
  }
  EXPECT_NEAR(flipped, 2000, 5 * std::sqrt(20000 * 0.09));
  spec.fields["label_noise"] = 1.0;
  EXPECT_EQ(load_data(spec).samples[7].label, 1 - clean.samples[7].label);
}

std::size_t rows_of_class_1(const RawData& data) {
  std::size_t n = 0;
  for (const Sample& s : data.samples) n += s.label == 1;
  return n;
}

TEST(Dataset, ImbalanceTakesOutItsShareOfClassOne) {
  const RawData whole = load_data(spec_of("moons", {{"rows", 101.0}}));
  ASSERT_EQ(rows_of_class_1(whole), 51u);
  std::set<double> kept_before;
  for (const double share : {0.98, 0.5, 0.25, 0.01}) {
    const RawData data = load_data(spec_of("moons", {{"rows", 101.0}, {"imbalance", share}}));
    const auto taken = static_cast<std::size_t>(std::floor(51 * share + 0.5));
    EXPECT_EQ(rows_of_class_1(data), 51 - taken);
    EXPECT_EQ(data.samples.size(), 101 - taken);
    std::set<double> kept;
    for (const Sample& s : data.samples) {
      if (s.label == 1) kept.insert(s.x1);
    }
    for (const double x : kept_before)
      EXPECT_EQ(kept.count(x), 1u);  // fewer out: the same, and more
    kept_before = kept;
    for (std::size_t i = 0; i < 50; ++i) EXPECT_EQ(data.samples[i].x1, whole.samples[i].x1);
  }
  const auto last_kept = [](double seed) {
    return load_data(spec_of("moons", {{"imbalance", 0.98}, {"seed", seed}})).samples.back().x1;
  };
  EXPECT_NE(last_kept(1), last_kept(2));
}

TEST(Dataset, ImbalanceLeavesARowOfClassOne) {
  EXPECT_EQ(load_data(spec_of("xor", {{"imbalance", 0.5}})).samples.size(), 3u);
  EXPECT_EQ(load_data(spec_of("xor", {{"imbalance", 0.2}})).samples.size(), 4u);
  EXPECT_NE(usage_error(spec_of("xor", {{"imbalance", 0.75}})).find("no row of class 1"),
            std::string::npos);
  EXPECT_NE(usage_error(spec_of("xor", {{"imbalance", 1.0}})).find("imbalance"), std::string::npos);
}

TEST(Dataset, ChangesComeOneAfterTheOther) {
  // Each may be switched on without moving the random words of another.
  const std::map<std::string, FieldValue> noise{{"rows", 60.0}, {"noise", 0.1}};
  auto all = noise;
  all["imbalance"] = 0.5, all["label_noise"] = 0.3, all["offset"] = 4.0;
  auto flipped = noise;
  flipped["label_noise"] = 0.3;
  const RawData plain = load_data(spec_of("moons", noise)),
                some = load_data(spec_of("moons", flipped));
  const RawData found = load_data(spec_of("moons", all));
  EXPECT_EQ(found.samples.size(), 45u);
  std::size_t at = 0;
  for (const Sample& sample : found.samples) {
    while (at < 60 && plain.samples[at].x1 + 4.0 != sample.x1) ++at;
    ASSERT_LT(at, 60u);
    EXPECT_EQ(sample.x2, plain.samples[at].x2 + 4.0);
    EXPECT_EQ(sample.label, some.samples[at].label);
  }
}

TEST(Dataset, HashTellsContentsApart) {
  const std::uint64_t hash = load_data(uniform_rows(10)).content_hash;
  EXPECT_EQ(load_data(uniform_rows(10)).content_hash, hash);
  EXPECT_NE(load_data(uniform_rows(11)).content_hash, hash);
  EXPECT_NE(load_data(uniform_rows(10, 1)).content_hash, hash);
}

TEST(Dataset, RefusesFieldsThatAreWrong) {
  EXPECT_NE(usage_error(spec_of("suns")).find("no data set 'suns'"), std::string::npos);
  EXPECT_NE(usage_error(spec_of("xor", {{"rows", 4.0}})).find("no field 'rows'"),
            std::string::npos);
  EXPECT_NE(usage_error(spec_of("xor", {{"low", std::string("a")}})).find("number"),
            std::string::npos);
  EXPECT_NE(usage_error(spec_of("xor", {{"low", 2.0}})).find("below high"), std::string::npos);
  EXPECT_NE(usage_error(spec_of("xor", {{"noise", -0.1}})).find("noise"), std::string::npos);
  EXPECT_NE(usage_error(spec_of("xor", {{"label_noise", 1.5}})).find("noise"), std::string::npos);
  EXPECT_NE(usage_error(spec_of("moons", {{"rows", 1.0}})).find("rows"), std::string::npos);
  EXPECT_NE(usage_error(spec_of("circles", {{"factor", 1.0}})).find("factor"), std::string::npos);
  EXPECT_NE(usage_error(spec_of("xor", {{"seed", 0.5}})).find("whole"), std::string::npos);
  EXPECT_NE(usage_error(spec_of("xor", {{"offset", std::nan("")}})).find("finite"),
            std::string::npos);
  EXPECT_NE(usage_error(spec_of("xor", {{"offset", 1e39}})).find("float32"), std::string::npos);
  EXPECT_NE(usage_error(uniform_rows(0)).find("rows"), std::string::npos);
  EXPECT_NE(usage_error(uniform_rows(1e9)).find("rows"), std::string::npos);
  EXPECT_NE(usage_error(spec_of("csv")).find("must be given"), std::string::npos);
}

TEST(Dataset, RefusesCsvFieldsThatAreWrong) {
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

TEST(Dataset, NamesTheRowThatAPreprocessorRefuses) {
  const BoundPart log1p{index_in<Log1p>(Preprocessors{}), 0, {}};
  EXPECT_NO_THROW(prepare_dataset(spec_of("and"), log1p, {}, 0));
  for (const double test_fraction : {0.0, 0.25, 0.5}) {  // in either split
    try {
      prepare_dataset(spec_of("and", {{"low", -1.0}}), log1p, {}, test_fraction);
      ADD_FAILURE() << "accepted";
    } catch (const UsageError& error) {
      EXPECT_STREQ(error.what(),
                   "row 0 of the data, counted from 0: log1p takes features above -1");
    }
  }
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
