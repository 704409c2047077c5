// The CPU engine: networks in vector lanes, groups of lanes over threads, the instruction set chosen when
// the program runs. Every choice gives the same bits.
#include <algorithm>
#include <cstring>
#include <latch>
#include <thread>

#if defined(_OPENMP)
#include <omp.h>
#endif
#if defined(__linux__)
#include <sched.h>
#endif

#include "host/engine/float_environment.hpp"
#include "host/engine/isa_build.hpp"
#include "myriad/engine.hpp"
#include "myriad/error.hpp"
#include "myriad/step/batch.hpp"
#include "host/engine/reduce_host.hpp"

namespace myriad {
namespace {

bool has_avx2() {
#if defined(MYRIAD_HAVE_AVX2)
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#else
  return false;
#endif
}

bool has_avx512() {
#if defined(MYRIAD_HAVE_AVX512)
  return has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw");
#else
  return false;
#endif
}

int processors() {
#if defined(__linux__)
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) return std::max(1, CPU_COUNT(&set));
#endif
  return 1;
}

/// Starts that many threads at once, for OpenMP ends the process where it cannot. Throws Error (exit 70).
void try_threads(int threads) {
  std::latch end{1};
  std::vector<std::thread> started;
  const auto join = [&] {
    end.count_down();
    for (std::thread& thread : started) thread.join();
  };
  try {
    while (static_cast<int>(started.size()) + 1 < threads) started.emplace_back([&end] { end.wait(); });
  } catch (const std::exception&) {
    join();
    throw Error(ExitCode::internal, std::to_string(threads) + " threads cannot be started: memory or processes " +
                                        "are used up\n  help: try --threads 1");
  }
  join();
}

class CpuEngine final : public Engine {
 public:
  CpuEngine(CpuLanes lanes, int threads, bool skip_dead)
      : lanes_(lanes), threads_(threads), skip_dead_(skip_dead) {}

  std::string name() const override {
    return std::string("cpu ") + lanes_.isa + " x" + std::to_string(threads_);
  }

  ChunkResult run(const CellJob& cell, NetworkRange range, const KeepRule& keep) override {
    records_.resize(range.count);
    train(cell.job, range);
    ChunkResult result;
    result.summary = reduce_on_host(records_.data(), range.count, reduce_shape(cell.job), threads_);
    if (keep.kind != KeepRule::Kind::none) {
      std::copy_if(records_.begin(), records_.end(), std::back_inserter(result.kept),
                   [&](const Record& r) { return keeps(keep, r); });
    }
    const Record* const first = records_.data();
    std::transform(first, first + paired_networks(range), std::back_inserter(result.flags),
                   [](const Record& r) { return r.flags; });
    return result;
  }

  /// About a second of work, at most 25 MB of records.
  std::uint64_t preferred_chunk(const CellJob& cell) const override {
    const double updates = static_cast<double>(cell.job.train.count) * (cell.job.epochs + 3.0);
    const double per_second = (lanes_.width >= 8 ? 2e9 : 5e7) * threads_;
    const auto networks = static_cast<std::uint64_t>(std::clamp(per_second / updates, 1.0, 262144.0));
    const auto lanes = static_cast<std::uint64_t>(lanes_.width * threads_);
    return (networks + lanes - 1) / lanes * lanes;
  }

 private:
  void train(const Job& job, NetworkRange range) {
    const std::uint64_t group_size = group_networks(range.count);
    const auto groups = static_cast<std::int64_t>((range.count + group_size - 1) / group_size);
#if defined(_OPENMP)
#pragma omp parallel num_threads(threads_)
#endif
    {
      const FloatEnvironment environment;
      std::vector<std::uint32_t> order(order_words(job) * static_cast<std::uint64_t>(lanes_.width));
#if defined(_OPENMP)
#pragma omp for schedule(dynamic, 1)
#endif
      for (std::int64_t group = 0; group < groups; ++group) {
        const std::uint64_t first = static_cast<std::uint64_t>(group) * group_size;
        const auto count = static_cast<std::uint32_t>(std::min(group_size, range.count - first));
        lanes_.train({job, range.first + first, count, order.data(), records_.data() + first, skip_dead_});
      }
    }
  }

  /// Networks that a thread takes at a time: large groups regroup well, several for each thread share the work.
  std::uint64_t group_networks(std::uint64_t count) const {
    const auto width = static_cast<std::uint64_t>(lanes_.width);
    const std::uint64_t share = count / (8 * static_cast<std::uint64_t>(threads_)) / width * width;
    return std::clamp<std::uint64_t>(share, 2 * width, kGroupNetworks);
  }

  CpuLanes lanes_;
  int threads_;
  bool skip_dead_;
  std::vector<Record> records_;
};

}  // namespace

IsaBuild isa_build(const std::string& isa) {
#if defined(MYRIAD_HAVE_AVX512)
  if (isa == "avx512") return {cpu_lanes_avx512(), cpu_peak_avx512()};
#endif
#if defined(MYRIAD_HAVE_AVX2)
  if (isa == "avx2") return {cpu_lanes_avx2(), cpu_peak_avx2()};
#endif
  static_cast<void>(isa);
  return {cpu_lanes_baseline(), cpu_peak_baseline()};
}

std::vector<std::string> available_isas() {
  std::vector<std::string> isas;
  if (has_avx512()) isas.push_back("avx512");
  if (has_avx2()) isas.push_back("avx2");
  isas.push_back("baseline");
  return isas;
}

std::unique_ptr<Engine> make_cpu_engine(const CpuOptions& options) {
  const std::vector<std::string> isas = available_isas();
  std::string isa = options.isa;
  if (isa == "auto") isa = isas.front();
  if (isa != "baseline" && isa != "avx2" && isa != "avx512") {
    throw UsageError("--isa: '" + isa + "' is not one of auto, baseline, avx2, avx512");
  }
  if (std::find(isas.begin(), isas.end(), isa) == isas.end()) {
    throw DeviceError("this processor (or this build) cannot run --isa " + isa + "; it has " + isas.front() +
                      " and lower");
  }
  const int threads = options.threads > 0 ? options.threads : processors();
  try_threads(threads);
  return std::make_unique<CpuEngine>(isa_build(isa).lanes, threads, options.skip_dead);
}

}  // namespace myriad
