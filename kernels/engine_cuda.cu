// The CUDA engine: one launch trains a chunk of networks from nothing but their numbers; Thrust reduces
// their records to integers on the device; only those, and the rows that are kept, come back.
#include <algorithm>
#include <string>
#include <vector>

#include <thrust/copy.h>
#include <thrust/execution_policy.h>
#include <thrust/transform.h>
#include <thrust/system/cuda/execution_policy.h>

#include "kernels/cuda_support.hpp"
#include "kernels/reciprocal_test.hpp"
#include "kernels/train_launch.hpp"
#include "myriad/core/type_list.hpp"
#include "myriad/engine.hpp"
#include "myriad/parts/activation.hpp"
#include "myriad/reduce.hpp"
#include "myriad/step/batch.hpp"
#include "myriad/step/choice.hpp"
#include "myriad/step/permanence.hpp"

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

class CudaEngine final : public Engine {
 public:
  CudaEngine(int device, bool fast) : device_(device) {
    check_cuda(cudaSetDevice(device_), "cudaSetDevice");
    check_cuda(cudaGetDeviceProperties(&properties_, device_), "cudaGetDeviceProperties");
    check_cuda(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking), "cudaStreamCreate");
    if (fast) math_ = KernelMath::fast;
    else if (wrong_reciprocals(stream_) == 0) math_ = KernelMath::tabled_reciprocal;
  }
  ~CudaEngine() override { cudaStreamDestroy(stream_); }

  std::string name() const override {
    return "cuda:" + std::to_string(device_) + " " + properties_.name;
  }

  ChunkResult run(const CellJob& cell, NetworkRange range, const KeepRule& keep) override {
    check_cuda(cudaSetDevice(device_), "cudaSetDevice");
    ChunkResult result;
    if (range.count == 0) return result;
    LaunchRequest request;
    request.job = upload(cell);
    request.first = range.first;
    request.count = range.count;
    request.out = records_.reserve(range.count);
    request.order = order_.reserve(order_words(cell.job) * padded_networks(range.count));
    request.shared_limit = properties_.sharedMemPerBlockOptin;
    request.stream = stream_;
    request.device_threads = 2ull * 256 * properties_.multiProcessorCount;  // two blocks each
    const StageScratch stages = reserve_stages(cell.job, range.count);
    if (stages.stored.count > 0) request.stages = &stages;
    request.math = math_;
    launch(request);
    result.summary = reduce(range.count, reduce_shape(cell.job));
    if (keep.kind != KeepRule::Kind::none) result.kept = fetch_kept(range.count, keep);
    result.flags = fetch_flags(paired_networks(range));
    return result;
  }

  /// About a second of work, at most 4 Mi networks (400 MB of records).
  std::uint64_t preferred_chunk(const CellJob& cell) const override {
    const double updates = static_cast<double>(cell.job.train.count) * (cell.job.epochs + 3.0);
    const double per_second = 8e9 * properties_.multiProcessorCount;
    const double wave = 2.0 * 256 * 4 * properties_.multiProcessorCount;
    const double order_bytes = 4.0 * static_cast<double>(order_words(cell.job));
    const double most = order_bytes == 0 ? 4194304.0
                                         : std::min(4194304.0, std::max(256.0, 2e9 / order_bytes));
    return static_cast<std::uint64_t>(std::clamp(per_second / updates, std::min(wave, most), most));
  }

  bool force_generic = false;
  bool skip_dead = true;

 private:
  /// The job with its rows and tables copied to the device.
  Job upload(const CellJob& cell) {
    Job job = cell.job;
    job.train.row = train_rows_.upload(cell.job.train.row, cell.job.train.count, stream_);
    job.test.row = test_rows_.upload(cell.job.test.row, cell.job.test.count, stream_);
    job.lr = lrs_.upload(cell.job.lr, cell.job.lrs, stream_);
    job.step = steps_.upload(cell.job.step, cell.job.steps, stream_);
    job.coast = coast_.upload(cell.job.coast, cell.job.coast == nullptr ? 0 : 1, stream_);
    job.file_order = file_order_.upload(cell.job.file_order, cell.file_order.size(), stream_);
    job.checkpoint = checkpoints_.upload(cell.job.checkpoint,
                                         static_cast<std::size_t>(cell.job.checkpoints), stream_);
    return job;
  }

  /// Memory for training in stages; none where no network can stand still, or nothing would be saved.
  StageScratch reserve_stages(const Job& job, std::uint64_t count) {
    constexpr std::uint32_t few_epochs = 16;
    bool staged = false;
    visit_type(Activations{}, job.activation.id, [&](auto tag) {
      staged = TrainKernels<typename decltype(tag)::type>::has_stages(job);
    });
    if (!skip_dead || !staged || job.epochs < few_epochs || count > kNoNetwork) return {};
    std::uint32_t* const words = stage_words_.reserve(kStageWords * count);
    std::uint32_t* const counts = stage_counts_.reserve(3);
    std::uint32_t* const lists = words + 11 * count;
    return {{reinterpret_cast<float*>(words), words + 7 * count, count},
            {lists, counts}, {lists + count, counts + 1}, {lists + 2 * count, counts + 2}};
  }

  void launch(const LaunchRequest& request) {
    const bool shared = (std::size_t{request.job.train.count} + request.job.test.count) * sizeof(Row) <=
                        request.shared_limit;
    cudaError_t error = cudaErrorInvalidValue;
    const Job& job = request.job;
    if (force_generic || !shared || job.batch_rows != 0 || !has_special_loss(job)) {
      error = launch_generic(request);
    } else {
      visit_type(Activations{}, job.activation.id, [&](auto tag) {
        error = TrainKernels<typename decltype(tag)::type>::launch(request);
      });
    }
    check_cuda(error, "launching the training kernel");
    check_cuda(cudaStreamSynchronize(stream_), "the training kernel");
  }

  Summary reduce(std::uint64_t count, const ReduceShape& shape) {
    const auto policy = thrust::cuda::par.on(stream_);
    const HistogramSizes sizes = HistogramSizes::of(shape);
    std::uint64_t* counters = counters_.reserve(sizes.total());
    const std::size_t bytes = sizes.total() * sizeof(std::uint64_t);
    check_cuda(cudaMemsetAsync(counters, 0, bytes, stream_), "cudaMemsetAsync");
    bin_records(policy, records_.data(), count, shape, view_of(counters, sizes));
    const Tally tally = tally_records(policy, records_.data(), count, shape.parameters);
    std::vector<std::uint64_t> copy(sizes.total());
    check_cuda(cudaMemcpyAsync(copy.data(), counters, bytes, cudaMemcpyDeviceToHost, stream_),
               "cudaMemcpyAsync to the host");
    check_cuda(cudaStreamSynchronize(stream_), "the reduction");
    return summary_of(tally, copy.data(), sizes);
  }

  /// Kept records, in order: compacted on the device, so that only they cross the bus.
  std::vector<Record> fetch_kept(std::uint64_t count, const KeepRule& keep) {
    Record* to = kept_.reserve(count);
    const Record* end = thrust::copy_if(thrust::cuda::par.on(stream_), records_.data(), records_.data() + count,
                                        to, IsKept{keep.kind, keep.first});
    std::vector<Record> kept(static_cast<std::size_t>(end - to));
    check_cuda(cudaMemcpyAsync(kept.data(), to, kept.size() * sizeof(Record), cudaMemcpyDeviceToHost, stream_),
               "cudaMemcpyAsync to the host");
    check_cuda(cudaStreamSynchronize(stream_), "copying kept records");
    return kept;
  }

  /// Flags of the first `count` records, in order.
  std::vector<std::uint32_t> fetch_flags(std::uint64_t count) {
    std::vector<std::uint32_t> flags(count);
    if (count == 0) return flags;
    std::uint32_t* to = flags_.reserve(count);
    thrust::transform(thrust::cuda::par.on(stream_), records_.data(), records_.data() + count, to, FlagsOf{});
    check_cuda(cudaMemcpyAsync(flags.data(), to, count * sizeof(std::uint32_t), cudaMemcpyDeviceToHost, stream_),
               "cudaMemcpyAsync to the host");
    check_cuda(cudaStreamSynchronize(stream_), "copying flags");
    return flags;
  }

  int device_;
  KernelMath math_ = KernelMath::by_fma;
  cudaDeviceProp properties_{};
  cudaStream_t stream_ = nullptr;
  DeviceArray<Row> train_rows_, test_rows_;
  DeviceArray<float> lrs_;
  DeviceArray<StepScalars> steps_;
  DeviceArray<Coast> coast_;
  DeviceArray<std::uint32_t> file_order_;
  DeviceArray<std::uint32_t> order_;
  DeviceArray<std::uint32_t> checkpoints_, flags_;
  DeviceArray<std::uint32_t> stage_words_, stage_counts_;
  DeviceArray<Record> records_, kept_;
  DeviceArray<std::uint64_t> counters_;
};

