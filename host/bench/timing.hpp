// Timing an engine on a job, once its bits have been compared.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "host/bench/bench_job.hpp"

namespace myriad {

/// Rates of one engine on one job, in network-sample updates per second.
struct Timing {
  std::string engine;
  std::string job;              ///< to_text() of it, or what else was timed
  std::uint64_t networks = 0;   ///< of each repeat
  std::uint64_t cells = 1;
  std::uint64_t digest = 0;     ///< of the networks that were compared with the reference engine
  std::vector<double> rates;    ///< of the repeats, ascending

  double median() const;
  double slowest() const { return rates.front(); }
  double fastest() const { return rates.back(); }
};

struct TimingOptions {
  int repeats = 5;
  double seconds = 0.5;         ///< of a repeat, about
  std::uint64_t networks = 0;   ///< 0: as many as fill the time
  bool exact = true;            ///< the engine must give the reference engine's bits; else about as many dead networks
};

/// Compares the first networks (203, a tail in every lane width, or as many as the reference engine does in about a
/// second) with the reference engine's, warms up, and times Engine::run over chunks. Throws Error (exit 70) when a bit
/// differs: such an engine is not timed. One that is not exact must have the same networks born dead among 4,096, and as
/// many dead at the end within 5 standard errors of the difference.
Timing time_engine(Engine& engine, const BenchJob& job, const TimingOptions& options);

/// A whole sweep from spec text to committed result in a new directory under the system's temporary one, which is
/// removed: what a user waits for, but for the start of the process.
Timing time_sweep(Engine& engine, const BenchJob& job, std::uint64_t networks, std::uint64_t cells,
                  const TimingOptions& options);

}  // namespace myriad
