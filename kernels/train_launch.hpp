// Launching a training kernel: what the CUDA engine calls, and what each kernel instance provides.
#pragma once

#include <cstddef>
#include <cstdint>

#include <cuda_runtime_api.h>

#include "kernels/stage_scratch.hpp"
#include "myriad/step/job.hpp"

namespace myriad {

/// How the specialised kernels of 2-1-1 networks without optimiser state compute (kernels/kernel_math.cuh).
enum class KernelMath { by_fma, tabled_reciprocal, fast };

struct LaunchRequest {
  Job job;                       ///< its pointers are device pointers
  std::uint64_t first = 0;
  std::uint64_t count = 0;
  Record* out = nullptr;         ///< device memory for `count` records
  std::uint32_t* order = nullptr;  ///< device memory: order_words(job) words for each padded network
  std::size_t shared_limit = 0;  ///< bytes of shared memory that a block may ask for
  std::uint64_t device_threads = 0;  ///< threads that the device can hold at once; 0: not known
  const StageScratch* stages = nullptr;  ///< device memory for training in stages; null: in one go
  cudaStream_t stream = nullptr;
  KernelMath math = KernelMath::by_fma;
};

/// Networks that a mini-batch launch of `count` holds, one to a thread, in whole blocks.
constexpr std::uint64_t padded_networks(std::uint64_t count) { return (count + 255) / 256 * 256; }

/// Kernels specialised on one activation, full batch and the loss bce_with_logits; instantiated by
/// train_instance.cu.in, once for each. Rows that do not fit shared memory are left to the generic kernel.
template <class Activation>
struct TrainKernels {
  static cudaError_t launch(const LaunchRequest& request);
  /// Whether this job's networks can come to stand still, so that stages are worth their memory.
  static bool has_stages(const Job& job);
};

/// The kernel that knows every activation by its number.
cudaError_t launch_generic(const LaunchRequest& request);

}  // namespace myriad
