// The count of one flag in a tally.
#pragma once

#include <bit>
#include <cstdint>

#include "myriad/step/tally.hpp"

namespace myriad {

inline std::uint64_t counted(const Tally& tally, Flag flag) {
  return tally.flag[std::countr_zero(static_cast<std::uint32_t>(flag))];
}

}  // namespace myriad
