// How the learning rate moves over the epochs. Host only, in double.
#pragma once

#include <cstdint>

#include "myriad/core/double_math.hpp"
#include "myriad/core/type_list.hpp"
#include "myriad/parts/part.hpp"

namespace myriad {

/// A schedule provides
///   factor(epoch, epochs, arguments)   lr is multiplied by it, epoch from 0
///   settled(epochs, arguments)         from this epoch on the factor does not change
struct ConstantSchedule {
  static constexpr PartInfo info{"constant", "", "lr", "The learning rate stays as it is."};
  static constexpr std::array<Parameter, 0> parameters{};
  static double factor(std::uint64_t, std::uint64_t, const double*) { return 1.0; }
  static std::uint64_t settled(std::uint64_t, const double*) { return 0; }
};

using Schedules = TypeList<ConstantSchedule>;

}  // namespace myriad
