// The exact probabilities of starts, each worked out once: cells that differ only in how they train start alike, and a
// probability can take a second.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <tuple>

#include "myriad/dataset.hpp"
#include "myriad/spec.hpp"
#include "myriad/theory_check.hpp"

namespace myriad {

/// The functions of myriad/theory.hpp, remembered. Data sets must outlive it.
class KnownStarts {
 public:
  std::optional<double> born_dead(const CellConfig& config, const Dataset& dataset);
  std::optional<double> born_inactive(const CellConfig& config, const Dataset& dataset);
  std::optional<double> born_always_on(const CellConfig& config, const Dataset& dataset);
  /// Probabilities worked out so far.
  std::size_t size() const { return known_.size(); }

 private:
  using Theory = std::optional<double> (*)(const CellConfig&, const Dataset&);
  std::optional<double> of(Theory theory, const CellConfig& config, const Dataset& dataset);

  std::map<std::tuple<const Dataset*, Theory, std::string>, std::optional<double>> known_;
};

/// The check of one cell that born_dead_checks makes of all.
TheoryCheck born_dead_check(const Result& result, const CellResult& cell, KnownStarts& starts);

}  // namespace myriad
