// The steps at which a network's death state changes, measured.
#pragma once

#include <vector>

#include "myriad/replay.hpp"

namespace myriad {

/// The first dozen turns of a trace and its last, in order.
std::vector<Turn> turns_of(const Trace& trace, const CellJob& job);

}  // namespace myriad
