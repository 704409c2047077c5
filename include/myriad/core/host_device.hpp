// The one marker that lets a function be compiled by the host compiler and by nvcc.
#pragma once

#if defined(__CUDACC__)
#define MYRIAD_HD __host__ __device__ __forceinline__
#else
#define MYRIAD_HD inline __attribute__((always_inline))
#endif

// MYRIAD_UNROLL: a short loop of constant length, whose array must stay in registers.
// MYRIAD_UNROLL_NONE: a loop whose body is large: one copy of it.
// MYRIAD_UNROLL_ROWS: the loop over rows; two at a time hide its bookkeeping on a GPU.
// MYRIAD_UNROLL_LANES: a loop over the networks of one value: registers on a GPU, memory on a CPU.
#if defined(__CUDACC__)
#define MYRIAD_UNROLL _Pragma("unroll")
#define MYRIAD_UNROLL_NONE _Pragma("unroll 1")
#define MYRIAD_UNROLL_ROWS _Pragma("unroll 2")
#define MYRIAD_UNROLL_LANES _Pragma("unroll")
#elif defined(__clang__)
#define MYRIAD_UNROLL _Pragma("clang loop unroll(full)")
#define MYRIAD_UNROLL_NONE _Pragma("clang loop unroll(disable)")
#define MYRIAD_UNROLL_ROWS
#define MYRIAD_UNROLL_LANES
#else
#define MYRIAD_UNROLL _Pragma("GCC unroll 8")
#define MYRIAD_UNROLL_NONE _Pragma("GCC unroll 1")
#define MYRIAD_UNROLL_ROWS
#define MYRIAD_UNROLL_LANES
#endif
