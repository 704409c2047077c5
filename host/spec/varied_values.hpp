// What a cell has for the keys that vary in its sweep: as text, in a table, as a label.
#pragma once

#include <string>
#include <vector>

#include "myriad/spec.hpp"
#include "myriad/table.hpp"

namespace myriad {

/// A key's canonical text in a cell; empty where it has none.
inline std::string value_text(const Cell& cell, const std::string& key) {
  const auto found = cell.values.find(key);
  return found == cell.values.end() ? "" : found->second;
}

/// The same for a table: a number where it is one, empty where the cell has no such key.
inline Entry value_entry(const Cell& cell, const std::string& key) {
  return cell.values.count(key) == 0 ? Entry() : entry_of(value_text(cell, key));
}

/// "cell 3", "cell 3 (torch default, activation relu, lr 0.1)": its name and what it has of `keys`.
std::string cell_label(const Cell& cell, const std::vector<std::string>& keys);

}  // namespace myriad
