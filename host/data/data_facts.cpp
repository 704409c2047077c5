// Facts about a data set, from its training rows.
#include "myriad/data_facts.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include "myriad/dataset.hpp"
#include "myriad/feature_statistics.hpp"

namespace myriad {

namespace {

FeatureFacts feature_facts(const std::vector<Sample>& rows, double Sample::*feature) {
  const MeanAndVariance found = mean_and_variance(rows, feature);
  FeatureFacts facts;
  facts.mean = found.mean;
  facts.sd = found.constant ? 0.0 : std::sqrt(found.variance);
  const double size = std::fabs(found.mean);
  if (facts.sd > 0) {
    facts.gamma = size / facts.sd;
  } else if (size > 0) {
    facts.gamma = std::numeric_limits<double>::infinity();
  }
  return facts;
}

}  // namespace

DataFacts data_facts(const Dataset& dataset) {
  const Split& train = dataset.train;
  DataFacts facts;
  facts.rows = static_cast<std::uint32_t>(train.rows.size());
  facts.test_rows = static_cast<std::uint32_t>(dataset.test.rows.size());
  facts.positive = facts.rows - train.class0;
  if (train.rows.empty()) return facts;
  std::vector<Sample> raw, scaled;
  for (std::size_t i = 0; i < train.rows.size(); ++i) {
    const Row& row = train.rows[i];
    raw.push_back(dataset.raw.samples.at(train.source_row.at(i)));
    scaled.push_back({static_cast<double>(row.x1), static_cast<double>(row.x2), 0});
  }
  int k = 0;
  for (double Sample::*feature : {&Sample::x1, &Sample::x2}) {
    facts.raw[k] = feature_facts(raw, feature);
    facts.scaled[k] = feature_facts(scaled, feature);
    ++k;
  }
  return facts;
}

}  // namespace myriad
