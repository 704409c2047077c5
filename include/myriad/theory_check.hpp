// Counts of networks born dead beside the exact probability: a check of the whole chain, from
// random words to flags.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "myriad/result.hpp"

namespace myriad {

/// A count further than this from theory means a mistake somewhere: chance does it in one cell of
/// 1.7 million.
constexpr double kMostStandardErrors = 5;

/// Whether the share born dead of a cell with so many networks is a sample of the exact
/// probability, is it (a whole lattice of starts), or is of another part of the lattice.
enum class StartKind { random, certain, partial };
StartKind start_kind(const CellConfig& config, std::uint64_t networks);

/// What a count says of a probability. Empty where there is nothing to compare.
struct TheoryCheck {
  std::optional<double> theory;
  std::optional<double> standard_error;  ///< of the share; 0 where theory leaves no choice
  std::optional<double> z;     ///< share minus theory in standard errors; 0 or infinite there
  std::optional<bool> agrees;  ///< |z| <= kMostStandardErrors
};

/// Compares `count` of `networks` with a probability. `certain`: the count is determined, as that
/// of a whole lattice is.
TheoryCheck compare_with_theory(std::optional<double> theory, bool certain, std::uint64_t count,
                                std::uint64_t networks);

/// The checks of all cells of a result, in order. Cells with the same start and data share the
/// work.
std::vector<TheoryCheck> born_dead_checks(const Result& result);

/// One sentence for each cell whose count of networks born dead does not agree with theory: its
/// number, values, both shares and the distance.
std::vector<std::string> theory_warnings(const Result& result);

}  // namespace myriad
