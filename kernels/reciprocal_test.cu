// Launches the test of the approximate reciprocal.
#include "kernels/reciprocal_test.hpp"

#include "kernels/cuda_support.hpp"
#include "kernels/reciprocal_test.cuh"

namespace myriad {

unsigned wrong_reciprocals(cudaStream_t stream) {
  constexpr unsigned threads = 256, blocks = 1024;
  DeviceArray<unsigned> wrong;
  unsigned* const count = wrong.reserve(1);
  check_cuda(cudaMemsetAsync(count, 0, sizeof(unsigned), stream), "cudaMemsetAsync");
  reciprocal_test_kernel<<<blocks, threads, 0, stream>>>(blocks * threads, count);
  check_cuda(cudaGetLastError(), "launching the test of reciprocals");
  unsigned copy = 0;
  check_cuda(cudaMemcpyAsync(&copy, count, sizeof copy, cudaMemcpyDeviceToHost, stream),
             "cudaMemcpyAsync to the host");
  check_cuda(cudaStreamSynchronize(stream), "the test of reciprocals");
  return copy;
}

}  // namespace myriad
