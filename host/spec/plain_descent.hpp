// Whether a configuration trains by plain gradient descent.
#pragma once

#include "myriad/spec.hpp"

namespace myriad {

/// SGD without momentum and weight decay: without a gradient nothing moves, so nothing dead can come back.
bool plain_descent(const CellConfig& config);

}  // namespace myriad
