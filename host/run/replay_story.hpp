// In words, what became of a replayed network and why.
#pragma once

#include <string>

#include "myriad/replay.hpp"

namespace myriad {

/// The optimiser's verdict on a death at the end; plain descent without decay can undo none.
Verdict verdict_of(const Record& record, const CellConfig& config);

/// Sentences, a line each. `replay` has all but its story.
std::string story_of(const Replay& replay, const CellJob& job, const CellConfig& config);

}  // namespace myriad
