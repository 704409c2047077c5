// Timing an engine on a job.
#include "host/bench/timing.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <chrono>
#include <cmath>
#include <filesystem>

#include "myriad/error.hpp"
#include "myriad/run.hpp"

namespace myriad {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::uint64_t kVerifiedNetworks = 203;
constexpr std::uint64_t kMostNetworks = std::uint64_t{1} << 32;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

double seconds_of(Engine& engine, const CellJob& cell, std::uint64_t networks) {
  const std::uint64_t chunk = std::max<std::uint64_t>(1, engine.preferred_chunk(cell));
  const auto start = Clock::now();
  for (std::uint64_t first = 0; first < networks; first += chunk) {
    engine.run(cell, {first, std::min(chunk, networks - first)}, {});
  }
  return seconds_since(start);
}

/// Networks that take about `wanted` seconds; the runs it takes to find out warm the engine up.
std::uint64_t fitting_networks(Engine& engine, const CellJob& cell, double wanted) {
  std::uint64_t networks = 256;
  double seconds = seconds_of(engine, cell, networks);
  while (seconds < wanted / 10 && networks < kMostNetworks / 4) {
    networks *= 4;
    seconds = seconds_of(engine, cell, networks);
  }
  const double fitting = static_cast<double>(networks) * wanted / seconds;
  const auto whole = static_cast<std::uint64_t>(std::min(fitting, 0x1p32)) / 256 * 256;
  return std::clamp<std::uint64_t>(whole, 256, kMostNetworks);
}

/// A new directory; removed with everything in it.
class Scratch {
 public:
  Scratch() {
    static int number = 0;
    path_ = std::filesystem::temp_directory_path() /
            fmt::format("myriad-bench-{}-{}", ::getpid(), number++);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

/// The digest of a few networks, equal to the reference engine's. Of a large job only so many epochs and networks are
/// compared as the reference engine computes in about a second.
std::uint64_t verified_digest(Engine& engine, BenchJob job) {
  constexpr std::uint64_t kUpdates = 20'000'000;
  job.epochs = std::clamp<std::uint64_t>(kUpdates / (job.rows * kVerifiedNetworks), 1, job.epochs);
  const std::uint64_t networks =
      std::clamp<std::uint64_t>(kUpdates / (job.rows * job.epochs), 1, kVerifiedNetworks);
  const CellJob cell = make_bench_job(job);
  const NetworkRange range{0, networks};
  const Summary expected = make_reference_engine()->run(cell, range, {}).summary;
  if (!(engine.run(cell, range, {}).summary == expected)) {
    throw Error(ExitCode::internal,
                fmt::format("{} does not give the reference engine's bits: not timed\n"
                            "  help: `myriad doctor` looks closer",
                            engine.name()));
  }
  return expected.tally.digest;
}

std::uint64_t with_flag(const Tally& tally, std::uint32_t flag) { return tally.flag[std::countr_zero(flag)]; }

/// The digest of networks that were compared by what becomes of them, not by their bits.
std::uint64_t plausible_digest(Engine& engine, const BenchJob& job) {
  constexpr std::uint64_t networks = 4096;
  const CellJob cell = make_bench_job(job);
  const Tally expected = make_cpu_engine()->run(cell, {0, networks}, {}).summary.tally;
  const Tally got = engine.run(cell, {0, networks}, {}).summary.tally;
  const std::uint64_t born = with_flag(got, kBornDead), exactly_born = with_flag(expected, kBornDead);
  const std::uint64_t dead = with_flag(got, kDead), exactly_dead = with_flag(expected, kDead);
  const double share = static_cast<double>(exactly_dead) / static_cast<double>(networks);
  const double error = std::sqrt(2 * share * (1 - share) * static_cast<double>(networks));
  if (born != exactly_born || std::abs(static_cast<double>(dead) - static_cast<double>(exactly_dead)) > 5 * error) {
    throw Error(ExitCode::internal,
                fmt::format("{}: of {} networks {} were born dead and {} are dead; exactly, {} and {}: not timed",
                            engine.name(), networks, born, dead, exactly_born, exactly_dead));
  }
  return got.digest;
}

}  // namespace

double Timing::median() const {
  const std::size_t middle = rates.size() / 2;
  return rates.size() % 2 == 1 ? rates[middle] : (rates[middle - 1] + rates[middle]) / 2;
}

Timing time_engine(Engine& engine, const BenchJob& job, const TimingOptions& options) {
  const CellJob cell = make_bench_job(job);
  Timing timing;
  timing.digest = options.exact ? verified_digest(engine, job) : plausible_digest(engine, job);
  timing.engine = engine.name();
  timing.job = to_text(job);
  timing.networks =
      options.networks != 0 ? options.networks : fitting_networks(engine, cell, options.seconds);
  if (options.networks != 0) seconds_of(engine, cell, options.networks);
  const double updates = static_cast<double>(timing.networks) * updates_per_network(job);
  for (int i = 0; i < options.repeats; ++i) {
    timing.rates.push_back(updates / seconds_of(engine, cell, timing.networks));
  }
  std::sort(timing.rates.begin(), timing.rates.end());
  return timing;
}

Timing time_sweep(Engine& engine, const BenchJob& job, std::uint64_t networks, std::uint64_t cells,
                  const TimingOptions& options) {
  Timing timing;
  timing.digest = options.exact ? verified_digest(engine, job) : plausible_digest(engine, job);
  timing.engine = engine.name();
  timing.job = to_text(job) + ", from spec to store";
  timing.networks = networks;
  timing.cells = cells;
  const double updates =
      static_cast<double>(networks) * static_cast<double>(cells) * updates_per_network(job);
  for (int i = 0; i < options.repeats; ++i) {
    const Scratch scratch;
    RunOptions run;
    run.directory = scratch.path();
    const auto start = Clock::now();
    run_sweep(parse_spec(bench_spec(job, networks, cells), "bench.toml"), engine, run);
    timing.rates.push_back(updates / seconds_since(start));
  }
  std::sort(timing.rates.begin(), timing.rates.end());
  return timing;
}

}  // namespace myriad
