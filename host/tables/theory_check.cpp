// Counts of networks born dead beside the exact probability.
#include "myriad/theory_check.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "myriad/counted.hpp"
#include "host/tables/known_starts.hpp"
#include "host/text/number.hpp"
#include "host/spec/start_law.hpp"
#include "host/spec/varied_values.hpp"

namespace myriad {
StartKind start_kind(const CellConfig& config, std::uint64_t networks) {
  const Distribution law = start_law(config.init, Shape<1>::group[0]);
  if (law.kind != Distribution::Kind::lattice) return StartKind::random;
  if (law.a * law.a != static_cast<double>(networks)) return StartKind::partial;
  return config.hidden_layers == 1 ? StartKind::certain : StartKind::random;
}

TheoryCheck compare_with_theory(std::optional<double> theory, bool certain, std::uint64_t count,
                                std::uint64_t networks) {
  TheoryCheck check;
  check.theory = theory;
  if (!theory || networks == 0) return check;
  const double n = static_cast<double>(networks), k = static_cast<double>(count), p = *theory;
  if (certain || p == 0 || p == 1) {
    const double expected = std::round(n * p);
    check.standard_error = 0;
    check.z =
        k == expected ? 0 : std::copysign(std::numeric_limits<double>::infinity(), k - expected);
  } else {
    check.standard_error = std::sqrt(p * (1 - p) / n);
    check.z = (k / n - p) / *check.standard_error;
  }
  check.agrees = std::fabs(*check.z) <= kMostStandardErrors;
  return check;
}

TheoryCheck born_dead_check(const Result& result, const CellResult& cell, KnownStarts& starts) {
  const CellConfig& config = result.sweep().cells.at(cell.index).config;
  const std::optional<double> theory = starts.born_dead(config, *result.dataset(cell.index));
  const Tally& tally = cell.summary.tally;
  const StartKind start = start_kind(config, tally.networks);
  if (start == StartKind::partial) return {theory, {}, {}, {}};
  return compare_with_theory(theory, start == StartKind::certain, counted(tally, kBornDead), tally.networks);
}

std::vector<TheoryCheck> born_dead_checks(const Result& result) {
  KnownStarts starts;
  std::vector<TheoryCheck> checks;
  for (const CellResult& cell : result.cells()) checks.push_back(born_dead_check(result, cell, starts));
  return checks;
}

std::vector<std::string> theory_warnings(const Result& result) {
  std::vector<std::string> texts;
  const std::vector<TheoryCheck> checks = born_dead_checks(result);
  for (std::size_t i = 0; i < checks.size(); ++i) {
    const TheoryCheck& check = checks[i];
    if (check.agrees.value_or(true)) continue;
    const Tally& tally = result.cells()[i].summary.tally;
    texts.push_back(fmt::format(
        "{}: {} of {} networks were born dead, but the exact probability is {} ({})",
        cell_label(result.sweep().cells[i], result.sweep().varied_keys),
        grouped_text(counted(tally, kBornDead)), grouped_text(tally.networks),
        shortest_text(*check.theory),
        std::isinf(*check.z) ? std::string("that leaves no chance")
                             : fmt::format("{:.1f} standard errors apart", std::fabs(*check.z))));
  }
  return texts;
}

}  // namespace myriad
