// The CUDA engine: one launch trains a chunk of networks from nothing but their numbers; their records are reduced to
// integers on the device; only those, and the rows that are kept, come back. Host code over a table of calls.
#include "kernels/cuda_engine.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "kernels/cuda_memory.hpp"
#include "kernels/stage_choice.hpp"
#include "myriad/step/batch.hpp"
#include "myriad/step/permanence.hpp"

namespace myriad {
namespace {

class CudaEngine final : public Engine {
 public:
  CudaEngine(const CudaCalls& calls, const CudaOptions& options)
      : calls_(calls), options_(options), facts_(facts_of(calls, options.device)), stream_(calls) {
    if (options_.fast) {
      math_ = KernelMath::fast;
    } else if (wrong_reciprocals_on(calls_, stream_) == 0) {
      math_ = KernelMath::tabled_reciprocal;
    }
  }

  std::string name() const override { return "cuda:" + std::to_string(options_.device) + " " + facts_.name; }

  ChunkResult run(const CellJob& cell, NetworkRange range, const KeepRule& keep) override {
    try {
      return run_chunk(cell, range, keep);
    } catch (const std::bad_alloc&) {
      give_back();  // or the next, smaller chunk finds the memory still taken
      throw;
    }
  }

  /// About a second of work, at most 4 Mi networks (400 MB of records).
  std::uint64_t preferred_chunk(const CellJob& cell) const override {
    const double updates = static_cast<double>(cell.job.train.count) * (cell.job.epochs + 3.0);
    const double per_second = 8e9 * facts_.multiprocessors;
    const double wave = 2.0 * 256 * 4 * facts_.multiprocessors;
    const double order_bytes = 4.0 * static_cast<double>(order_words(cell.job));
    const double most = order_bytes == 0 ? 4194304.0
                                         : std::min(4194304.0, std::max(256.0, 2e9 / order_bytes));
    return static_cast<std::uint64_t>(std::clamp(per_second / updates, std::min(wave, most), most));
  }

  static std::uint64_t wrong_reciprocals_on(const CudaCalls& calls, void* stream) {
    std::uint64_t wrong = 0;
    check_cuda(calls, calls.wrong_reciprocals(&wrong, stream), "the test of reciprocals");
    return wrong;
  }

 private:
  /// The device's facts; it is the current one from here on.
  static CudaDeviceFacts facts_of(const CudaCalls& calls, int device) {
    CudaDeviceFacts facts;
    check_cuda(calls, calls.set_device(device), "cudaSetDevice");
    check_cuda(calls, calls.device_facts(device, &facts), "cudaGetDeviceProperties");
    return facts;
  }

  ChunkResult run_chunk(const CellJob& cell, NetworkRange range, const KeepRule& keep) {
    check_cuda(calls_, calls_.set_device(options_.device), "cudaSetDevice");
    ChunkResult result;
    if (range.count == 0) return result;
    LaunchRequest request;
    request.job = upload(cell);
    request.first = range.first;
    request.count = range.count;
    request.out = records_.reserve(range.count);
    request.order = order_.reserve(order_words(cell.job) * padded_networks(range.count));
    request.shared_limit = facts_.shared_per_block;
    request.stream = stream_;
    request.device_threads = 2ull * 256 * static_cast<std::uint64_t>(facts_.multiprocessors);  // two blocks each
    const StageScratch stages = reserve_stages(cell.job, range.count);
    if (stages.stored.count > 0) request.stages = &stages;
    request.math = math_;
    request.generic = options_.generic;
    check_cuda(calls_, calls_.train(request), "launching the training kernel");
    check_cuda(calls_, calls_.synchronize(stream_), "the training kernel");
    result.summary = reduce(range.count, reduce_shape(cell.job));
    if (keep.kind != KeepRule::Kind::none) result.kept = fetch_kept(range.count, keep);
    result.flags = fetch_flags(paired_networks(range));
    return result;
  }

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

  /// Memory for training in stages; none where nothing would be saved.
  StageScratch reserve_stages(const Job& job, std::uint64_t count) {
    const bool near = shared_bytes_for(job) <= facts_.shared_per_block;
    if (!options_.skip_dead || options_.generic || !near || count > kNoNetwork || !trains_in_stages(job)) return {};
    std::uint32_t* const words = stage_words_.reserve(kStageWords * count);
    std::uint32_t* const counts = stage_counts_.reserve(3);
    std::uint32_t* const lists = words + 11 * count;
    return {{reinterpret_cast<float*>(words), words + 7 * count, count},
            {lists, counts}, {lists + count, counts + 1}, {lists + 2 * count, counts + 2}};
  }

  Summary reduce(std::uint64_t count, const ReduceShape& shape) {
    const HistogramSizes sizes = HistogramSizes::of(shape);
    std::uint64_t* counters = counters_.reserve(sizes.total());
    check_cuda(calls_, calls_.clear(counters, sizes.total() * sizeof(std::uint64_t), stream_), "clearing counters");
    Tally tally;
    check_cuda(calls_, calls_.count(records_.data(), count, shape, counters, &tally, stream_), "the reduction");
    std::vector<std::uint64_t> copy(sizes.total());
    download(copy, counters, "copying counters");
    return summary_of(tally, copy.data(), sizes);
  }

  /// Kept records, in order: compacted on the device, so that only they cross the bus.
  std::vector<Record> fetch_kept(std::uint64_t count, const KeepRule& keep) {
    Record* to = kept_.reserve(count);
    std::uint64_t number = 0;
    check_cuda(calls_, calls_.keep(records_.data(), count, keep, to, &number, stream_), "choosing kept records");
    std::vector<Record> kept(number);
    download(kept, to, "copying kept records");
    return kept;
  }

