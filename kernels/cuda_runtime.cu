// The table of calls filled with CUDA's own: its runtime, the training kernels, and Thrust for what comes after.
#include <algorithm>
#include <new>
#include <vector>

#include <cuda_runtime_api.h>
#include <thrust/copy.h>
#include <thrust/execution_policy.h>
#include <thrust/system/cuda/execution_policy.h>
#include <thrust/system_error.h>
#include <thrust/transform.h>

#include "kernels/built_code.hpp"
#include "kernels/cuda_engine.hpp"
#include "kernels/reciprocal_test.hpp"
#include "kernels/train_launch.hpp"
#include "myriad/core/type_list.hpp"
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

/// A stream, and the blocks of device memory that Thrust works in on it. Blocks are kept for the next time: cudaFree
/// waits for the whole device, other streams too. Thrust's allocator.
class Queue {
 public:
  using value_type = char;
  Queue() = default;
  Queue(const Queue&) = delete;
  Queue& operator=(const Queue&) = delete;
  ~Queue() {
    for (const Block& block : blocks_) cudaFree(block.memory);
    if (stream != nullptr) cudaStreamDestroy(stream);
  }

  char* allocate(std::ptrdiff_t bytes) {
    const auto size = static_cast<std::size_t>(bytes);
    for (Block& block : blocks_) {
      if (block.free && block.bytes >= size) return block.free = false, block.memory;
    }
    blocks_.reserve(blocks_.size() + 1);
    void* memory = nullptr;
    if (const cudaError_t error = cudaMalloc(&memory, size); error != cudaSuccess) {
      cudaGetLastError();
      if (error == cudaErrorMemoryAllocation) throw std::bad_alloc();
      throw thrust::system_error(error, thrust::cuda_category());
    }
    blocks_.push_back({static_cast<char*>(memory), size, false});
    return blocks_.back().memory;
  }
  void deallocate(char* memory, std::size_t) {
    for (Block& block : blocks_) block.free = block.free || block.memory == memory;
  }

  cudaStream_t stream = nullptr;

 private:
  struct Block {
    char* memory;
    std::size_t bytes;
    bool free;
  };
  std::vector<Block> blocks_;
};

Queue& queue(void* stream) { return *static_cast<Queue*>(stream); }

/// The code of whatever Thrust throws.
template <class Work>
int code_of(Work&& work) {
  try {
    work();
    return cudaSuccess;
  } catch (const thrust::system_error& error) {
    return error.code().value();
  } catch (const std::bad_alloc&) {
    return kCudaOutOfMemory;
  }
}

int create_stream(void** stream) {
  auto* const made = new (std::nothrow) Queue;
  if (made == nullptr) return kCudaOutOfMemory;
  const cudaError_t error = cudaStreamCreateWithFlags(&made->stream, cudaStreamNonBlocking);
  if (error == cudaSuccess) *stream = made;
  else delete made;
  return error;
}

int destroy_stream(void* stream) {
  delete static_cast<Queue*>(stream);
  return cudaSuccess;
}

int device_facts(int device, CudaDeviceFacts* facts) {
  cudaDeviceProp p{};
  const cudaError_t error = cudaGetDeviceProperties(&p, device);
  if (error == cudaSuccess) {
    *facts = {p.name, p.major, p.minor, p.multiProcessorCount, p.totalGlobalMem, p.sharedMemPerBlockOptin};
  }
  return error;
}

int copy(void* to, const void* from, std::size_t bytes, cudaMemcpyKind kind, void* stream) {
  return cudaMemcpyAsync(to, from, bytes, kind, queue(stream).stream);
}

int train(const LaunchRequest& asked) {
  LaunchRequest request = asked;
  request.stream = queue(asked.stream).stream;
  const Job& job = request.job;
  if (request.generic || job.batch_rows != 0 || !has_special_loss(job)) return launch_generic(request);
  cudaError_t error = cudaErrorInvalidValue;
  visit_type(Activations{}, job.activation.id, [&](auto tag) {
    using A = typename decltype(tag)::type;
    if constexpr (A::specialised) error = TrainKernels<A>::launch(request);
    else error = launch_generic(request);
  });
  return error;
}

int count(const Record* records, std::uint64_t number, const ReduceShape& shape, std::uint64_t* counters, Tally* tally,
          void* stream) {
  return code_of([&] {
    const auto policy = thrust::cuda::par(queue(stream)).on(queue(stream).stream);
    bin_records(policy, records, number, shape, view_of(counters, HistogramSizes::of(shape)));
    *tally = tally_records(policy, records, number, shape.parameters);
  });
}

int keep(const Record* records, std::uint64_t number, const KeepRule& rule, Record* to, std::uint64_t* kept,
         void* stream) {
  return code_of([&] {
    const auto policy = thrust::cuda::par(queue(stream)).on(queue(stream).stream);
    const Record* const end = thrust::copy_if(policy, records, records + number, to, IsKept{rule.kind, rule.first});
    *kept = static_cast<std::uint64_t>(end - to);
  });
}

int flags(const Record* records, std::uint64_t number, std::uint32_t* to, void* stream) {
  return code_of([&] {
    const auto policy = thrust::cuda::par(queue(stream)).on(queue(stream).stream);
    thrust::transform(policy, records, records + number, to, FlagsOf{});
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
    c.destroy_stream = destroy_stream;
    c.synchronize = [](void* stream) -> int { return cudaStreamSynchronize(queue(stream).stream); };
    c.allocate = [](void** memory, std::size_t bytes) -> int { return cudaMalloc(memory, bytes); };
    c.release = [](void* memory) -> int { return cudaFree(memory); };
    c.upload = [](void* to, const void* from, std::size_t bytes, void* stream) {
      return copy(to, from, bytes, cudaMemcpyHostToDevice, stream);
    };
    c.download = [](void* to, const void* from, std::size_t bytes, void* stream) {
      return copy(to, from, bytes, cudaMemcpyDeviceToHost, stream);
    };
    c.clear = [](void* memory, std::size_t bytes, void* stream) -> int {
      return cudaMemsetAsync(memory, 0, bytes, queue(stream).stream);
    };
    c.forget_error = []() -> int { return cudaGetLastError(); };
    c.error_text = [](int code) { return cudaGetErrorString(static_cast<cudaError_t>(code)); };
    c.has_code = has_code;
    c.train = train;
    c.count = count;
    c.keep = keep;
    c.flags = flags;
    c.wrong_reciprocals = [](std::uint64_t* wrong, void* stream) -> int {
      return wrong_reciprocals(wrong, queue(stream).stream);
    };
    return c;
  }();
  return calls;
}

}  // namespace

CudaStatus cuda_status() { return cuda_status_by(cuda_calls()); }

std::unique_ptr<Engine> make_cuda_engine(int device, bool fast) {
  return make_cuda_engine_by(cuda_calls(), {device, fast, false, true});
}

std::uint64_t wrong_cuda_reciprocals(int device) { return wrong_cuda_reciprocals_by(cuda_calls(), device); }

std::unique_ptr<Engine> make_generic_cuda_engine(int device) {
  return make_cuda_engine_by(cuda_calls(), {device, false, true, true});
}

std::unique_ptr<Engine> make_unskipping_cuda_engine(int device) {
  return make_cuda_engine_by(cuda_calls(), {device, false, false, false});
}

}  // namespace myriad
