// What each varied axis changes: cells that differ in nothing else, compared pair by pair.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "host/report/difference.hpp"
#include "host/report/report_model.hpp"

namespace myriad::report {

/// Two cells that differ in one axis only, by position in the model; differences are `to` minus
/// `from`.
struct CellPair {
  std::size_t from = 0;
  std::size_t to = 0;
  Difference dead;      ///< share dead at the end
  bool paired = false;  ///< `dead` rests on the fate of every single network in both cells
};

/// One value of an axis against the axis's first value.
struct ValueEffect {
  std::string value;
  std::vector<CellPair>
      pairs;  ///< in plan order of `from`; only those where some network can be dead
  std::size_t idle_pairs = 0;  ///< further pairs without any dead network on either side
  Difference dead, born_dead, died, accuracy;  ///< means over `pairs`
  bool has_accuracy = false;
  bool same_starts = false;  ///< every pair was born dead alike: the axis acts only later
  bool paired = false;       ///< all of `pairs` are
};

struct AxisEffect {
  std::vector<std::size_t> keys;    ///< positions among the varied keys: several for a [[zip]]
  std::string key;                  ///< their names, joined by " / "
  std::string reference;            ///< the first value in plan order, without its key
  std::vector<ValueEffect> values;  ///< the others, in plan order; empty: nothing can be compared
};

/// One entry per varied key, a [[zip]]'s keys together, in the order of the keys.
std::vector<AxisEffect> axis_effects(const ReportModel& model);

/// A cell's value of an axis in words: "lr 0.1", or "0.1" alone where the key has just been named.
std::string axis_value_label(const ReportModel& model, const AxisEffect& axis,
                             const ReportCell& cell, bool with_key = true);

}  // namespace myriad::report
