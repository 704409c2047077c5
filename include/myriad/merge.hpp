// Shards of one sweep, computed apart, put together.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace myriad {

struct MergeOutcome {
  std::uint64_t results = 0, cells = 0, chunks = 0;
  std::uint64_t networks = 0;       ///< merged, over all cells
  std::uint64_t networks_missing = 0;  ///< of the whole sweep; `status` says which
  std::uint64_t cells_failed = 0;
};

/// Writes the result that one run over all networks would have written into `to`, which is made and must hold no
/// result; in one transaction, so that a merge that was killed left nothing. The shards need not be complete.
/// Throws OtherSpecError, with the difference, for results of different specs, seeds, data, numerics or math;
/// UsageError for results that overlap; InputOutputError for damaged ones. `command` goes to the manifest.
MergeOutcome merge_results(const std::vector<std::string>& directories, const std::string& to,
                           const std::string& command);

}  // namespace myriad
