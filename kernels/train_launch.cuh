// Choosing among the shapes and state sizes of one activation's kernels, and launching.
#pragma once

#include "myriad/parts/optimizer.hpp"
#include "train_kernel.cuh"
#include "train_launch.hpp"

namespace myriad {

template <class Parts, int Layers, int Slots, int K, bool Batches, bool RowsInShared>
cudaError_t launch_train_kernel(const LaunchRequest& request) {
  const auto kernel = train_kernel<Parts, Layers, Slots, K, Batches, RowsInShared>;
  const std::size_t shared = RowsInShared ? shared_bytes_for(request.job) : 0;
  if (shared > 0) {
    const cudaError_t error = cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize,
                                                   static_cast<int>(shared));
    if (error != cudaSuccess) return error;
  }
  const std::uint64_t per_block = std::uint64_t{kBlockThreads} * K;
  const auto blocks = static_cast<unsigned>((request.count + per_block - 1) / per_block);
  const KernelScratch scratch{request.order, std::uint64_t{blocks} * kBlockThreads};
  kernel<<<blocks, kBlockThreads, shared, request.stream>>>(request.job, request.first, request.count,
                                                            scratch, request.out);
  return cudaGetLastError();
}

/// 2-1-1 without optimiser state, in each of its forms.
template <class A>
cudaError_t launch_smallest(const LaunchRequest& request) {
  constexpr int k = kNetworksPerThread<1, 0>;
  switch (request.math) {
    case KernelMath::tabled_reciprocal:
      return launch_train_kernel<SpecialisedParts<A, TabledReciprocal>, 1, 0, k, false, true>(request);
    case KernelMath::fast:
      return launch_train_kernel<SpecialisedParts<A, FastMath>, 1, 0, k, false, true>(request);
    default: return launch_train_kernel<SpecialisedParts<A>, 1, 0, k, false, true>(request);
  }
}

template <class A, int Layers>
cudaError_t launch_specialised(const LaunchRequest& request) {
  using Parts = SpecialisedParts<A>;
  switch (request.job.optimizer_slots) {
    case 0:
      if constexpr (Layers == 1) return launch_smallest<A>(request);
      else return launch_train_kernel<Parts, Layers, 0, kNetworksPerThread<Layers, 0>, false, true>(request);
    case 1: return launch_train_kernel<Parts, Layers, 1, kNetworksPerThread<Layers, 1>, false, true>(request);
    case 2: return launch_train_kernel<Parts, Layers, 2, kNetworksPerThread<Layers, 2>, false, true>(request);
    default: return launch_generic(request);
  }
}

template <class A>
cudaError_t TrainKernels<A>::launch(const LaunchRequest& request) {
  if constexpr (A::specialised) {
    return request.job.hidden_layers == 1 ? launch_specialised<A, 1>(request)
                                          : launch_specialised<A, 2>(request);
  } else {
    return launch_generic(request);
  }
}

}  // namespace myriad
