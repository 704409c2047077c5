// The tables of a result by name: what `myriad export --table` and the bindings of other languages offer.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "myriad/result.hpp"

namespace myriad {

/// "cells", "networks", "data" …
const std::vector<std::string>& table_names();

/// One of them; `cell` empty: of all cells. Throws UsageError for an unknown name (with the nearest one),
/// for a cell that is not there, and for "data" without a cell: each cell may see other data.
Table named_table(const Result& result, const std::string& name, std::optional<std::uint32_t> cell = {});

}  // namespace myriad
