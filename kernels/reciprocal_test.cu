// Launches the test of the approximate reciprocal.
#include "kernels/reciprocal_test.hpp"

#include "kernels/reciprocal_test.cuh"

namespace myriad {

cudaError_t wrong_reciprocals(std::uint64_t* wrong, cudaStream_t stream) {
  constexpr unsigned threads = 256, blocks = 1024;
  unsigned* on_device = nullptr;
  unsigned on_host = 0;
  cudaError_t error = cudaMalloc(reinterpret_cast<void**>(&on_device), sizeof on_host);
  if (error == cudaSuccess) error = cudaMemsetAsync(on_device, 0, sizeof on_host, stream);
  if (error == cudaSuccess) {
    reciprocal_test_kernel<<<blocks, threads, 0, stream>>>(blocks * threads, on_device);
    error = cudaGetLastError();
  }
  if (error == cudaSuccess) {
    error = cudaMemcpyAsync(&on_host, on_device, sizeof on_host, cudaMemcpyDeviceToHost, stream);
  }
  if (error == cudaSuccess) error = cudaStreamSynchronize(stream);
  cudaFree(on_device);
  *wrong = on_host;
  return error;
}

}  // namespace myriad
