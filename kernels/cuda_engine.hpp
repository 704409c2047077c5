// The CUDA engine over a table of calls.
#pragma once

#include <memory>

#include "kernels/cuda_calls.hpp"

namespace myriad {

struct CudaOptions {
  int device = 0;
  bool fast = false;       ///< may use the chip's approximate functions: other bits
  bool generic = false;    ///< no specialised kernels
  bool skip_dead = true;   ///< networks that stand still take the short way: the same bits, sooner
};

/// What stands between this machine and a CUDA run.
CudaStatus cuda_status_by(const CudaCalls& calls);

/// The engine of one device; `calls` must outlive it. A call that runs out of memory throws std::bad_alloc, so that the
/// run tries again with fewer networks; any other that fails DeviceError.
std::unique_ptr<Engine> make_cuda_engine_by(const CudaCalls& calls, const CudaOptions& options = {});

/// As Engine has it: wrong_cuda_reciprocals().
std::uint64_t wrong_cuda_reciprocals_by(const CudaCalls& calls, int device);

}  // namespace myriad
