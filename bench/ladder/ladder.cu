// How a training kernel became fast, rung by rung, timed on a GPU with CUDA events by Google Benchmark: each rung must
// first reach the CPU engine's networks.
//     build/bin/myriad_ladder --benchmark_format=json
#include <benchmark/benchmark.h>
#include <cublas_v2.h>
#include <cuda_runtime_api.h>

#include <cmath>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "bench/ladder/rungs.cuh"
#include "host/bench/bench_job.hpp"
#include "myriad/engine.hpp"

namespace myriad::ladder {
namespace {

constexpr unsigned kNetworks = 1u << 20, kCompared = 4096, kThreads = 256;

void check(cudaError_t error) {
  if (error != cudaSuccess) throw std::runtime_error(cudaGetErrorString(error));
}

/// Device memory with a copy of a vector.
template <class T>
struct OnDevice {
  explicit OnDevice(const std::vector<T>& from) : bytes(from.size() * sizeof(T)) {
    check(cudaMalloc(&data, bytes));
    fill(from);
  }
  ~OnDevice() { cudaFree(data); }
  void fill(const std::vector<T>& from) { check(cudaMemcpy(data, from.data(), bytes, cudaMemcpyHostToDevice)); }
  std::vector<T> copy() const {
    std::vector<T> to(bytes / sizeof(T));
    check(cudaMemcpy(to.data(), data, bytes, cudaMemcpyDeviceToHost));
    return to;
  }
  T* data = nullptr;
  std::size_t bytes;
};

/// The job of `myriad bench`, its rows and starts as the rungs take them, and where the CPU engine ends.
struct Work {
  CellJob cell = make_bench_job(BenchJob{});
  std::vector<LabelledRow> rows;
  std::vector<float> starts;
  std::vector<Record> ends;
  unsigned count = cell.job.train.count, epochs = cell.job.epochs;
  float rate = cell.job.lr[0] / static_cast<float>(cell.job.train.count);

  Work() : starts(std::size_t{5} * kNetworks) {
    for (std::uint32_t i = 0; i < count; ++i) {
      const Row& row = cell.job.train.row[i];
      rows.push_back({row.x1, row.x2, i < cell.job.train.class0 ? 0.0f : 1.0f});
    }
    CellJob untrained = make_bench_job(BenchJob{});
    untrained.job.epochs = 0;
    const KeepRule all{KeepRule::Kind::all, 0};
    const auto cpu = make_cpu_engine();
    const auto drawn = cpu->run(untrained, {0, kNetworks}, all).kept;
    for (std::size_t k = 0; k < drawn.size(); ++k) {
      for (std::size_t i = 0; i < 5; ++i) starts[i * kNetworks + k] = drawn[k].initial[i];
    }
    ends = cpu->run(cell, {0, kCompared}, all).kept;
  }
  double updates() const { return static_cast<double>(kNetworks) * count * epochs; }
};

const Work& work() {
  static const Work only;
  return only;
}

/// Of the networks that are compared, how many end elsewhere than the CPU engine's; other roundings explain 1 %.
bool ends_right(const std::vector<float>& p) {
  unsigned apart = 0;
  for (unsigned k = 0; k < kCompared; ++k) {
    bool near = true;
    for (unsigned i = 0; i < 5; ++i) {
      const float want = work().ends[k].final[i];
      near = near && std::abs(p[i * kNetworks + k] - want) <= 2e-3f * (1 + std::abs(want));
    }
    apart += near ? 0 : 1;
  }
  return apart <= kCompared / 100;
}

void check(cublasStatus_t status) {
  if (status != CUBLAS_STATUS_SUCCESS) throw std::runtime_error(cublasGetStatusString(status));
}

/// A share of the networks at a time, so that the matrices fit any device. Made once: allocating is not timed.
class Library {
 public:
  static constexpr unsigned at_a_time = 1u << 17;

  Library() { check(cublasCreate(&handle_)); }
  ~Library() { cublasDestroy(handle_); }

  void train(const OnDevice<LabelledRow>& rows, float* all) {
    for (unsigned first = 0; first < kNetworks; first += at_a_time) {
      copy(all + first, kNetworks, p_.data, at_a_time);
      for (unsigned epoch = 0; epoch < work().epochs; ++epoch) step(rows);
      copy(p_.data, at_a_time, all + first, kNetworks);
    }
  }

 private:
  void step(const OnDevice<LabelledRow>& rows) {
    const int n = at_a_time, m = static_cast<int>(work().count);
    const float one = 1, none = 0, back = -work().rate;
    check(cublasSgemm(handle_, CUBLAS_OP_N, CUBLAS_OP_N, n, m, 3, &one, p_.data, n, x_.data, 3, &none, z_.data, n));
    between_products<<<dim3(at_a_time / kThreads, 16), kThreads>>>(rows.data, work().count, p_.data, at_a_time, z_.data,
                                                                   e_.data, d_.data, dh_.data);
    check(cublasSgemm(handle_, CUBLAS_OP_N, CUBLAS_OP_T, n, 3, m, &one, e_.data, n, x_.data, 3, &none, g_.data, n));
    check(cublasSgemv(handle_, CUBLAS_OP_N, n, m, &one, dh_.data, n, ones_.data, 1, &none, g_.data + 3 * n, 1));
    check(cublasSgemv(handle_, CUBLAS_OP_N, n, m, &one, d_.data, n, ones_.data, 1, &none, g_.data + 4 * n, 1));
    check(cublasSaxpy(handle_, 5 * n, &back, g_.data, 1, p_.data, 1));
  }

