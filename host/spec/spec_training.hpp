// What must hold among the keys that say how a cell is trained, and what they leave to the optimiser.
#pragma once

#include <vector>

#include "host/spec/spec_rules.hpp"

namespace myriad {

/// Puts in the optimiser's own learning rate and weight decay where these were not given.
std::vector<ImpliedValue> complete_training(CellDraft& draft);

/// Complains about a missing learning rate, and about a loss that the output cannot serve.
void check_training(const CellDraft& draft, Complaints& complaints);

}  // namespace myriad
