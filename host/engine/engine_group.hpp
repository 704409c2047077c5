// Several engines that take chunks in turn: the streams of a GPU, or all GPUs.
#pragma once

#include <memory>
#include <vector>

#include "myriad/engine.hpp"

namespace myriad {

/// One engine out of several (at least one): run() may be called from as many threads as there are engines, and each
/// call gets an engine that is free. One that throws DeviceError is left out from then on, and another does the chunk;
/// the last one's, and any other exception, is passed on.
std::unique_ptr<Engine> make_engine_group(std::vector<std::unique_ptr<Engine>> engines);

}  // namespace myriad
