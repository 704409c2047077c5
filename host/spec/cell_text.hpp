// A cell as text and back, for the store: it can then be read without its spec file, whatever overrides
// made it. Parts are stored by name, so that a part added to a list moves nothing.
#pragma once

#include <string>
#include <vector>

#include "myriad/spec.hpp"

namespace myriad {

/// JSON with everything but the index.
std::string to_text(const Cell& cell);

/// Throws InputOutputError when the text is damaged, names a part that this version does not have, or gives a
/// part arguments that a spec could not give it.
Cell cell_from_text(const std::string& text);

/// What the command line changed, as JSON and back. Throws InputOutputError.
std::string to_text(const Overrides& overrides);
Overrides overrides_from_text(const std::string& text);

/// Sweep::varied_keys from a JSON list: keys that a spec has, each once. Throws InputOutputError.
std::vector<std::string> varied_keys_from_text(const std::string& text);

/// "none", "all", "dead" or "first(n)" back from KeepRule::text(). Throws InputOutputError.
KeepRule keep_rule_from_text(const std::string& text);

/// What two cells that share a prepared data set have in common: data, preprocess, test_fraction.
std::string dataset_key(const CellConfig& config);

}  // namespace myriad
