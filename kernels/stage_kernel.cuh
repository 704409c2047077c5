// Training in stages, for jobs whose networks can stand still: after each stage the networks that go on are listed
// anew, so that warps are full of them, and frozen ones take the short way in a kernel of their own. The same bits as
// train_kernel, from the same step; order in a list does not matter, since networks do not meet.
//   begin   draws networks, writes what is known of their birth
//   stage   trains the listed networks for some epochs; lists those that go on, and those that stand still
//   coast   takes networks that stand still to the end: no loop over rows
//   finish  the last look at every network, and its record
// bound: begin, stage and finish by instruction issue, like train_kernel; between stages 36 bytes a network are
// read and as many written (2-1-1)
#pragma once

#include <utility>

#include "stage_scratch.hpp"
#include "train_kernel.cuh"

namespace myriad {

/// Adds `entry` to a list for each lane that says so. Every lane of the warp must come.
MYRIAD_DEVICE void append(NetworkList list, bool listed, std::uint32_t entry) {
  const unsigned votes = __ballot_sync(0xffffffffu, listed);
  const unsigned lane = threadIdx.x % 32;
  std::uint32_t place = 0;
  if (lane == 0 && votes != 0) place = atomicAdd(list.count, static_cast<std::uint32_t>(__popc(votes)));
  place = __shfl_sync(0xffffffffu, place, 0);
  if (listed) list.at[place + static_cast<unsigned>(__popc(votes & ((1u << lane) - 1)))] = entry;
}

/// Lane k of a training, from and to memory. What memory does not hold, begin_training() sets.
template <class T, int Layers>
MYRIAD_HD void load_network(const StoredNetworks& s, std::uint32_t network, int k, Training<0, T, Layers>& t) {
  MYRIAD_UNROLL
  for (int i = 0; i < Parameters<T, Layers>::count; ++i) {
    set_lane(t.p.at[i], k, s.parameter[std::uint64_t(i) * s.count + network]);
  }
  BitsOf<T>* const log[] = {&t.death.first, &t.death.last, &t.death.at_low, &t.death.at_high};
  MYRIAD_UNROLL
  for (int i = 0; i < 4; ++i) set_lane(*log[i], k, s.death[std::uint64_t(i) * s.count + network]);
}
template <class T, int Layers>
MYRIAD_HD void store_network(const StoredNetworks& s, std::uint32_t network, int k,
                             const Training<0, T, Layers>& t) {
  MYRIAD_UNROLL
  for (int i = 0; i < Parameters<T, Layers>::count; ++i) {
    s.parameter[std::uint64_t(i) * s.count + network] = lane(t.p.at[i], k);
  }
  const BitsOf<T>* const log[] = {&t.death.first, &t.death.last, &t.death.at_low, &t.death.at_high};
  MYRIAD_UNROLL
  for (int i = 0; i < 4; ++i) s.death[std::uint64_t(i) * s.count + network] = lane(*log[i], k);
}

/// How far a training is at `epoch`.
MYRIAD_HD Progress progress_at(const Job& job, std::uint32_t epoch) {
  Progress at{epoch, epoch, 0};
  while (at.checkpoint < job.checkpoints && job.checkpoint[at.checkpoint] < epoch) ++at.checkpoint;
  return at;
}

template <class Parts, int Layers>
MYRIAD_KERNEL void __launch_bounds__(kBlockThreads)
    begin_kernel(const MYRIAD_GRID_CONSTANT Job job, std::uint64_t first, StageScratch scratch, Record* out) {
  const std::uint64_t n = std::uint64_t{blockIdx.x} * blockDim.x + threadIdx.x;
  if (n == 0) *scratch.moving.count = static_cast<std::uint32_t>(scratch.stored.count);
  if (n >= scratch.stored.count) return;
  Birth<float, Layers> birth;
  draw_network<float, Layers>(job, first + n, 0, birth.initial);
  begin_life<float, Layers>(job.train, Parts::activation(job), birth);
  begin_record<float, Layers>(job, birth, first + n, 0, out[n]);
  Training<0, float, Layers> t;
  begin_training<0, float, Layers>(job, birth.initial, t);
  store_network<float, Layers>(scratch.stored, static_cast<std::uint32_t>(n), 0, t);
  scratch.moving.at[n] = static_cast<std::uint32_t>(n);
}

template <class Parts, int Layers, int K>
MYRIAD_KERNEL void __launch_bounds__(kBlockThreads, 2)
    stage_kernel(const MYRIAD_GRID_CONSTANT Job job, StageScratch scratch, std::uint32_t epoch,
                 std::uint32_t until) {
  using T = typename ThreadValue<K, typename Parts::Math>::Type;
  const std::uint32_t listed = *scratch.moving.count;
  const std::uint64_t begin = std::uint64_t{blockIdx.x} * blockDim.x * K;
  if (begin >= listed) return;  // the whole block
  MYRIAD_DYNAMIC_SHARED(Row, shared);
  const RowsView rows = share_rows(job.train, shared, threadIdx.x, blockDim.x);
  __syncthreads();
  Training<0, T, Layers> t;
  begin_training<0, T, Layers>(job, Parameters<T, Layers>{}, t);
  std::uint32_t network[K];
  MYRIAD_UNROLL
  for (int k = 0; k < K; ++k) {
    const std::uint64_t place = begin + std::uint64_t{blockDim.x} * k + threadIdx.x;
    network[k] = place < listed ? scratch.moving.at[place] : kNoNetwork;
    load_network<T, Layers>(scratch.stored, place < listed ? network[k] : scratch.moving.at[begin], k, t);
  }
  const auto phi = Parts::activation(job);
  const auto loss = Parts::loss(job);
  const Setting<T, decltype(phi), decltype(loss)> setting{job, rows, job.test, {0, 1}, {}, phi, loss};
  Progress at = progress_at(job, epoch);
  train_until<0, false, true, T, Layers>(setting, until, at, t);
  MYRIAD_UNROLL
  for (int k = 0; k < K; ++k) {
    const bool real = network[k] != kNoNetwork;
    const bool settled = lane(t.still.settled, k), still = settled || lane(t.still.frozen, k);
    if (real) store_network<T, Layers>(scratch.stored, network[k], k, t);
    append(scratch.next, real && !still, network[k]);
    append(scratch.still, real && still, network[k] | (settled ? kSettledBit : 0u));
  }
}

/// Epochs between two looks whether a frozen network has settled.
constexpr std::uint32_t kCoastEpochs = 64;

template <class Parts, int Layers>
MYRIAD_KERNEL void __launch_bounds__(kBlockThreads)
    coast_kernel(const MYRIAD_GRID_CONSTANT Job job, StageScratch scratch, std::uint32_t epoch) {
  const std::uint64_t place = std::uint64_t{blockIdx.x} * blockDim.x + threadIdx.x;
  if (place >= *scratch.still.count) return;
  const std::uint32_t entry = scratch.still.at[place];
  const std::uint32_t network = entry & ~kSettledBit;
  Training<0, float, Layers> t;
  begin_training<0, float, Layers>(job, Parameters<float, Layers>{}, t);
  load_network<float, Layers>(scratch.stored, network, 0, t);
  const auto phi = Parts::activation(job);
  const auto loss = Parts::loss(job);
  const Setting<float, decltype(phi), decltype(loss)> setting{job, job.train, job.test, {0, 1}, {}, phi, loss};
  Progress at = progress_at(job, epoch);
  t.still.settled = entry != network;
  while (!t.still.settled && at.epoch < job.epochs) {
    const std::uint32_t left = job.epochs - at.epoch;
    skip_frozen<0, float, Layers>(setting, at.epoch + (left < kCoastEpochs ? left : kCoastEpochs), at, t);
  }
  skip_settled(job, job.epochs, at, t.death);
  store_network<float, Layers>(scratch.stored, network, 0, t);
}

template <class Parts, int Layers>
MYRIAD_KERNEL void __launch_bounds__(kBlockThreads)
    finish_kernel(const MYRIAD_GRID_CONSTANT Job job, StageScratch scratch, Record* out) {
  MYRIAD_DYNAMIC_SHARED(Row, shared);
  const RowsView rows = share_rows(job.train, shared, threadIdx.x, blockDim.x);
  const RowsView test_rows = share_rows(job.test, shared + job.train.count, threadIdx.x, blockDim.x);
  __syncthreads();
  const std::uint64_t n = std::uint64_t{blockIdx.x} * blockDim.x + threadIdx.x;
  if (n >= scratch.stored.count) return;
  Training<0, float, Layers> t;
  begin_training<0, float, Layers>(job, Parameters<float, Layers>{}, t);
  load_network<float, Layers>(scratch.stored, static_cast<std::uint32_t>(n), 0, t);
  const auto phi = Parts::activation(job);
  const auto loss = Parts::loss(job);
  const Setting<float, decltype(phi), decltype(loss)> setting{job, rows, test_rows, {0, 1}, {}, phi, loss};
  Progress at = progress_at(job, job.epochs);
  train_until<0, false, false, float, Layers>(setting, job.epochs, at, t);
  const Outcome<float, Layers> outcome = finish_training<0, float, Layers>(setting, t);
  finish_record<float, Layers>(job, outcome, 0, out[n]);
}

/// Epochs of the longest stage.
constexpr std::uint32_t kStageEpochs = 64;

/// A training in stages, in order; `launch` launches its kernels, on a GPU or its stand-in.
template <class Launch>
void run_stages(std::uint32_t epochs, StageScratch scratch, Launch&& launch) {
  launch.begin(scratch);
  for (std::uint32_t epoch = 0; epoch < epochs;) {
    const std::uint32_t until = next_look(epoch, epochs, kStageEpochs);
    launch.clear(scratch.next);
    launch.clear(scratch.still);
    launch.stage(scratch, epoch, until);
    launch.coast(scratch, until);
    std::swap(scratch.moving, scratch.next);
    epoch = until;
  }
  launch.finish(scratch);
}

}  // namespace myriad
