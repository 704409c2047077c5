// The CUDA engine's calls, by CUDA: its runtime, the training kernels, and Thrust, which reduces records to integers.
#include <new>
#include <string>

#include <thrust/copy.h>
#include <thrust/execution_policy.h>
#include <thrust/system/cuda/execution_policy.h>
#include <thrust/system_error.h>
#include <thrust/transform.h>

#include "kernels/cuda_calls.hpp"
#include "kernels/train_launch.hpp"
#include "myriad/core/type_list.hpp"
#include "myriad/engine.hpp"
#include "myriad/parts/activation.hpp"
#include "myriad/reduce.hpp"
#include "myriad/step/choice.hpp"

namespace myriad {
namespace {

struct IsKept {
  KeepRule::Kind kind;
  std::uint64_t first;
  __device__ bool operator()(const Record& record) const {
    if (kind == KeepRule::Kind::dead) return (record.flags & kDead) != 0;
    if (kind == KeepRule::Kind::first) return record.network < first;
    return kind == KeepRule::Kind::all;
  }
};

struct FlagsOf {
  __device__ std::uint32_t operator()(const Record& record) const { return record.flags; }
};

cudaStream_t stream_of(void* stream) { return static_cast<cudaStream_t>(stream); }

/// Thrust reports by exceptions, its own want of memory by std::bad_alloc; here everything is a code.
template <class F>
int code_of(F work) {
  try {
    work();
  } catch (const thrust::system_error& error) {
    return error.code().value() != 0 ? error.code().value() : static_cast<int>(cudaErrorUnknown);
  } catch (const std::bad_alloc&) {
    return cudaErrorMemoryAllocation;
  }
  return cudaGetLastError();
}

int device_facts(int device, CudaDeviceFacts* facts) {
  cudaDeviceProp p{};
  const cudaError_t error = cudaGetDeviceProperties(&p, device);
  if (error != cudaSuccess) return error;
  facts->name = p.name;
  facts->major = p.major;
  facts->minor = p.minor;
  facts->multiprocessors = p.multiProcessorCount;
  facts->memory = p.totalGlobalMem;
  facts->shared_per_block = p.sharedMemPerBlockOptin;
  return cudaSuccess;
}

int create_stream(void** stream) {
  cudaStream_t made = nullptr;
  const cudaError_t error = cudaStreamCreateWithFlags(&made, cudaStreamNonBlocking);
  *stream = made;
  return error;
}

int train(const LaunchRequest& request, bool generic) {
  const Job& job = request.job;
  const bool shared = (std::size_t{job.train.count} + job.test.count) * sizeof(Row) <= request.shared_limit;
  if (generic || !shared || job.batch_rows != 0 || !has_special_loss(job)) return launch_generic(request);
  cudaError_t error = cudaErrorInvalidValue;
  visit_type(Activations{}, job.activation.id, [&](auto tag) {
    error = TrainKernels<typename decltype(tag)::type>::launch(request);
  });
  return error;
}

int count(const Record* records, std::uint64_t number, const ReduceShape& shape, std::uint64_t* counters, Tally* tally,
          void* stream) {
  return code_of([&] {
    const auto policy = thrust::cuda::par.on(stream_of(stream));
    bin_records(policy, records, number, shape, view_of(counters, HistogramSizes::of(shape)));
    *tally = tally_records(policy, records, number, shape.parameters);
  });
}

int keep(const Record* records, std::uint64_t number, const KeepRule& rule, Record* to, std::uint64_t* kept,
         void* stream) {
  return code_of([&] {
    const Record* end = thrust::copy_if(thrust::cuda::par.on(stream_of(stream)), records, records + number, to,
                                        IsKept{rule.kind, rule.first});
    *kept = static_cast<std::uint64_t>(end - to);
  });
}

int flags(const Record* records, std::uint64_t number, std::uint32_t* to, void* stream) {
  return code_of([&] {
    thrust::transform(thrust::cuda::par.on(stream_of(stream)), records, records + number, to, FlagsOf{});
  });
}

const CudaCalls& cuda_calls() {
  static const CudaCalls calls = [] {
    CudaCalls c{};
    c.driver_version = [](int* version) -> int { return cudaDriverGetVersion(version); };
    c.runtime_version = [](int* version) -> int { return cudaRuntimeGetVersion(version); };
    c.device_count = [](int* number) -> int { return cudaGetDeviceCount(number); };
    c.device_facts = device_facts;
    c.set_device = [](int device) -> int { return cudaSetDevice(device); };
    c.create_stream = create_stream;
    c.destroy_stream = [](void* stream) -> int { return cudaStreamDestroy(stream_of(stream)); };
    c.synchronize = [](void* stream) -> int { return cudaStreamSynchronize(stream_of(stream)); };
    c.allocate = [](void** memory, std::size_t bytes) -> int { return cudaMalloc(memory, bytes); };
    c.release = [](void* memory) -> int { return cudaFree(memory); };
    c.upload = [](void* to, const void* from, std::size_t bytes, void* stream) -> int {
      return cudaMemcpyAsync(to, from, bytes, cudaMemcpyHostToDevice, stream_of(stream));
    };
    c.download = [](void* to, const void* from, std::size_t bytes, void* stream) -> int {
      return cudaMemcpyAsync(to, from, bytes, cudaMemcpyDeviceToHost, stream_of(stream));
    };
    c.clear = [](void* memory, std::size_t bytes, void* stream) -> int {
      return cudaMemsetAsync(memory, 0, bytes, stream_of(stream));
    };
    c.forget_error = []() -> int { return cudaGetLastError(); };
    c.error_text = [](int code) { return cudaGetErrorString(static_cast<cudaError_t>(code)); };
    c.train = train;
    c.count = count;
    c.keep = keep;
    c.flags = flags;
    return c;
  }();
  return calls;
}

}  // namespace

CudaStatus cuda_status() { return cuda_status_by(cuda_calls()); }

std::unique_ptr<Engine> make_cuda_engine(int device) { return make_cuda_engine_by(cuda_calls(), device, false); }

std::unique_ptr<Engine> make_generic_cuda_engine(int device) { return make_cuda_engine_by(cuda_calls(), device, true); }

}  // namespace myriad
