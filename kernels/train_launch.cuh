// Choosing among the shapes and state sizes of one activation's kernels, and launching.
#pragma once

#include "myriad/parts/optimizer.hpp"
#include "train_kernel.cuh"
#include "train_launch.hpp"

namespace myriad {

template <class Activation, int Layers, int Slots, int K, bool RowsInShared>
cudaError_t launch_train_kernel(const LaunchRequest& request) {
  const auto kernel = train_kernel<Activation, Layers, Slots, K, RowsInShared>;
  const std::size_t shared = RowsInShared ? shared_bytes_for(request.job) : 0;
  if (shared > 0) {
    const cudaError_t error = cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize,
                                                   static_cast<int>(shared));
    if (error != cudaSuccess) return error;
  }
  const std::uint64_t per_block = std::uint64_t{kBlockThreads} * K;
  const auto blocks = static_cast<unsigned>((request.count + per_block - 1) / per_block);
  kernel<<<blocks, kBlockThreads, shared, request.stream>>>(request.job, request.first, request.count,
                                                            request.out);
  return cudaGetLastError();
}

template <class Activation, int Layers, int K0, int K1, bool RowsInShared>
cudaError_t launch_for_state(const LaunchRequest& request) {
  return request.job.optimizer_slots == 0
             ? launch_train_kernel<Activation, Layers, 0, K0, RowsInShared>(request)
             : launch_train_kernel<Activation, Layers, kMaxSlots, K1, RowsInShared>(request);
}

template <class A>
cudaError_t TrainKernels<A>::launch(const LaunchRequest& request) {
  using Activation = SpecialisedActivation<A>;
  return request.job.hidden_layers == 1
             ? launch_for_state<Activation, 1, kNetworksPerThread<1, 0>, kNetworksPerThread<1, kMaxSlots>,
                                true>(request)
             : launch_for_state<Activation, 2, kNetworksPerThread<2, 0>, kNetworksPerThread<2, kMaxSlots>,
                                true>(request);
}

}  // namespace myriad
