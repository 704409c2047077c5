// The processes that `mpirun -n R myriad run …` starts: rank 0 owns the result, the others compute for it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "host/run/prepared_sweep.hpp"
#include "myriad/engine.hpp"
#include "myriad/error.hpp"

namespace myriad {

class Ranks {
 public:
  virtual ~Ranks() = default;  ///< on rank 0: lets the others end
  virtual int rank() const = 0;
  virtual int count() const = 0;
  virtual int local_rank() const = 0;  ///< among those on this machine

  /// What a rank brings to the start: what it is about to compute, or why it cannot.
  struct Readiness {
    std::uint64_t work = 0;  ///< work_of() the cells that it will compute from
    std::string options;     ///< those that all must share: where the result goes, its share, how it is computed
    ExitCode code = ExitCode::ok;
    std::string complaint;
  };
  /// To be called by every rank, once. Ok when all are ready for the same work with the same options; otherwise the code
  /// of the first that is not. Rank 0 throws where that is another rank, with its complaint.
  virtual ExitCode assemble(const Readiness& mine) = 0;

  /// Rank 0: an engine of all ranks. Each chunk is cut into a range of networks for each of them; it is one chunk for
  /// the caller, so the store has one writer. Whatever a rank throws, or rank 0 on the way, becomes the engine's
  /// exception once all ranks have answered: std::bad_alloc, an Error with its code, or any other. `own` must outlive it.
  virtual std::unique_ptr<Engine> engine(Engine& own) = 0;
  /// Rank 0: the cell that the engine is given next.
  virtual void begin_cell(std::size_t cell) = 0;

  /// The others: compute until rank 0 has ended.
  virtual void serve(const Sweep& sweep, const std::vector<PreparedCell>& cells, Engine& own) = 0;

  /// Whether other ranks would wait for ever if this one just left: not for rank 0 once they serve it.
  virtual bool awaited() const = 0;
  /// Ends all ranks at once, this one too, with this code.
  virtual void end_all(ExitCode code) = 0;
};

/// Null when no launcher of MPI started this process. Throws UsageError when one started several and this build has
/// no MPI: they would all do the same. `orphaned` is called from a thread when the launcher is gone, and must not return.
std::unique_ptr<Ranks> join_ranks(std::function<void()> orphaned);

/// How many processes the launcher says that it started; 1 without one.
int launched_processes();

/// "Open MPI v4.1.4, …"; empty in a build without MPI.
std::string mpi_library();

}  // namespace myriad