  static std::vector<float> columns() {
    std::vector<float> x;
    for (const LabelledRow& row : work().rows) x.insert(x.end(), {row.x1, row.x2, 1});
    return x;
  }

  /// Five rows of `at_a_time` networks between matrices of other widths.
  static void copy(const float* from, unsigned from_width, float* to, unsigned to_width) {
    check(cudaMemcpy2D(to, to_width * sizeof(float), from, from_width * sizeof(float), at_a_time * sizeof(float), 5,
                       cudaMemcpyDeviceToDevice));
  }

  cublasHandle_t handle_ = nullptr;
  const std::vector<float> matrix_ = std::vector<float>(std::size_t{at_a_time} * work().count);
  const OnDevice<float> x_{columns()};  // columns of x1, x2, 1
  const OnDevice<float> ones_{std::vector<float>(work().count, 1)};
  const OnDevice<float> z_{matrix_}, e_{matrix_}, d_{matrix_}, dh_{matrix_};
  const OnDevice<float> p_{std::vector<float>(5 * at_a_time)}, g_{std::vector<float>(5 * at_a_time)};
};

using Rung = void (*)(const OnDevice<LabelledRow>& rows, float* p);

void rung0(const OnDevice<LabelledRow>& rows, float* p) {
  static Library library;
  library.train(rows, p);
}
void rung1(const OnDevice<LabelledRow>& rows, float* p) {
  for (unsigned epoch = 0; epoch < work().epochs; ++epoch) {
    one_epoch<<<kNetworks / kThreads, kThreads>>>(rows.data, work().count, work().rate, p, kNetworks);
  }
}
void rung2(const OnDevice<LabelledRow>& rows, float* p) {
  in_registers<<<kNetworks / kThreads, kThreads>>>(rows.data, work().count, work().rate, work().epochs, p, kNetworks);
}
template <int Networks>
void rung34(const OnDevice<LabelledRow>& rows, float* p) {
  shared_rows<Networks><<<kNetworks / kThreads / Networks, kThreads, rows.bytes>>>(
      rows.data, work().count, work().rate, work().epochs, p, kNetworks);
}

void time_rung(benchmark::State& state, Rung rung) {
  const OnDevice<LabelledRow> rows(work().rows);
  OnDevice<float> p(work().starts);
  cudaEvent_t begin, end;
  check(cudaEventCreate(&begin));
  check(cudaEventCreate(&end));
  rung(rows, p.data);
  check(cudaGetLastError());
  if (!ends_right(p.copy())) state.SkipWithError("does not end where the CPU engine does: not timed");
  for (auto _ : state) {
    p.fill(work().starts);
    check(cudaEventRecord(begin));
    rung(rows, p.data);
    check(cudaEventRecord(end));
    check(cudaEventSynchronize(end));
    float milliseconds = 0;
    check(cudaEventElapsedTime(&milliseconds, begin, end));
    state.SetIterationTime(milliseconds * 1e-3);
  }
  state.counters["updates/s"] =
      benchmark::Counter(work().updates(), benchmark::Counter::kIsIterationInvariantRate);
  cudaEventDestroy(begin);
  cudaEventDestroy(end);
}

/// myriad's own kernels, with their reduction: the digest of the compared networks must be the CPU engine's.
void time_engine(benchmark::State& state, std::unique_ptr<Engine> (*make)(int)) {
  const auto engine = make(0);
  const NetworkRange few{0, kCompared};
  if (engine->run(work().cell, few, {}).summary.tally.digest !=
      make_cpu_engine()->run(work().cell, few, {}).summary.tally.digest) {
    state.SkipWithError("other bits than the CPU engine's: not timed");
  }
  for (auto _ : state) engine->run(work().cell, {0, kNetworks}, {});
  state.counters["updates/s"] =
      benchmark::Counter(work().updates(), benchmark::Counter::kIsIterationInvariantRate);
}

void register_rungs() {
  const std::pair<const char*, Rung> rungs[] = {{"0 library: cuBLAS", rung0},
                                                {"1 naive", rung1},
                                                {"2 registers", rung2},
                                                {"3 shared rows", rung34<1>},
                                                {"4 four networks a thread", rung34<4>}};
  for (const auto& [name, rung] : rungs) {
    benchmark::RegisterBenchmark(name, time_rung, rung)->UseManualTime()->Unit(benchmark::kMillisecond);
  }
  benchmark::RegisterBenchmark("5 sums by class, hoists, own functions", time_engine, make_unskipping_cuda_engine)
      ->UseRealTime()->Unit(benchmark::kMillisecond);
  benchmark::RegisterBenchmark("6 stages: warps refilled", time_engine, +[](int device) { return make_cuda_engine(device); })
      ->UseRealTime()->Unit(benchmark::kMillisecond);
}

}  // namespace
}  // namespace myriad::ladder

int main(int argc, char** argv) {
  const myriad::CudaStatus status = myriad::cuda_status();
  if (!status.usable) {
    std::fprintf(stderr, "myriad_ladder: %s\n  help: %s\n", status.reason.c_str(), status.fix.c_str());
    return 3;
  }
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  myriad::ladder::register_rungs();
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
