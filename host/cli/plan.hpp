// What a run would do, for people.
#pragma once

#include <string>
#include <vector>

#include "host/run/prepared_sweep.hpp"
#include "myriad/engine.hpp"
#include "myriad/spec.hpp"

namespace myriad::cli {

/// Size, memory, time on `engine`, every key with its value and its origin, and the cells.
std::string plan_text(const Sweep& sweep, const std::vector<PreparedCell>& cells, Engine& engine);

}  // namespace myriad::cli
