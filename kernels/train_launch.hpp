// What each activation's instance of the training kernels provides, and the kernel for all of them.
#pragma once

#include <cuda_runtime_api.h>

#include "kernels/launch_request.hpp"

namespace myriad {

/// Kernels specialised on one activation, full batch and the loss bce_with_logits; instantiated by
/// train_instance.cu.in, once for each activation that says so. `stream` of the request is a cudaStream_t.
template <class Activation>
struct TrainKernels {
  static cudaError_t launch(const LaunchRequest& request);
};

/// The kernel that knows every activation by its number.
cudaError_t launch_generic(const LaunchRequest& request);

}  // namespace myriad