  /// Flags of the first `count` records, in order.
  std::vector<std::uint32_t> fetch_flags(std::uint64_t count) {
    std::vector<std::uint32_t> flags(count);
    if (count == 0) return flags;
    std::uint32_t* to = flags_.reserve(count);
    check_cuda(calls_, calls_.flags(records_.data(), count, to, stream_), "gathering flags");
    download(flags, to, "copying flags");
    return flags;
  }

  template <class T>
  void download(std::vector<T>& to, const T* from, const char* what) {
    check_cuda(calls_, calls_.download(to.data(), from, to.size() * sizeof(T), stream_), what);
    check_cuda(calls_, calls_.synchronize(stream_), what);
  }

  /// What grows with the number of networks.
  void give_back() {
    records_.release();
    kept_.release();
    order_.release();
    flags_.release();
    stage_words_.release();
  }

  const CudaCalls& calls_;
  const CudaOptions options_;
  const CudaDeviceFacts facts_;
  CudaStream stream_;
  KernelMath math_ = KernelMath::by_fma;
  DeviceArray<Row> train_rows_{calls_}, test_rows_{calls_};
  DeviceArray<float> lrs_{calls_};
  DeviceArray<StepScalars> steps_{calls_};
  DeviceArray<Coast> coast_{calls_};
  DeviceArray<std::uint32_t> file_order_{calls_}, order_{calls_}, checkpoints_{calls_}, flags_{calls_};
  DeviceArray<std::uint32_t> stage_words_{calls_}, stage_counts_{calls_};
  DeviceArray<Record> records_{calls_}, kept_{calls_};
  DeviceArray<std::uint64_t> counters_{calls_};
};

/// What the device says of itself, if it does.
std::optional<CudaDeviceFacts> known_facts(const CudaCalls& calls, int device) {
  CudaDeviceFacts facts;
  if (calls.device_facts(device, &facts) == 0) return facts;
  calls.forget_error();
  return {};
}

std::string describe(int device, const std::optional<CudaDeviceFacts>& facts) {
  const std::string number = "cuda:" + std::to_string(device);
  if (!facts) return number;
  return number + " " + facts->name + ", sm_" + std::to_string(facts->major) + std::to_string(facts->minor) + ", " +
         std::to_string(facts->memory >> 20) + " MiB, " + std::to_string(facts->multiprocessors) + " multiprocessors";
}

/// Why there is no device, and what to do: `error` is that of counting devices.
void explain(const CudaCalls& calls, int error, CudaStatus& status) {
  if (status.driver_version == 0) {
    status.reason = "no NVIDIA driver is installed on this machine";
    status.fix = "install the NVIDIA driver, or run on the CPU with --device cpu";
  } else if (error == kCudaInsufficientDriver) {
    status.reason = "the NVIDIA driver is older than this build's CUDA runtime";
    status.fix = "update the driver, or build with an older CUDA Toolkit";
  } else if (error != 0) {
    status.reason = std::string("CUDA cannot be used: ") + calls.error_text(error);
    status.fix = "see `nvidia-smi`, or run on the CPU with --device cpu";
  } else {
    status.reason = "the NVIDIA driver sees no GPU";
    status.fix = "check CUDA_VISIBLE_DEVICES and `nvidia-smi`, or run on the CPU with --device cpu";
  }
}

/// Throws DeviceError unless there is such a device.
void require_device(const CudaCalls& calls, int device) {
  const CudaStatus status = cuda_status_by(calls);
  if (!status.usable) throw DeviceError(status.reason + "\n  help: " + status.fix);
  if (device < 0 || device >= static_cast<int>(status.devices.size())) {
    throw DeviceError("there is no cuda:" + std::to_string(device) + "; this machine has " +
                      std::to_string(status.devices.size()) + " CUDA device(s), numbered from 0");
  }
}

}  // namespace

CudaStatus cuda_status_by(const CudaCalls& calls) {
  CudaStatus status;
  status.compiled = true;
  calls.runtime_version(&status.runtime_version);
  calls.driver_version(&status.driver_version);
  int count = 0;
  const int error = calls.device_count(&count);
  if (error != 0) {
    calls.forget_error();
    count = 0;  // it may hold anything then
  }
  for (int i = 0; i < count; ++i) {
    const std::optional<CudaDeviceFacts> facts = known_facts(calls, i);
    status.devices.push_back(describe(i, facts));
    status.usable = status.usable || !facts || calls.has_code(facts->major, facts->minor);  // else the engine will tell
  }
  if (count > 0 && !status.usable) {
    status.reason = "this build has no code for " + status.devices.front();
    status.fix = "build on this machine, or for its architecture with -DMYRIAD_CUDA_ARCHITECTURES=NN";
  } else if (count == 0) {
    explain(calls, error, status);
  }
  return status;
}

std::unique_ptr<Engine> make_cuda_engine_by(const CudaCalls& calls, const CudaOptions& options) {
  require_device(calls, options.device);
  return std::make_unique<CudaEngine>(calls, options);
}

std::uint64_t wrong_cuda_reciprocals_by(const CudaCalls& calls, int device) {
  require_device(calls, device);
  check_cuda(calls, calls.set_device(device), "cudaSetDevice");
  const CudaStream stream(calls);
  return CudaEngine::wrong_reciprocals_on(calls, stream);
}

}  // namespace myriad
