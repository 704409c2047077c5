// Shards of one sweep, computed apart, put together.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace myriad {

struct MergeOutcome {
  std::uint64_t results = 0, cells = 0, chunks = 0;
  std::uint64_t networks = 0;       ///< merged, over all cells
  std::uint64_t networks_repeated = 0;  ///< that several results have with the same counts: taken once
  std::uint64_t networks_missing = 0;  ///< of the whole sweep; `status` says which
  std::uint64_t cells_failed = 0;
  bool was_there = false;           ///< `to` held this very merge; its files were written again
};

/// Writes the result that one run over all networks would have written into `to`, which is made and must hold no
/// result, or the result of this very merge; in one transaction, so that a merge that was killed left nothing or lacks
/// files that the same call writes. The shards need not be complete. A chunk whose networks are all in results before it
/// is left out where its counts are the same. Throws OtherSpecError, with the difference, for results of different
/// specs, seeds, data, numerics or math; UsageError for results that overlap otherwise; InputOutputError for damaged
/// ones, and for different counts of the same networks. `command` goes to the manifest.
MergeOutcome merge_results(const std::vector<std::string>& directories, const std::string& to,
                           const std::string& command);

}  // namespace myriad
