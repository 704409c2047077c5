// The ranks of a build without MPI: it says so.
#include <fmt/format.h>

#include "host/mpi/ranks.hpp"

namespace myriad {

std::string mpi_library() { return ""; }

std::unique_ptr<Ranks> join_ranks(std::function<void()>) {
  const int count = launched_processes();
  if (count == 1) return nullptr;
  throw UsageError(fmt::format(
      "started as {} processes, but this build has no MPI: each would do all of the work\n  help: install libopenmpi-dev "
      "and openmpi-bin and build again; or start the processes without mpirun, each with its own --shard and -o, and merge "
      "the results", count));
}

}  // namespace myriad
