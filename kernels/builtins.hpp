// The CUDA words that kernel headers use. Under nvcc they are CUDA's own; under a host compiler they come
// from the stand-in of the tests, which runs a block's threads on the CPU. So kernel headers hold no inline
// assembly but the two instructions here, no CUB and no launch syntax.
#pragma once

#if defined(__CUDACC__)
#define MYRIAD_KERNEL __global__
#define MYRIAD_DEVICE __device__ __forceinline__
#define MYRIAD_GRID_CONSTANT __grid_constant__
#define MYRIAD_DYNAMIC_SHARED(Type, name)              \
  extern __shared__ unsigned char myriad_dynamic_shared[]; \
  Type* name = reinterpret_cast<Type*>(myriad_dynamic_shared)

namespace myriad {

// CUDA has no intrinsic for these two instructions.

/// 1/a within 1 ulp, for a in [1, 2^126]: the chip's MUFU.RCP.
__device__ __forceinline__ float approximate_reciprocal(float a) {
  float r;
  asm("rcp.approx.ftz.f32 %0, %1;" : "=f"(r) : "f"(a));
  return r;
}

/// 2^t within 2 ulp, for |t| <= 125: the chip's MUFU.EX2.
__device__ __forceinline__ float approximate_exp2(float t) {
  float r;
  asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(r) : "f"(t));
  return r;
}

}  // namespace myriad
#else
#include "cuda_standin.hpp"
#endif
