// The one interface of every engine, and the job it is given. host/ and kernels/ meet only here.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "myriad/dataset.hpp"
#include "myriad/parts/part.hpp"
#include "myriad/spec.hpp"
#include "myriad/step/job.hpp"
#include "myriad/step/record.hpp"
#include "myriad/summary.hpp"

namespace myriad {

/// Bumped together with the golden hashes whenever a polynomial, an order of summation or a stream moves.
constexpr int kNumericsVersion = 3;

/// One cell made ready for engines. Owns everything that `job` points to; movable, not copyable.
struct CellJob {
  Job job;
  std::vector<float> lrs;
  std::vector<StepScalars> steps;
  std::vector<std::uint32_t> file_order;   ///< of mini-batches
  std::shared_ptr<const Coast> coast;      ///< of ReLU networks
  std::vector<std::uint32_t> checkpoints;  ///< survival epochs, ascending
  std::shared_ptr<const Dataset> dataset;
};

/// Resolves a cell's configuration for its engines. Throws UsageError for combinations that no engine
/// can compute (they are spec errors; parse_spec finds them first).
CellJob make_cell_job(const CellConfig& config, std::uint64_t seed, std::uint64_t networks_per_cell,
                      std::shared_ptr<const Dataset> dataset);

/// An activation as engines run it: leaky_relu(0) and the like are relu, with its bits and its deaths.
BoundPart bind_activation(const PartCall& call);

/// What a network of this cell trains, by PyTorch's state-dict names, in the order of a record.
std::vector<std::string> parameter_names(const CellConfig& config);

struct NetworkRange {
  std::uint64_t first = 0;
  std::uint64_t count = 0;
};

/// The flags of networks below this number reach the store, so that cells can be compared pair by pair.
constexpr std::uint64_t kPairedNetworks = 262'144;

/// How many networks of a range are below kPairedNetworks.
inline std::uint64_t paired_networks(NetworkRange range) {
  return range.first < kPairedNetworks ? std::min(range.count, kPairedNetworks - range.first) : 0;
}

/// Whether a rule keeps the row of this network.
inline bool keeps(const KeepRule& rule, const Record& record) {
  switch (rule.kind) {
    case KeepRule::Kind::none: return false;
    case KeepRule::Kind::all: return true;
    case KeepRule::Kind::dead: return (record.flags & kDead) != 0;
    case KeepRule::Kind::first: return record.network < rule.first;
  }
  return false;
}

struct ChunkResult {
  Summary summary;
  std::vector<Record> kept;  ///< in order of network number
  /// Record::flags of the paired_networks() of the range, in order of network number.
  std::vector<std::uint32_t> flags;
};

class Engine {
 public:
  virtual ~Engine() = default;
  /// "reference", "cpu avx512 x2", "cuda:0 NVIDIA H200": for manifests and progress lines.
  virtual std::string name() const = 0;
  /// Trains networks [range.first, range.first + range.count) of one cell and reduces them.
  virtual ChunkResult run(const CellJob& cell, NetworkRange range, const KeepRule& keep) = 0;
  /// Networks that one call should be given for a cell, so that memory stays bounded.
  virtual std::uint64_t preferred_chunk(const CellJob& cell) const = 0;
  /// Calls of run() that may be under way at the same time, each from a thread of its own.
  virtual int concurrency() const { return 1; }
  /// What this engine lost and went on without, in words: a stream or a GPU, and its error.
  virtual std::vector<std::string> losses() const { return {}; }
};

/// Plain loops over one network at a time: slow, to be read and to be compared with.
std::unique_ptr<Engine> make_reference_engine();

struct CpuOptions {
  int threads = 0;          ///< 0: one per processor of this process
  std::string isa = "auto"; ///< auto, baseline, avx2, avx512
  bool skip_dead = true;    ///< networks that stand still take the short way: the same bits, sooner
};
/// Throws UsageError for an unknown ISA, DeviceError for one that this processor lacks.
std::unique_ptr<Engine> make_cpu_engine(const CpuOptions& options = {});
/// The ISAs this build has and this processor can run, best first: {"avx512", "avx2", "baseline"}.
std::vector<std::string> available_isas();

/// What stands between this machine and a CUDA run; `usable` when nothing does.
struct CudaStatus {
  bool compiled = false;    ///< this build has kernels
  bool usable = false;
  std::string reason;       ///< "no CUDA toolkit at build time" / "no driver" / "no device" …
  std::string fix;          ///< what to do about it
  std::vector<std::string> devices;  ///< "cuda:0 NVIDIA H200, sm_90, 139 GiB"
  int driver_version = 0;   ///< 13000 for 13.0
  int runtime_version = 0;
};
CudaStatus cuda_status();
/// Throws DeviceError with cuda_status().reason when it cannot run. `fast` may use the chip's approximate functions.
std::unique_ptr<Engine> make_cuda_engine(int device = 0, bool fast = false);
/// Tries this device's approximate reciprocal on all that kernels give it: how many come out other than RN(1/a).
/// Exact training uses it, corrected, where that is 0. Throws DeviceError.
std::uint64_t wrong_cuda_reciprocals(int device = 0);
/// The same with the generic kernel only: what the specialised ones are compared with.
std::unique_ptr<Engine> make_generic_cuda_engine(int device = 0);
/// The same without a short way for networks that stand still (CpuOptions::skip_dead).
std::unique_ptr<Engine> make_unskipping_cuda_engine(int device = 0);

}  // namespace myriad
