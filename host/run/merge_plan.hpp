// What a merge puts together: which chunks of which results, each network once.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "host/store/store.hpp"

namespace myriad {

/// A result to be merged. Not kept open, and its sums not kept: shards may be thousands.
struct MergeSource {
  explicit MergeSource(const std::string& where);
  std::string directory;
  StoredSweep sweep;
};
using MergeSources = std::vector<MergeSource>;

/// What one run would have planned. The plan's done ranges are those of all sources. A chunk all of whose
/// networks are in sources before is taken out of its source, and its networks are counted in `repeated`, where the
/// counts of both are the same; where they are not, InputOutputError. Throws UsageError for a chunk of which a part only
/// is in sources before, or is there as a part of chunks only: counts are known of whole chunks.
StoredSweep merged_plan(MergeSources& sources, std::uint64_t& repeated);

}  // namespace myriad
