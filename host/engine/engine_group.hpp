// Several engines that work on one chunk together.
#pragma once

#include <memory>
#include <vector>

#include "myriad/engine.hpp"

namespace myriad {

/// One engine out of several (at least one): each chunk is cut into a range for each, run at the
/// same time. An engine that throws makes the whole chunk throw, once all have ended.
std::unique_ptr<Engine> make_engine_group(std::vector<std::unique_ptr<Engine>> engines);

}  // namespace myriad
