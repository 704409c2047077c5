// From sections to cells: grid x zips, then the random cells, then the [[cell]] tables.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "host/spec/spec_sections.hpp"

namespace myriad {

/// What expansion needs to know besides the sections.
struct ExpansionContext {
  std::uint64_t seed = 0;
  std::optional<std::uint64_t> networks_per_cell;  ///< empty when faulty
  std::string directory;  ///< of relative file names
};

/// Fills in `cells` and `varied_keys`. Every mistake is a complaint; with complaints the cells are
/// not complete.
void expand_cells(SpecDocument& document, SectionReader& reader, const ExpansionContext& context,
                  Complaints& complaints, Sweep& sweep);

}  // namespace myriad
