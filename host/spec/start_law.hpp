// Which law each parameter group of a configuration starts from.
#pragma once

#include "myriad/parts/initializer.hpp"
#include "myriad/spec.hpp"
#include "myriad/step/shape.hpp"

namespace myriad {

/// The initialiser of one group: its own key, else a joint initialiser of its layer's weights
/// (unless the bias key was given), else the general key.
const PartCall& initializer_of(const Initialization& init, const ParameterGroup& group);

/// Where a group stands, as initialisers see it.
GroupPlace place_of(const ParameterGroup& group);

/// What that initialiser draws the group's entries from.
Distribution start_law(const Initialization& init, const ParameterGroup& group);

}  // namespace myriad
