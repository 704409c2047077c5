// Tries a chip's approximate reciprocal on everything that the kernels give it: all 2^23 mantissas at each exponent
// from 0 to 125. Counts those of which two FMA do not make RN(1/a). About 2^30 reciprocals: milliseconds.
#pragma once

#include "kernel_math.cuh"

namespace myriad {

constexpr std::uint32_t kReciprocalExponents = 126;

/// Mantissas first, first + stride, … below 2^23, where first is the thread's number and stride the grid's threads.
static MYRIAD_KERNEL void reciprocal_test_kernel(unsigned stride, unsigned* wrong) {
  unsigned found = 0;
  for (std::uint32_t mantissa = blockIdx.x * blockDim.x + threadIdx.x; mantissa < 1u << 23; mantissa += stride) {
    for (std::uint32_t exponent = 0; exponent < kReciprocalExponents; ++exponent) {
      const float a = from_bits(((127u + exponent) << 23) | mantissa);
      const float tabled = correct_reciprocal(a, approximate_reciprocal(a));
      found += to_bits(tabled) != to_bits(reciprocal_by_fma(a)) ? 1u : 0u;
    }
  }
  if (found != 0) atomicAdd(wrong, found);
}

}  // namespace myriad
