// The training kernel: the whole life of K networks per thread in one launch.
//   in   the job (kernel parameter), its rows and tables (global memory); no per-network input
//   out  one Record per network
//   a thread owns K networks in registers; a block owns a copy of the rows in shared memory, which all
//   its threads read at the same address at the same time (a broadcast)
//   bound by instruction issue: 26 instructions per row and network of ReLU on sm_90 (docs/kernels.md)
#pragma once

#include "kernel_math.cuh"
#include "launch_request.hpp"
#include "myriad/step/train.hpp"
#include "warp_team.hpp"

namespace myriad {

constexpr int kBlockThreads = 256;

/// Networks per thread of the specialised kernels: as many as fit 128 registers without a spill.
template <int Layers, int Slots>
constexpr int kNetworksPerThread = Layers == 1 ? (Slots == 0 ? 4 : 2) : (Slots == 0 ? 2 : 1);

/// Copies rows into shared memory; the view of the copy.
MYRIAD_HD RowsView share_rows(RowsView rows, Row* shared, unsigned thread, unsigned threads) {
  for (std::uint32_t i = thread; i < rows.count; i += threads) shared[i] = rows.row[i];
  rows.row = shared;
  return rows;
}

/// Memory that a launch needs beside records: mini-batch orders, one for each network that a thread holds.
struct KernelScratch {
  std::uint32_t* order = nullptr;   ///< order_words(job) words for each network of the launch's threads
  std::uint64_t threads = 0;        ///< of the grid: neighbouring threads' words are neighbours
};

/// Networks first … first + count - 1, written to out[0 … count - 1]. Block b of the grid owns the
/// networks [b K kBlockThreads, …); lane k of a thread owns every kBlockThreads-th of them, so that
/// neighbouring threads own neighbouring networks. Threads past the end train padding networks, so
/// that a warp stays together, and write nothing. With a TeamSize above 1, so many neighbouring threads own
/// one network together, and the first of them writes.
template <class Parts, int Layers, int Slots, int K, bool Batches, bool RowsInShared, int TeamSize = 1>
MYRIAD_KERNEL void __launch_bounds__(kBlockThreads, 2)
    train_kernel(const MYRIAD_GRID_CONSTANT Job job, std::uint64_t first, std::uint64_t count,
                 KernelScratch scratch, Record* out) {
  using T = typename ThreadValue<K, typename Parts::Math>::Type;
  using Team = typename TeamOf<TeamSize>::Type;
  static_assert(TeamSize == 1 || (K == 1 && !Batches));
  RowsView train_rows = job.train;
  RowsView test_rows = job.test;
  if constexpr (RowsInShared) {
    MYRIAD_DYNAMIC_SHARED(Row, shared);
    train_rows = share_rows(job.train, shared, threadIdx.x, blockDim.x);
    test_rows = share_rows(job.test, shared + job.train.count, threadIdx.x, blockDim.x);
    __syncthreads();
  }
  const std::uint64_t base = (std::uint64_t{blockIdx.x} * blockDim.x * K + threadIdx.x) / TeamSize;
  const bool writes = Team::rank() == 0;
  const auto phi = Parts::activation(job);
  const auto loss = Parts::loss(job);
  const LaneNumbers numbers{first + base, blockDim.x};
  OrderView order;
  if constexpr (Batches) {
    order = {scratch.order + std::uint64_t{blockIdx.x} * blockDim.x + threadIdx.x, scratch.threads};
  }
  Parameters<T, Layers> initial;
  {
    Birth<T, Layers> birth;
    MYRIAD_UNROLL
    for (int k = 0; k < K; ++k) draw_network<T, Layers>(job, numbers.of(k), k, birth.initial);
    begin_life<T, Layers>(train_rows, phi, birth);
    MYRIAD_UNROLL
    for (int k = 0; k < K; ++k) {
      const std::uint64_t index = base + std::uint64_t{blockDim.x} * k;
      if (writes && index < count) begin_record<T, Layers>(job, birth, numbers.of(k), k, out[index]);
    }
    initial = birth.initial;
  }
  const Setting<T, decltype(phi), decltype(loss), Team> setting{job,   train_rows, test_rows, numbers,
                                                                order, phi,        loss};
  const Outcome<T, Layers> outcome = train<Slots, Batches, T, Layers>(setting, initial);
  MYRIAD_UNROLL
  for (int k = 0; k < K; ++k) {
    const std::uint64_t index = base + std::uint64_t{blockDim.x} * k;
    if (writes && index < count) finish_record<T, Layers>(job, outcome, k, out[index]);
  }
}

/// What a kernel is specialised on, or chooses by number.
template <class A, class M = ExactMath>
struct SpecialisedParts {
  using Math = M;
  MYRIAD_HD static OneActivation<A> activation(const Job& job) { return {0, job.activation.argument}; }
  MYRIAD_HD static SpecialLoss loss(const Job& job) { return {{0, job.loss.argument, false}}; }
};
struct GenericParts {
  using Math = ExactMath;
  MYRIAD_HD static AnyActivation<Activations> activation(const Job& job) {
    return {job.activation.id, job.activation.argument};
  }
  MYRIAD_HD static JobLoss loss(const Job& job) {
    return {job.loss.id, job.loss.argument, job.linear_output};
  }
};

}  // namespace myriad
