// From a device's name, as people write it, to the engine that trains on it.
#pragma once

#include <memory>
#include <string>

#include "myriad/engine.hpp"

namespace myriad {

/// Threads that a CPU engine may be given.
constexpr int kMostThreads = 4096;

/// What to train on.
struct DeviceChoice {
  /// auto (CUDA where it works, else the CPU), cpu, cuda, cuda:N, all (every CUDA device, else the
  /// CPU) or reference (plain loops).
  std::string device = "auto";
  std::string isa = "auto";  ///< of the CPU engine: auto, baseline, avx2, avx512
  int threads = 0;           ///< of the CPU engine; 0: one per processor of this process
  bool fast = false;         ///< CUDA may use the chip's approximate functions; the CPU has exact ones only
};

/// The engine for a choice. Any of them gives the same bits, but for CUDA that is `fast`. Throws UsageError for a name or a
/// number of threads that no machine has, DeviceError with the reason and the fix for a device that
/// this one lacks.
std::unique_ptr<Engine> make_engine(const DeviceChoice& choice = {});

}  // namespace myriad
