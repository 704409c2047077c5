// The CUDA engine of a build without the CUDA Toolkit: it says so.
#include "myriad/engine.hpp"
#include "myriad/error.hpp"

namespace myriad {

CudaStatus cuda_status() {
  CudaStatus status;
  status.reason = "this build has no CUDA kernels: no CUDA Toolkit was found when it was configured";
  status.fix = "install the CUDA Toolkit (nvcc) and build again, or run on the CPU with --device cpu";
  return status;
}

namespace {
[[noreturn]] void refuse() {
  const CudaStatus status = cuda_status();
  throw DeviceError(status.reason + "\n  help: " + status.fix);
}
}  // namespace

std::unique_ptr<Engine> make_cuda_engine(int, bool) { refuse(); }

std::uint64_t wrong_cuda_reciprocals(int) { refuse(); }

std::unique_ptr<Engine> make_generic_cuda_engine(int device) { return make_cuda_engine(device); }

std::unique_ptr<Engine> make_unskipping_cuda_engine(int device) { return make_cuda_engine(device); }

}  // namespace myriad
