// What became of a cell's first networks, a bit each: what cells are compared by, pair by pair.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "myriad/engine.hpp"
#include "myriad/statistics.hpp"

namespace myriad {

/// Fates of a run of networks of one cell, as they are stored. Bit i % 8 of byte i / 8 belongs to
/// the i-th of them; unused bits are 0. A diverged network is neither dead nor solved.
struct PackedFates {
  std::uint64_t count = 0;
  std::string dead, diverged, solved;

  /// Adds networks by their Record::flags.
  void append(const std::vector<std::uint32_t>& flags);
  /// Whether sizes and bits keep the rules above.
  bool sound() const;
};

enum class Fate { dead, solved };

/// Fates of networks 0 to kPairedNetworks - 1 of one cell, at most 96 KiB. Bit n % 64 of word n /
/// 64 belongs to network n; words beyond the last one known are left out.
struct CellFates {
  std::vector<std::uint64_t> finite;  ///< done, known, and not diverged
  std::vector<std::uint64_t> dead, solved;

  /// Adds networks first, first + 1, …; first + fates.count <= kPairedNetworks.
  void insert(std::uint64_t first, const PackedFates& fates);
  std::uint64_t networks() const;  ///< set bits of `finite`
};

/// Counts the networks that are finite in both cells by what became of them in each.
PairedCounts paired_counts(const CellFates& a, const CellFates& b, Fate fate);

}  // namespace myriad
