// Whether a directory's result and a spec are of one sweep, and what is left to do if they are.
#pragma once

#include <string>
#include <vector>

#include "host/run/prepared_sweep.hpp"
#include "host/store/store.hpp"

namespace myriad {

/// What the store should hold next: the new spec's cells in its order, each with what is already done of
/// it. Throws OtherSpecError, with the difference, when a cell of the directory is not in the spec, when
/// fewer networks are asked for than are done, or when networks are done whose rows the new `keep` needs
/// and the old one dropped.
StoredSweep resume_plan(const StoredSweep& stored, const Sweep& sweep,
                        const std::vector<PreparedCell>& cells, const std::string& math,
                        const std::string& directory);

/// How two results' sweeps differ, "lr: 0.1 there, 0.2 here"; empty where they do not: networks, keep, math, the number
/// of cells, then what differs in the first cell that is another one.
std::vector<std::string> differences(const StoredSweep& there, const StoredSweep& here);

/// What the store of a directory without a result should hold next.
StoredSweep first_plan(const Sweep& sweep, const std::vector<PreparedCell>& cells,
                       const std::string& math);

/// Whether the rows kept of `chunk` are all that `rule` asks for.
bool covers(const StoredChunk& chunk, const KeepRule& rule);

}  // namespace myriad
