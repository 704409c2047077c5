// FMAs that wait for nothing, compiled once per instruction set (MYRIAD_ISA).
#include "host/engine/isa/cpu_peak.hpp"

#include "myriad/core/lanes.hpp"

namespace myriad {
namespace {

float run_fma_chains(std::uint64_t steps) {
  Lanes chain[kPeakChains];
  for (int i = 0; i < kPeakChains; ++i) chain[i] = Lanes(static_cast<float>(i));
  const Lanes a(0.5f), b(1.0f);
  for (std::uint64_t step = 0; step < steps; ++step) {
    MYRIAD_UNROLL
    for (int i = 0; i < kPeakChains; ++i) chain[i] = fma(chain[i], a, b);
  }
  Lanes sum(0.0f);
  for (int i = 0; i < kPeakChains; ++i) sum = add(sum, chain[i]);
  return lane(sum, 0);
}

}  // namespace

CpuPeak MYRIAD_JOIN(cpu_peak_, MYRIAD_ISA)() { return {kLanes, run_fma_chains}; }

}  // namespace myriad
