// The first hidden layer before any training: how likely its sums z lie in an interval on every
// row.
#pragma once

#include <optional>

#include "host/theory/interval.hpp"
#include "host/theory/start_mixture.hpp"
#include "myriad/dataset.hpp"

namespace myriad {

/// Not for several threads at once: it remembers its last answer.
class FirstLayer {
 public:
  /// `train` must outlive this object.
  FirstLayer(const Distribution& weights, const Distribution& bias, const Split& train);

  /// P(z in the interval on every row). Fixed starts and lattices are counted in the networks' own
  /// arithmetic. Empty only for a lattice that would take minutes.
  std::optional<double> probability(const SumInterval& z) const;

  bool is_lattice() const { return weights_.kind == Distribution::Kind::lattice; }
  /// Every case has fixed weights and a fixed bias.
  bool is_fixed() const;
  const std::vector<LayerStart>& starts() const { return starts_; }
  /// z of every row under one of those cases.
  std::vector<float> sums_of(const LayerStart& fixed) const;
  /// Its probabilities are areas or single numbers: microseconds.
  bool is_quick() const;

 private:
  std::optional<double> mixed_share(const SumInterval& z) const;
  std::optional<double> lattice_share(const ScalarLaw& bias, const SumInterval& z) const;

  Distribution weights_;
  std::vector<LayerStart> starts_;  ///< for a lattice: only the bias counts
  const Split& train_;
  Polygon hull_;
  mutable SumInterval known_;           ///< the last one asked for …
  mutable double known_share_ = -1;  ///< … and its probability, if not negative
};

}  // namespace myriad
