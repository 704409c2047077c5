// A stand-in for CUDA's built-ins on the CPU (cuda_standin_block.hpp: how). It finds what a GPU
// would leave undefined: divergent barriers, deadlocks, lanes that are not there, shared memory
// read before it was written (NaN) and, under AddressSanitizer, shared memory out of range. What
// races within a block, the lane orders show; of races between blocks, and of speed, it says
// nothing.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <type_traits>

#include "cuda_standin_block.hpp"

// The words that kernels/builtins.hpp promises, as far as no function or variable can stand for
// them.
#define MYRIAD_KERNEL
#define MYRIAD_DEVICE inline
#define MYRIAD_GRID_CONSTANT
#define MYRIAD_DYNAMIC_SHARED(Type, name) \
  Type* name = static_cast<Type*>(::myriad::standin::dynamic_shared())
#if !defined(__launch_bounds__)
#define __launch_bounds__(...)
#endif

namespace myriad::standin {

/// Shared memory of the running block; filled with 0xff, so floats read from it too early are NaN.
inline void* dynamic_shared() { return running->shared(); }

/// Runs kernel(arguments...) for every thread of the grid, block after block. Throws KernelFault.
template <class Kernel, class... Arguments>
void launch(const LaunchShape& shape, Kernel kernel, Arguments... arguments) {
  const std::function<void()> body = [&] { kernel(arguments...); };
  struct Reset {
    ~Reset() { running = nullptr; }
  } const reset;
  gridDim = shape.grid;
  blockDim = shape.block;
  for (unsigned number = 0; number < shape.grid.volume(); ++number) {
    blockIdx = shape.grid.at(number);
    Block block(shape, number, body);
    running = &block;
    block.run();
  }
}

/// Brings `value` to the other lanes of `mask`, and returns what lane `source` brought.
template <class T>
T exchange(unsigned mask, T value, unsigned source, myriad::standin::Place where) {
  static_assert(std::is_trivially_copyable_v<T> && sizeof(T) <= sizeof(std::uint64_t));
  std::uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof value);
  running->offer(bits);
  running->wait(Fiber::State::at_exchange, mask, where);
  bits = running->exchanged(source, where);
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

}  // namespace myriad::standin

namespace myriad {

/// A chip whose table is as bad as one that passes the self-test can be: the float above or below the rounded
/// reciprocal, or the float itself, as the mantissa has it, wherever two FMA still make up for it.
inline float approximate_reciprocal(float a) {
  std::uint32_t bits, near_bits;
  std::memcpy(&bits, &a, sizeof bits);
  const float exact = 1.0f / a;
  std::memcpy(&near_bits, &exact, sizeof near_bits);
  near_bits += (bits & 0x7fffffu) * 2654435761u % 3u - 1u;
  float near;
  std::memcpy(&near, &near_bits, sizeof near);
  const float corrected = std::fma(near, std::fma(-a, near, 1.0f), near);
  return corrected == exact ? near : exact;
}

/// 2^t; a chip's own differs in the last bits.
inline float approximate_exp2(float t) { return std::exp2(t); }

}  // namespace myriad

inline void __syncthreads(myriad::standin::Place where = myriad::standin::Place::current()) {
  using namespace myriad::standin;
  running->wait(Fiber::State::at_barrier, kFullMask, where);
}

inline void __syncwarp(unsigned mask = myriad::standin::kFullMask,
                       myriad::standin::Place where = myriad::standin::Place::current()) {
  using namespace myriad::standin;
  running->wait(Fiber::State::at_warp, mask, where);
}

template <class T>
T __shfl_sync(unsigned mask, T value, int source, int width = 32,
              myriad::standin::Place where = myriad::standin::Place::current()) {
  using namespace myriad::standin;
  const unsigned group = static_cast<unsigned>(width);
  const unsigned first = running->lane() / group * group;
  return exchange(mask, value, first + static_cast<unsigned>(source) % group, where);
}

template <class T>
T __shfl_xor_sync(unsigned mask, T value, int lanes, int width = 32,
                  myriad::standin::Place where = myriad::standin::Place::current()) {
  using namespace myriad::standin;
  const unsigned group = static_cast<unsigned>(width);
  const unsigned lane = running->lane();
  const unsigned source = lane ^ static_cast<unsigned>(lanes);
  // As in CUDA, a lane of a later group is out of reach: the thread gets its own value.
  return exchange(mask, value, source / group > lane / group ? lane : source, where);
}

inline unsigned __ballot_sync(unsigned mask, int predicate,
                              myriad::standin::Place where = myriad::standin::Place::current()) {
  using namespace myriad::standin;
  static_cast<void>(exchange(mask, predicate != 0, running->lane(), where));
  unsigned votes = 0;
  for (unsigned lane = 0; lane < kWarp; ++lane) {
    if ((mask >> lane & 1u) != 0) {
      votes |= static_cast<unsigned>(running->exchanged(lane, where)) << lane;
    }
  }
  return votes;
}

inline int __popc(unsigned bits) { return __builtin_popcount(bits); }

/// Fibers do not interrupt each other, so a plain addition is atomic.
template <class T>
T atomicAdd(T* address, T value) {
  const T before = *address;
  *address = before + value;
  return before;
}
