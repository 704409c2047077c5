// The reduction of reduce.hpp on this processor's threads.
#pragma once

#include "myriad/reduce_shape.hpp"
#include "myriad/step/record.hpp"
#include "myriad/summary.hpp"

namespace myriad {

/// Summary of `count` records, on up to `threads` threads.
Summary reduce_on_host(const Record* records, std::uint64_t count, const ReduceShape& shape, int threads);

}  // namespace myriad
