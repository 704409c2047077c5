// Choosing among the shapes and state sizes of one activation's kernels, and launching.
#pragma once

#include "myriad/parts/optimizer.hpp"
#include "stage_kernel.cuh"
#include "train_kernel.cuh"
#include "train_launch.hpp"

namespace myriad {

inline cudaStream_t stream_of(const LaunchRequest& request) { return static_cast<cudaStream_t>(request.stream); }

/// Lets a kernel ask for as much shared memory as a block may have. The same for every launch: the attribute is one value
/// per kernel and device, and other streams launch the same kernel with other rows between this call and the launch.
template <class Kernel>
cudaError_t allow_shared(Kernel kernel, const LaunchRequest& request) {
  return cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize,
                              static_cast<int>(request.shared_limit));
}

template <class Parts, int Layers, int Slots, int K, bool Batches, bool RowsInShared, int TeamSize = 1>
cudaError_t launch_train_kernel(const LaunchRequest& request) {
  const auto kernel = train_kernel<Parts, Layers, Slots, K, Batches, RowsInShared, TeamSize>;
  const std::size_t shared = RowsInShared ? shared_bytes_for(request.job) : 0;
  if (shared > 0) {
    if (const cudaError_t error = allow_shared(kernel, request); error != cudaSuccess) return error;
  }
  const std::uint64_t per_block = std::uint64_t{kBlockThreads} * K / TeamSize;
  const auto blocks = static_cast<unsigned>((request.count + per_block - 1) / per_block);
  const KernelScratch scratch{request.order, std::uint64_t{blocks} * kBlockThreads};
  kernel<<<blocks, kBlockThreads, shared, stream_of(request)>>>(request.job, request.first, request.count,
                                                            scratch, request.out);
  return cudaGetLastError();
}

/// Threads for each network of a launch. A network has about eight chunks of rows, more from 1,025 rows on.
constexpr int kTeam = 8, kLargeTeam = 32;
inline int team_size(const LaunchRequest& request) {
  const std::uint64_t networks = request.count;
  const bool many_chunks = request.job.train.count / request.job.train.chunk >= kLargeTeam;
  if (many_chunks && networks * kLargeTeam <= request.device_threads) return kLargeTeam;
  return networks < request.device_threads ? kTeam : 1;
}

/// Launches the kernels of run_stages(); the first error stays. Only the stages themselves have a Math of their own.
template <class A, int Layers, class Math>
struct StageLaunch {
  using Parts = SpecialisedParts<A>;
  using StageParts = SpecialisedParts<A, Math>;
  static constexpr int k = kNetworksPerThread<Layers, 0>;
  const LaunchRequest& request;
  cudaError_t error = cudaSuccess;

  unsigned blocks(std::uint64_t per_thread) const {
    const std::uint64_t per_block = kBlockThreads * per_thread;
    return static_cast<unsigned>((request.count + per_block - 1) / per_block);
  }
  void note(cudaError_t result) {
    if (error == cudaSuccess) error = result;
  }

  void begin(const StageScratch& s) {
    begin_kernel<Parts, Layers><<<blocks(1), kBlockThreads, 0, stream_of(request)>>>(request.job, request.first, s,
                                                                                 request.out);
    note(cudaGetLastError());
  }
  void clear(NetworkList list) { note(cudaMemsetAsync(list.count, 0, sizeof *list.count, stream_of(request))); }
  void stage(const StageScratch& s, std::uint32_t epoch, std::uint32_t until) {
    const std::size_t bytes = request.job.train.count * sizeof(Row);
    note(allow_shared(stage_kernel<StageParts, Layers, k>, request));
    stage_kernel<StageParts, Layers, k><<<blocks(k), kBlockThreads, bytes, stream_of(request)>>>(request.job, s,
                                                                                             epoch, until);
    note(cudaGetLastError());
  }
  void coast(const StageScratch& s, std::uint32_t until) {
    coast_kernel<Parts, Layers><<<blocks(1), kBlockThreads, 0, stream_of(request)>>>(request.job, s, until);
    note(cudaGetLastError());
  }
  void finish(const StageScratch& s) {
    const std::size_t bytes = shared_bytes_for(request.job);
    note(allow_shared(finish_kernel<Parts, Layers>, request));
    finish_kernel<Parts, Layers><<<blocks(1), kBlockThreads, bytes, stream_of(request)>>>(request.job, s,
                                                                                      request.out);
    note(cudaGetLastError());
  }
};

/// Many networks, a thread for several of them each.
template <class A, int Layers, class Math>
cudaError_t launch_many(const LaunchRequest& request) {
  if constexpr (A::flat_sets > 0) {
    if (request.stages != nullptr) {
      StageLaunch<A, Layers, Math> launch{request};
      run_stages(request.job.epochs, *request.stages, launch);
      return launch.error;
    }
  }
  return launch_train_kernel<SpecialisedParts<A, Math>, Layers, 0, kNetworksPerThread<Layers, 0>, false, true>(request);
}

/// Without optimiser state. 2-1-1 has kernels for each way to compute a reciprocal.
template <class A, int Layers>
cudaError_t launch_stateless(const LaunchRequest& request) {
  using Parts = SpecialisedParts<A>;
  if constexpr (Layers == 1) {
    if (request.math == KernelMath::fast) return launch_many<A, 1, FastMath>(request);
  }
  switch (team_size(request)) {
    case kLargeTeam: return launch_train_kernel<Parts, Layers, 0, 1, false, true, kLargeTeam>(request);
    case kTeam: return launch_train_kernel<Parts, Layers, 0, 1, false, true, kTeam>(request);
    default: break;
  }
  if constexpr (Layers == 1) {
    if (request.math == KernelMath::tabled_reciprocal) return launch_many<A, 1, TabledReciprocal>(request);
  }
  return launch_many<A, Layers, ExactMath>(request);
}

/// Networks per thread then: addresses take registers too, and four would spill.
constexpr int kFarNetworks = 2;

/// Rows beyond shared memory are read through the caches, a row at a time for a whole warp. 2-1-1 without optimiser
/// state; the rest is left to the generic kernel.
template <class A, int Layers>
cudaError_t launch_far_rows(const LaunchRequest& request) {
  if constexpr (Layers == 1) {
    if (request.job.optimizer_slots == 0 && team_size(request) == kLargeTeam) {
      return launch_train_kernel<SpecialisedParts<A>, 1, 0, 1, false, false, kLargeTeam>(request);
    }
    if (request.job.optimizer_slots == 0 && request.math != KernelMath::by_fma) {
      return launch_train_kernel<SpecialisedParts<A, TabledReciprocal>, 1, 0, kFarNetworks, false, false>(request);
    }
  }
  return launch_generic(request);
}

template <class A, int Layers>
cudaError_t launch_specialised(const LaunchRequest& request) {
  using Parts = SpecialisedParts<A>;
  if (shared_bytes_for(request.job) > request.shared_limit) return launch_far_rows<A, Layers>(request);
  switch (request.job.optimizer_slots) {
    case 0: return launch_stateless<A, Layers>(request);
    case 1: return launch_train_kernel<Parts, Layers, 1, kNetworksPerThread<Layers, 1>, false, true>(request);
    case 2: return launch_train_kernel<Parts, Layers, 2, kNetworksPerThread<Layers, 2>, false, true>(request);
    default: return launch_generic(request);
  }
}

template <class A>
cudaError_t TrainKernels<A>::launch(const LaunchRequest& request) {
  return request.job.hidden_layers == 1 ? launch_specialised<A, 1>(request) : launch_specialised<A, 2>(request);
}

}  // namespace myriad
