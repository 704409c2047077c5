// What must hold among the values of one cell, once each of them is good by itself.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "host/spec/spec_keys.hpp"

namespace myriad {

/// A value that follows from another key: the bias initialiser that comes with torch_linear.
struct ImpliedValue {
  std::string key;
  std::string text, identity;
  std::string origin;  ///< the key it follows from
};

/// Settles which initialiser each parameter group of the draft gets: a layer's own key, else the
/// general one, else what comes with the weights' initialiser, else zeros.
std::vector<ImpliedValue> complete_initialization(CellDraft& draft);

/// Complains about values that do not go together. Values that are faulty by themselves have been
/// complained of, and are left alone. `networks_per_cell` is empty when it is not known.
void check_cell(const CellDraft& draft, std::optional<std::uint64_t> networks_per_cell,
                Complaints& complaints);

}  // namespace myriad
