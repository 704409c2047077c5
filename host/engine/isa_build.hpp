// What was compiled for an instruction set.
#pragma once

#include <string>

#include "host/engine/isa/cpu_lanes.hpp"
#include "host/engine/isa/cpu_peak.hpp"

namespace myriad {

struct IsaBuild {
  CpuLanes lanes;
  CpuPeak peak;
};

/// That of a name in available_isas(); baseline for a name that this build lacks.
IsaBuild isa_build(const std::string& isa);

}  // namespace myriad
