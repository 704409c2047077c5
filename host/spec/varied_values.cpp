// A cell's label.
#include "host/spec/varied_values.hpp"

namespace myriad {

std::string cell_label(const Cell& cell, const std::vector<std::string>& keys) {
  std::string details = cell.name;
  for (const std::string& key : keys) {
    const std::string value = value_text(cell, key);
    if (value.empty()) continue;
    if (!details.empty()) details += ", ";
    details += key + ' ' + value;
  }
  const std::string number = "cell " + std::to_string(cell.index);
  return details.empty() ? number : number + " (" + details + ')';
}

}  // namespace myriad
