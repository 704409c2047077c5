// What can be known of a cell without training a single network.
#pragma once

#include <optional>

#include "myriad/dataset.hpp"
#include "myriad/spec.hpp"

namespace myriad {

/// The exact probability that a network of this configuration is born dead on the training rows:
/// some hidden layer lies in one flat set of its activation on every row. 0 for activations without
/// a flat set, and for dead regions of measure zero; for a lattice, the share of its m^2 starts,
/// counted.
///
/// Known for first-layer weights that are uniform (bias constant or uniform), normal of mean 0
/// (bias constant, uniform, or normal of mean 0), constants, values or a lattice (bias constant;
/// for constants and values any bias); and for a second layer behind ReLU when its bias is 0. Empty
/// otherwise.
std::optional<double> born_dead_theory(const CellConfig& config, const Dataset& dataset);

/// Share of the larger class: the accuracy of a network that is dead, once its output bias has
/// settled.
double majority_share(const Split& split);

/// Entropy of the labels in nats: the cross-entropy loss of such a network.
double label_entropy(const Split& split);

}  // namespace myriad
