// The CUDA words that kernel headers use. Under nvcc they are CUDA's own; under a host compiler they come
// from the stand-in of the tests, which runs a block's threads on the CPU. So kernel headers hold no inline
// assembly, no CUB and no launch syntax.
#pragma once

#if defined(__CUDACC__)
#define MYRIAD_KERNEL __global__
#define MYRIAD_DEVICE __device__ __forceinline__
#define MYRIAD_GRID_CONSTANT __grid_constant__
#define MYRIAD_DYNAMIC_SHARED(Type, name)              \
  extern __shared__ unsigned char myriad_dynamic_shared[]; \
  Type* name = reinterpret_cast<Type*>(myriad_dynamic_shared)
#else
#include "cuda_standin.hpp"
#endif
