// Whether this device's approximate reciprocal may stand in for the exact one.
#pragma once

#include <cstdint>

#include <cuda_runtime_api.h>

namespace myriad {

/// Of all reciprocals that kernels compute, how many two FMA do not correct on the current device. Exact training
/// may use kernels with TabledReciprocal where it is 0.
cudaError_t wrong_reciprocals(std::uint64_t* wrong, cudaStream_t stream);

}  // namespace myriad