std::string describe(int device) {
  cudaDeviceProp p{};
  if (cudaGetDeviceProperties(&p, device) != cudaSuccess) return "cuda:" + std::to_string(device);
  return "cuda:" + std::to_string(device) + " " + p.name + ", sm_" + std::to_string(p.major) +
         std::to_string(p.minor) + ", " + std::to_string(p.totalGlobalMem >> 20) + " MiB, " +
         std::to_string(p.multiProcessorCount) + " multiprocessors";
}

}  // namespace

CudaStatus cuda_status() {
  CudaStatus status;
  status.compiled = true;
  cudaRuntimeGetVersion(&status.runtime_version);
  cudaDriverGetVersion(&status.driver_version);
  int count = 0;
  const cudaError_t error = cudaGetDeviceCount(&count);
  if (status.driver_version == 0) {
    status.reason = "no NVIDIA driver is installed on this machine";
    status.fix = "install the NVIDIA driver, or run on the CPU with --device cpu";
  } else if (error == cudaErrorInsufficientDriver) {
    status.reason = "the NVIDIA driver is older than this build's CUDA runtime";
    status.fix = "update the driver, or build with an older CUDA Toolkit";
  } else if (error != cudaSuccess) {
    status.reason = std::string("CUDA cannot be used: ") + cudaGetErrorString(error);
    status.fix = "see `nvidia-smi`, or run on the CPU with --device cpu";
  } else if (count == 0) {
    status.reason = "the NVIDIA driver sees no GPU";
    status.fix = "check CUDA_VISIBLE_DEVICES and `nvidia-smi`, or run on the CPU with --device cpu";
  } else {
    status.usable = true;
    for (int i = 0; i < count; ++i) status.devices.push_back(describe(i));
  }
  return status;
}

std::unique_ptr<Engine> make_cuda_engine(int device, bool fast) {
  const CudaStatus status = cuda_status();
  if (!status.usable) throw DeviceError(status.reason + "\n  help: " + status.fix);
  if (device < 0 || device >= static_cast<int>(status.devices.size())) {
    throw DeviceError("there is no cuda:" + std::to_string(device) + "; this machine has " +
                      std::to_string(status.devices.size()) + " CUDA device(s), numbered from 0");
  }
  return std::make_unique<CudaEngine>(device, fast);
}

std::uint64_t wrong_cuda_reciprocals(int device) {
  check_cuda(cudaSetDevice(device), "cudaSetDevice");
  return wrong_reciprocals(nullptr);
}

std::unique_ptr<Engine> make_generic_cuda_engine(int device) {
  auto engine = make_cuda_engine(device);
  static_cast<CudaEngine&>(*engine).force_generic = true;
  return engine;
}

std::unique_ptr<Engine> make_unskipping_cuda_engine(int device) {
  auto engine = make_cuda_engine(device);
  static_cast<CudaEngine&>(*engine).skip_dead = false;
  return engine;
}

}  // namespace myriad
