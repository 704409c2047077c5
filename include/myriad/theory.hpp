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
/// Shape 2-1-1: known for every initialiser, exact up to rounding where there is a closed form,
/// else by quadrature to 1e-9. 2-1-1-1: known where the second layer's bias is fixed or the
/// activation is homogeneous (ReLU), to 1e-7, and elsewhere where the first layer's weights are
/// uniform or fixed, to 1e-6; the activation may not fall anywhere. Empty otherwise, and for
/// lattices that would take minutes: m^2 starts of a random bias, or behind them a random second
/// layer with a bias.
std::optional<double> born_dead_theory(const CellConfig& config, const Dataset& dataset);

/// The same of being born inactive: some hidden layer has z <= 0 on every row.
std::optional<double> born_inactive_theory(const CellConfig& config, const Dataset& dataset);

/// The same of being born always on: every hidden layer has z > 0 on every row. For laws symmetric
/// about 0 and one hidden layer it is the probability of being born dead, but for rows at the
/// origin: without a bias these are never on.
std::optional<double> born_always_on_theory(const CellConfig& config, const Dataset& dataset);

/// Share of the larger class: the accuracy of a network that is dead, once its output bias has
/// settled.
double majority_share(const Split& split);

/// Entropy of the labels in nats: the cross-entropy loss of such a network.
double label_entropy(const Split& split);

}  // namespace myriad
