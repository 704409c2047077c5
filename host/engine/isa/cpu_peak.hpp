// What a core can do at best with each instruction set: FMAs that wait for nothing.
#pragma once

#include <cstdint>

namespace myriad {

/// Chains of FMAs that do not wait for each other: as many as two units with a latency of four need.
constexpr int kPeakChains = 8;

/// `steps` FMAs of a whole register in each chain; the sum of the chains, so that they cannot be left out.
using RunFmaChains = float (*)(std::uint64_t steps);

struct CpuPeak {
  int width;  ///< floats of a register
  RunFmaChains run;
};

CpuPeak cpu_peak_baseline();
CpuPeak cpu_peak_avx2();
CpuPeak cpu_peak_avx512();

}  // namespace myriad
