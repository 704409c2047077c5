// The generic training kernels: parts by number, one network per thread, rows wherever they fit, mini-batches.
// Always built; the specialised kernels must give their bits.
#include "kernels/train_launch.cuh"

namespace myriad {
namespace {

template <int Layers, bool Batches>
cudaError_t launch_rows(const LaunchRequest& request) {
  return shared_bytes_for(request.job) <= request.shared_limit
             ? launch_train_kernel<GenericParts, Layers, kMaxSlots, 1, Batches, true>(request)
             : launch_train_kernel<GenericParts, Layers, kMaxSlots, 1, Batches, false>(request);
}

template <int Layers>
cudaError_t launch_layers(const LaunchRequest& request) {
  return request.job.batch_rows == 0 ? launch_rows<Layers, false>(request)
                                     : launch_rows<Layers, true>(request);
}

}  // namespace

cudaError_t launch_generic(const LaunchRequest& request) {
  return request.job.hidden_layers == 1 ? launch_layers<1>(request) : launch_layers<2>(request);
}

}  // namespace myriad
