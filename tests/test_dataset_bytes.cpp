// Data sets as the store writes them, there and back.
#include "host/data/dataset_bytes.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <limits>

#include "myriad/error.hpp"
#include "sweep_fixture.hpp"

namespace myriad {
namespace {

using namespace fixture;

/// Values that a reader must not bend, in rows that fit together.
Dataset odd_dataset() {
  Dataset dataset;
  dataset.raw.samples = {{1, -0.0, 1}, {std::nan(""), 5e-324, 0}, {1e308, 0.1, 1}};
  dataset.raw.feature_names = {"a\0b", "ü"};
  dataset.raw.content_hash = ~std::uint64_t{0};
  dataset.train.rows = {{from_bits(1), 2, 0, 0}, {0.1f, -0.0f, 1, 0}};
  dataset.train.source_row = {1, 0};
  dataset.train.class0 = 1;
  dataset.test.rows = {{7, 8, 1, 0}};
  dataset.test.source_row = {2};
  dataset.fitted = {0.1, 3};
  return dataset;
}

TEST(DatasetBytes, GoBothWays) {
  const Dataset dataset = odd_dataset();
  const std::string bytes = to_bytes(dataset);
  const Dataset back = dataset_from_bytes(bytes);
  EXPECT_EQ(to_bytes(back), bytes);
  EXPECT_EQ(back.raw.samples.at(2).x1, 1e308);
  EXPECT_TRUE(std::signbit(back.raw.samples.at(0).x2));
  EXPECT_EQ(back.raw.feature_names, dataset.raw.feature_names);
  EXPECT_EQ(back.raw.content_hash, dataset.raw.content_hash);
  EXPECT_EQ(to_bits(back.train.rows.at(0).x1), 1u);
  EXPECT_TRUE(std::signbit(back.train.rows.at(1).x2));
  EXPECT_EQ(back.train.source_row, dataset.train.source_row);
  EXPECT_EQ(back.train.class0, 1u);
  EXPECT_EQ(back.test.rows.at(0).x2, 8.0f);
  EXPECT_EQ(back.test.class0, 0u);
  EXPECT_EQ(back.fitted, dataset.fitted);
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_THROW(dataset_from_bytes(bytes.substr(0, length)), InputOutputError) << length;
  }
}

TEST(DatasetBytes, RowsFitTheirClassesAndTheirFile) {
  const auto refused = [](const std::function<void(Dataset&)>& change) {
    Dataset dataset = odd_dataset();
    change(dataset);
    EXPECT_THROW(dataset_from_bytes(to_bytes(dataset)), InputOutputError);
  };
  refused([](Dataset& d) { d.train.class0 = 3; });
  refused([](Dataset& d) { d.train.class0 = 0xffffffffu; });
  refused([](Dataset& d) { d.train.class0 = 2; });      // a row of class 1 among those of class 0
  refused([](Dataset& d) { d.test.class0 = 1; });
  refused([](Dataset& d) { d.train.class0 = 0; });
  refused([](Dataset& d) { d.train.source_row[0] = 3; });
  refused([](Dataset& d) { d.test.source_row[0] = 0xffffffffu; });
  refused([](Dataset& d) { d.raw.samples.clear(); });
  refused([](Dataset& d) { d.train = {}; });
  refused([](Dataset& d) { d.train.rows[0].x1 = std::nanf(""); });
  refused([](Dataset& d) { d.test.rows[0].x2 = std::numeric_limits<float>::infinity(); });
  refused([](Dataset& d) { d.train.rows[1].label = 0.5f; });
  refused([](Dataset& d) { d.raw.feature_names.pop_back(); });
  refused([](Dataset& d) { d.raw.feature_names.emplace_back("third"); });
  Dataset whole = odd_dataset();
  whole.test = {};
  EXPECT_NO_THROW(dataset_from_bytes(to_bytes(whole)));
}

}  // namespace
}  // namespace myriad
