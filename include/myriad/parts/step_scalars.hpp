// The numbers of one optimiser step, and how long a table of them must be.
#pragma once

#include <cstdint>

namespace myriad {

/// What depends on the number of the optimiser step alone (bias corrections and the like): computed on the
/// host in double, rounded once. The learning rate is not in it.
struct StepScalars {
  float s[4] = {};  ///< meaning given by the optimiser
};

/// Everything that one parameter's update needs besides its gradient and state.
struct UpdateTerms {
  float lr;             ///< of this epoch
  float decay;          ///< weight decay of this parameter; 0 where biases are left out
  StepScalars step;
  const float* a;       ///< the optimiser's arguments
};

/// What settled() says of numbers that change for ever.
constexpr std::uint64_t kNeverSettles = ~std::uint64_t{0};

/// Longest table of StepScalars: 1 GiB. Numbers that have not settled by then (a beta2 within 1e-6 of 1, a
/// learning rate decay) need a cell of fewer steps; engines refuse the others.
constexpr std::uint64_t kMaxStepScalars = std::uint64_t{1} << 26;

/// Entries of a table that serves `steps` steps: step t uses entry min(t, length - 1).
constexpr std::uint64_t step_table_length(std::uint64_t steps, std::uint64_t settled) {
  return settled < steps ? settled + 1 : steps;
}

}  // namespace myriad
