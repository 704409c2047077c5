// Which cells of a sweep are compared with which: along an axis, against its first value.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "myriad/spec.hpp"

namespace myriad {

/// Two cells that have the same text for every varied key but one.
struct AxisPair {
  std::string key;
  std::uint32_t a = 0;  ///< has the key's first value among the cells that differ in that key only
  std::uint32_t b = 0;
};

/// All of them: keys in the order of Sweep::varied_keys, then by a, then by b. A key's values are
/// in the order in which cells have them first.
std::vector<AxisPair> axis_pairs(const Sweep& sweep);

}  // namespace myriad
