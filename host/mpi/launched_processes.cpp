// What MPI's launchers leave in the environment. MPI is not asked: without a launcher it is not started at all.
#include <cstdlib>
#include <string_view>

#include "host/mpi/ranks.hpp"
#include "host/text/decimal.hpp"

namespace myriad {

int launched_processes() {
  for (const char* const name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "MPI_LOCALNRANKS"}) {
    const char* const text = std::getenv(name);
    if (text == nullptr) continue;
    const auto count = parse_decimal(text);
    if (count && *count >= 1 && *count < 1'000'000) return static_cast<int>(*count);
  }
  return 1;
}

}  // namespace myriad
