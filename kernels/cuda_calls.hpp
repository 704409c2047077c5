// Every call that the CUDA engine makes, in one table: CUDA's runtime, and the work of the device. The engine itself is
// plain C++ over this table, so tests can give it one of their own, whose device is host memory and whose calls fail on
// demand. Codes are CUDA's; 0 is success.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "kernels/launch_request.hpp"
#include "myriad/engine.hpp"
#include "myriad/reduce_shape.hpp"

namespace myriad {

/// Codes that mean something of their own here.
enum CudaCode : int { kCudaOutOfMemory = 2, kCudaInsufficientDriver = 35 };

struct CudaDeviceFacts {
  std::string name;
  int major = 0, minor = 0;
  int multiprocessors = 1;
  std::size_t memory = 0;
  std::size_t shared_per_block = 0;  ///< that a block may ask for
};

struct CudaCalls {
  int (*driver_version)(int* version);
  int (*runtime_version)(int* version);
  int (*device_count)(int* count);
  int (*device_facts)(int device, CudaDeviceFacts* facts);
  int (*set_device)(int device);
  int (*create_stream)(void** stream);
  int (*destroy_stream)(void* stream);
  int (*synchronize)(void* stream);
  int (*allocate)(void** memory, std::size_t bytes);
  int (*release)(void* memory);
  int (*upload)(void* to, const void* from, std::size_t bytes, void* stream);
  int (*download)(void* to, const void* from, std::size_t bytes, void* stream);
  int (*clear)(void* memory, std::size_t bytes, void* stream);
  int (*forget_error)();                ///< so that the next call does not report this one's
  const char* (*error_text)(int code);
  bool (*has_code)(int major, int minor);  ///< whether this build's kernels run on such a device

  // Work of the device. train: trains the request's networks. count: counts records into bins and a tally. keep: copies
  // those that are kept, in order. flags: copies flags. wrong_reciprocals: of all reciprocals that kernels compute, how
  // many two FMA do not correct.
  int (*train)(const LaunchRequest& request);
  int (*count)(const Record* records, std::uint64_t count, const ReduceShape& shape, std::uint64_t* counters,
               Tally* tally, void* stream);
  int (*keep)(const Record* records, std::uint64_t count, const KeepRule& keep, Record* to, std::uint64_t* kept,
              void* stream);
  int (*flags)(const Record* records, std::uint64_t count, std::uint32_t* to, void* stream);
  int (*wrong_reciprocals)(std::uint64_t* wrong, void* stream);
};

}  // namespace myriad
