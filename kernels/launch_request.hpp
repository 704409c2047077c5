// What a launch of a training kernel is told.
#pragma once

#include <cstddef>
#include <cstdint>

#include "myriad/step/job.hpp"

namespace myriad {

struct LaunchRequest {
  Job job;                       ///< its pointers are device pointers
  std::uint64_t first = 0;
  std::uint64_t count = 0;
  Record* out = nullptr;         ///< device memory for `count` records
  std::uint32_t* order = nullptr;  ///< device memory: order_words(job) words for each padded network
  std::size_t shared_limit = 0;  ///< bytes of shared memory that a block may ask for
  void* stream = nullptr;        ///< a cudaStream_t
};

/// Networks that a mini-batch launch of `count` holds, one to a thread, in whole blocks.
constexpr std::uint64_t padded_networks(std::uint64_t count) { return (count + 255) / 256 * 256; }

}  // namespace myriad
