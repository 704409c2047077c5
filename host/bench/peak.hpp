// What this processor can do at best: FMAs that wait for nothing.
#pragma once

#include <string>

namespace myriad {

/// FMAs of single floats per second on `threads` threads at once, for an instruction set of available_isas(): the
/// best of several tries of a few milliseconds each.
double measure_fma_peak(const std::string& isa, int threads);

}  // namespace myriad
