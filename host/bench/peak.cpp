// What this processor can do at best.
#include "host/bench/peak.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include "host/engine/isa_build.hpp"

namespace myriad {
namespace {

constexpr int kTries = 7;
constexpr double kSeconds = 0.02;

double seconds_of(const CpuPeak& peak, std::uint64_t steps, int threads) {
  std::atomic<float> sink{0};
  const auto start = std::chrono::steady_clock::now();
  std::vector<std::thread> others;
  for (int i = 1; i < threads; ++i) {
    others.emplace_back([&] { sink = peak.run(steps); });
  }
  sink = peak.run(steps);
  for (std::thread& other : others) other.join();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

double measure_fma_peak(const std::string& isa, int threads) {
  const CpuPeak peak = isa_build(isa).peak;
  std::uint64_t steps = 1000;
  while (seconds_of(peak, steps, threads) < kSeconds) steps *= 2;
  double best = seconds_of(peak, steps, threads);
  for (int i = 1; i < kTries; ++i) best = std::min(best, seconds_of(peak, steps, threads));
  return static_cast<double>(steps) * kPeakChains * peak.width * threads / best;
}

}  // namespace myriad
