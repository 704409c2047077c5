// Every part of every kind, as the program knows it: built by folding over the part lists. The parser,
// `myriad list`, the docs and the tests read this; nothing else names a part.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "myriad/parts/part.hpp"

namespace myriad {

enum class PartKind { activation, initializer, optimizer, loss, preprocess, dataset, schedule };

/// "activations", "initializers", … as `myriad list` names them, in the order of PartKind.
const std::vector<std::string>& part_kind_names();

struct PartDescription {
  PartInfo info;
  std::vector<Parameter> parameters;
};

/// All parts of a kind; a part's id is its position.
const std::vector<PartDescription>& parts(PartKind kind);

/// Position of a part by name or alias; -1 when there is none.
int find_part(PartKind kind, std::string_view name);

/// The position by name; throws std::logic_error when there is none. For names written in our own code.
int part_id(PartKind kind, std::string_view name);

}  // namespace myriad
