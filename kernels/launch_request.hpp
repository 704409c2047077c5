// What a launch of a training kernel is told.
#pragma once

#include <cstddef>
#include <cstdint>

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
  void* stream = nullptr;        ///< of CudaCalls::create_stream
  KernelMath math = KernelMath::by_fma;
  bool generic = false;          ///< no specialised kernel
};

/// Networks that a mini-batch launch of `count` holds, one to a thread, in whole blocks.
constexpr std::uint64_t padded_networks(std::uint64_t count) { return (count + 255) / 256 * 256; }

/// Shared memory that a block needs for the rows of both splits.
inline std::size_t shared_bytes_for(const Job& job) {
  return (std::size_t{job.train.count} + job.test.count) * sizeof(Row);
}

}  // namespace myriad
