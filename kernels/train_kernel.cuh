// The training kernel: the whole life of K networks per thread in one launch.
//   in   the job (kernel parameter), its rows and tables (global memory); no per-network input
//   out  one Record per network
//   a thread owns K networks in registers; a block owns a copy of the rows in shared memory, which all
//   its threads read at the same address at the same time (a broadcast)
//   bound by instruction issue: 34 instructions per row and network on sm_90 (docs/kernels.md)
#pragma once

#include "builtins.hpp"
#include "myriad/core/bundle.hpp"
#include "myriad/step/train.hpp"

namespace myriad {

constexpr int kBlockThreads = 256;

/// Networks per thread of the specialised kernels: as many as fit 128 registers without a spill.
template <int Layers, int Slots>
constexpr int kNetworksPerThread = Layers == 1 ? (Slots == 0 ? 4 : 2) : (Slots == 0 ? 2 : 1);

/// K networks as one value: a plain float when there is but one.
template <int K>
struct ThreadValue {
  using Type = Bundle<K>;
};
template <>
struct ThreadValue<1> {
  using Type = float;
};

/// Shared memory that a block needs for the rows of both splits.
inline std::size_t shared_bytes_for(const Job& job) {
  return (std::size_t{job.train.count} + job.test.count) * sizeof(Row);
}

/// Copies rows into shared memory; the view of the copy.
MYRIAD_HD RowsView share_rows(RowsView rows, Row* shared, unsigned thread, unsigned threads) {
  for (std::uint32_t i = thread; i < rows.count; i += threads) shared[i] = rows.row[i];
  rows.row = shared;
  return rows;
}

/// Networks first … first + count - 1, written to out[0 … count - 1]. Block b of the grid owns the
/// networks [b K kBlockThreads, …); lane k of a thread owns every kBlockThreads-th of them, so that
/// neighbouring threads own neighbouring networks. Threads past the end train padding networks, so
/// that a warp stays together, and write nothing.
template <class Activation, int Layers, int Slots, int K, bool RowsInShared>
MYRIAD_KERNEL void __launch_bounds__(kBlockThreads, 2)
    train_kernel(const MYRIAD_GRID_CONSTANT Job job, std::uint64_t first, std::uint64_t count, Record* out) {
  using T = typename ThreadValue<K>::Type;
  RowsView train_rows = job.train;
  RowsView test_rows = job.test;
  if constexpr (RowsInShared) {
    MYRIAD_DYNAMIC_SHARED(Row, shared);
    train_rows = share_rows(job.train, shared, threadIdx.x, blockDim.x);
    test_rows = share_rows(job.test, shared + job.train.count, threadIdx.x, blockDim.x);
    __syncthreads();
  }
  const std::uint64_t base = std::uint64_t{blockIdx.x} * blockDim.x * K + threadIdx.x;
  Parameters<T, Layers> initial;
  MYRIAD_UNROLL
  for (int k = 0; k < K; ++k) {
    const std::uint64_t index = base + std::uint64_t{blockDim.x} * k;
    draw_network<T, Layers>(job, first + index, k, initial);
    if (index < count) begin_record<T, Layers>(initial, first + index, k, out[index]);
  }
  const Outcome<T, Layers> outcome =
      train<Slots, T, Layers>(job, train_rows, test_rows, initial,
                              Activation::make(job.activation.id, job.activation.argument));
  MYRIAD_UNROLL
  for (int k = 0; k < K; ++k) {
    const std::uint64_t index = base + std::uint64_t{blockDim.x} * k;
    if (index < count) finish_record<T, Layers>(outcome, job.train.count, k, out[index]);
  }
}

/// Makes the activation that a kernel is specialised on, or the one that chooses by number.
template <class A>
struct SpecialisedActivation {
  MYRIAD_HD static FixedActivation<A> make(int, const float* a) { return {a}; }
};
struct GenericActivation {
  MYRIAD_HD static AnyActivation<Activations> make(int id, const float* a) { return {id, a}; }
};

}  // namespace myriad
