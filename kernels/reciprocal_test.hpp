// Whether this device's approximate reciprocal may stand in for the exact one.
#pragma once

#include <cuda_runtime_api.h>

namespace myriad {

/// Of all reciprocals that kernels compute, how many two FMA do not correct on the current device. Exact training
/// may use kernels with TabledReciprocal where it is 0. Throws DeviceError.
unsigned wrong_reciprocals(cudaStream_t stream);

}  // namespace myriad
