// Facts about data sets against closed forms.
#include "myriad/data_facts.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "host/data/dataset_bytes.hpp"
#include "myriad/dataset.hpp"
#include "myriad/parts/preprocess.hpp"

namespace myriad {
namespace {

template <class Preprocessor>
Dataset prepared(const char* source, std::map<std::string, FieldValue> fields,
                 const std::vector<double>& arguments = {}, double test_fraction = 0) {
  DataSpec spec;
  spec.source = source;
  spec.fields = std::move(fields);
  const BoundPart part{index_in<Preprocessor>(Preprocessors{}), 0, {}};
  return prepare_dataset(spec, part, arguments, test_fraction);
}

TEST(DataFacts, GammaOfShiftedCornersIsTheShift) {
  for (const double shift : {0.0, 0.5, 1.0, -3.0, 1000.0}) {
    const DataFacts facts =
        data_facts(prepared<None>("xor", {{"low", -1.0}, {"high", 1.0}, {"offset", shift}}));
    EXPECT_EQ(facts.rows, 4u);
    EXPECT_EQ(facts.test_rows, 0u);
    EXPECT_EQ(facts.positive, 2u);
    for (const FeatureFacts& feature : facts.raw.feature) {
      EXPECT_EQ(feature.mean, shift);
      EXPECT_EQ(feature.sd, 1);
      EXPECT_EQ(feature.gamma, std::fabs(shift));
    }
    EXPECT_EQ(facts.scaled.feature[1].gamma, std::fabs(shift));
    EXPECT_DOUBLE_EQ(facts.scaled.gamma, std::fabs(shift));
  }
}

TEST(DataFacts, PreprocessingIsSeenInTheScaledFacts) {
  const DataFacts centred = data_facts(prepared<Center>("xor", {{"offset", 5.0}}));
  EXPECT_EQ(centred.raw.feature[0].gamma, 11);
  EXPECT_EQ(centred.scaled.feature[0].gamma, 0);
  EXPECT_EQ(centred.scaled.feature[0].sd, 0.5);
  const DataFacts scaled = data_facts(prepared<MinmaxScaler>("and", {{"offset", 5.0}}, {1, 2}));
  EXPECT_EQ(scaled.scaled.feature[0].gamma, 3);
  EXPECT_EQ(scaled.positive, 1u);
}

TEST(DataFacts, OnlyTrainingRowsCount) {
  const Dataset dataset = prepared<None>("uniform", {{"rows", 40.0}}, {}, 0.25);
  const DataFacts facts = data_facts(dataset);
  EXPECT_EQ(facts.rows, 30u);
  EXPECT_EQ(facts.test_rows, 10u);
  double mean = 0;
  for (const std::uint32_t row : dataset.train.source_row) mean += dataset.raw.samples[row].x1 / 30;
  EXPECT_NEAR(facts.raw.feature[0].mean, mean, 1e-15);
}

TEST(DataFacts, GammaOfRowsIsTheirDistanceOverTheirSpread) {
  Dataset dataset;
  dataset.raw.samples = {{3, 0, 0}, {3, 8, 1}};  // mean (3, 4), deviations 0 and 4
  dataset.train.rows = {{3, 0, 0, 0}, {3, 8, 0, 0}};
  dataset.train.source_row = {0, 1};
  const DataFacts facts = data_facts(dataset);
  EXPECT_EQ(facts.raw.gamma, 5.0 / 4);
  EXPECT_EQ(facts.scaled.gamma, 5.0 / 4);
}

TEST(DataFacts, ConstantsAreInfinitelyFarFromZero) {
  Dataset dataset;
  dataset.raw.samples = {{0.1, 0, 0}, {0.1, 0, 0}, {0.1, 0, 0}};
  dataset.train.rows = {{0.1f, 0, 0, 0}, {0.1f, 0, 0, 0}, {0.1f, 0, 0, 0}};
  dataset.train.source_row = {0, 1, 2};
  dataset.train.class0 = 3;
  const DataFacts facts = data_facts(dataset);
  EXPECT_EQ(facts.positive, 0u);
  EXPECT_EQ(facts.raw.feature[0].gamma, std::numeric_limits<double>::infinity());
  EXPECT_EQ(facts.raw.feature[0].sd, 0);
  EXPECT_EQ(facts.scaled.feature[0].mean, static_cast<double>(0.1f));
  EXPECT_EQ(facts.raw.feature[1].gamma, 0);
}

TEST(DataFacts, AStoredDataSetHasTheSameFacts) {
  const Dataset dataset = prepared<StandardScaler>("moons", {{"noise", 0.2}}, {1, 1}, 0.1);
  const DataFacts before = data_facts(dataset),
                  after = data_facts(dataset_from_bytes(to_bytes(dataset)));
  EXPECT_EQ(before.rows, after.rows);
  EXPECT_EQ(before.raw.feature[1].gamma, after.raw.feature[1].gamma);
  EXPECT_EQ(before.scaled.feature[0].gamma, after.scaled.feature[0].gamma);
  EXPECT_LT(before.scaled.feature[0].gamma, 1e-7);
  EXPECT_EQ(data_facts(Dataset{}).rows, 0u);
}

}  // namespace
}  // namespace myriad
