// What can be said of a data set before any network has seen it: rows, classes, and how far its
// features lie from zero.
#pragma once

#include <cstdint>

namespace myriad {

struct Dataset;

/// One feature over the training rows. A feature far from zero beside its spread is what lets units
/// die: gamma = |mean| / sd.
struct FeatureFacts {
  double mean = 0;
  double sd = 0;     ///< of the population (ddof = 0)
  double gamma = 0;  ///< infinite for a constant other than 0; 0 for the constant 0
};

struct PlaceFacts {
  FeatureFacts feature[2];
  /// |mean| / |sd| of the rows as points of the plane; infinite for one point other than 0, 0 for rows at 0.
  double gamma = 0;
};

struct DataFacts {
  std::uint32_t rows = 0;  ///< for training
  std::uint32_t test_rows = 0;
  std::uint32_t positive = 0;  ///< training rows of class 1
  PlaceFacts raw;              ///< before preprocessing, noise and offset included
  PlaceFacts scaled;           ///< the floats that the networks see
};

/// In double, over the training rows in the order of their sums. Throws nothing; a data set without
/// training rows has zeros.
DataFacts data_facts(const Dataset& dataset);

}  // namespace myriad
