// Cells grouped by all their varied values but one.
#include "host/tables/axis_pairs.hpp"

#include <algorithm>
#include <map>

#include "host/spec/varied_values.hpp"

namespace myriad {
namespace {

using Values = std::vector<std::string>;

/// The cells of each group, those with the earliest value first.
std::map<Values, std::vector<std::uint32_t>> groups_along(const Sweep& sweep,
                                                          const std::string& key) {
  std::map<std::string, std::size_t> rank;  // of the key's values, by first appearance
  std::map<Values, std::vector<std::uint32_t>> groups;
  for (const Cell& cell : sweep.cells) {
    rank.emplace(value_text(cell, key), rank.size());
    Values others;
    for (const std::string& other : sweep.varied_keys) {
      if (other != key) others.push_back(value_text(cell, other));
    }
    groups[others].push_back(cell.index);
  }
  for (auto& [others, cells] : groups) {
    std::stable_sort(cells.begin(), cells.end(), [&](std::uint32_t a, std::uint32_t b) {
      return rank.at(value_text(sweep.cells[a], key)) < rank.at(value_text(sweep.cells[b], key));
    });
  }
  return groups;
}

}  // namespace

std::vector<AxisPair> axis_pairs(const Sweep& sweep) {
  std::vector<AxisPair> pairs;
  for (const std::string& key : sweep.varied_keys) {
    std::vector<AxisPair> along;
    for (const auto& [others, cells] : groups_along(sweep, key)) {
      const std::string first = value_text(sweep.cells[cells.front()], key);
      for (const std::uint32_t b : cells) {
        if (value_text(sweep.cells[b], key) != first) along.push_back({key, cells.front(), b});
      }
    }
    std::sort(along.begin(), along.end(), [](const AxisPair& x, const AxisPair& y) {
      return x.a != y.a ? x.a < y.a : x.b < y.b;
    });
    pairs.insert(pairs.end(), along.begin(), along.end());
  }
  return pairs;
}

}  // namespace myriad
