// The generic training kernel: parts by number, one network per thread, rows wherever they fit. Always
// built; the specialised kernels must give its bits.
#include "kernels/train_launch.cuh"

namespace myriad {

cudaError_t launch_generic(const LaunchRequest& request) {
  const bool shared = shared_bytes_for(request.job) <= request.shared_limit;
  if (request.job.hidden_layers == 1) {
    return shared ? launch_for_state<GenericActivation, 1, 1, 1, true>(request)
                  : launch_for_state<GenericActivation, 1, 1, 1, false>(request);
  }
  return shared ? launch_for_state<GenericActivation, 2, 1, 1, true>(request)
                : launch_for_state<GenericActivation, 2, 1, 1, false>(request);
}

}  // namespace myriad
