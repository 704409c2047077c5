// Launching a training kernel: what the CUDA engine calls, and what each kernel instance provides.
#pragma once

#include <cstddef>
#include <cstdint>

#include <cuda_runtime_api.h>

#include "myriad/step/job.hpp"

namespace myriad {

struct LaunchRequest {
  Job job;                       ///< its pointers are device pointers
  std::uint64_t first = 0;
  std::uint64_t count = 0;
  Record* out = nullptr;         ///< device memory for `count` records
  std::size_t shared_limit = 0;  ///< bytes of shared memory that a block may ask for
  cudaStream_t stream = nullptr;
};

/// Kernels specialised on one activation; instantiated by train_instance.cu.in, once for each. Rows that
/// do not fit shared memory are left to the generic kernel.
template <class Activation>
struct TrainKernels {
  static cudaError_t launch(const LaunchRequest& request);
};

/// The kernel that knows every activation by its number.
cudaError_t launch_generic(const LaunchRequest& request);

}  // namespace myriad
