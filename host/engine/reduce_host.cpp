// Thrust's OpenMP (or plain C++) backend over the records of one chunk.
#include "host/engine/reduce_host.hpp"

#include <thrust/system/cpp/execution_policy.h>
#if defined(_OPENMP)
#include <omp.h>
#include <thrust/system/omp/execution_policy.h>
#endif

#include "myriad/reduce.hpp"

namespace myriad {
namespace {

template <class Policy>
Summary reduce_with(const Policy& policy, const Record* records, std::uint64_t count,
                    const ReduceShape& shape) {
  const HistogramSizes sizes = HistogramSizes::of(shape);
  std::vector<std::uint64_t> counters(sizes.total(), 0);
  bin_records(policy, records, count, shape, view_of(counters.data(), sizes));
  return summary_of(tally_records(policy, records, count, shape.parameters), counters.data(), sizes);
}

}  // namespace

Summary reduce_on_host(const Record* records, std::uint64_t count, const ReduceShape& shape, int threads) {
#if defined(_OPENMP)
  if (threads > 1) {
    const int before = omp_get_max_threads();
    omp_set_num_threads(threads);
    Summary summary = reduce_with(thrust::omp::par, records, count, shape);
    omp_set_num_threads(before);
    return summary;
  }
#endif
  static_cast<void>(threads);
  return reduce_with(thrust::cpp::par, records, count, shape);
}

}  // namespace myriad
