// Facts about a data set, from its training rows.
#include "myriad/data_facts.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include "myriad/dataset.hpp"
#include "myriad/feature_statistics.hpp"

namespace myriad {

namespace {

/// `distance` in units of `spread`.
double distance_over(double distance, double spread) {
  if (spread > 0) return distance / spread;
  return distance > 0 ? std::numeric_limits<double>::infinity() : 0.0;
}

FeatureFacts feature_facts(const std::vector<Sample>& rows, double Sample::*feature) {
  const MeanAndVariance found = mean_and_variance(rows, feature);
  const double sd = found.constant ? 0.0 : std::sqrt(found.variance);
  return {found.mean, sd, distance_over(std::fabs(found.mean), sd)};
}

PlaceFacts place_facts(const std::vector<Sample>& rows) {
  PlaceFacts facts{{feature_facts(rows, &Sample::x1), feature_facts(rows, &Sample::x2)}, 0};
  const auto& [x1, x2] = facts.feature;
  facts.gamma = distance_over(std::sqrt(x1.mean * x1.mean + x2.mean * x2.mean),
                              std::sqrt(x1.sd * x1.sd + x2.sd * x2.sd));
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
  facts.raw = place_facts(raw);
  facts.scaled = place_facts(scaled);
  return facts;
}

}  // namespace myriad
