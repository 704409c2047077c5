// Looks for wrong results: a share of the networks, computed again by another engine.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "myriad/engine.hpp"

namespace myriad {

/// Networks are chosen in blocks of 16, as many as a vector register holds, by a hash of the seed, the cell and the
/// block: chunks, shards and resuming change nothing about the choice.
class Verification {
 public:
  /// `share` in (0, 1]. `by` must outlive it.
  Verification(double share, Engine& by, std::uint64_t seed);

  /// `result` must hold every row of the range (KeepRule::Kind::all). Adds the rows up again and compares the sums;
  /// computes the chosen networks again and compares their rows. Throws Error at the first different bit, with the cell,
  /// the network, the field and the bits of both engines.
  void check(const CellJob& job, std::uint32_t cell, const std::vector<std::string>& parameters,
             NetworkRange range, const ChunkResult& result, const std::string& engine);

  bool chooses(std::uint32_t cell, std::uint64_t network) const;
  std::uint64_t networks() const { return networks_; }  ///< compared so far

 private:
  double share_;
  Engine& by_;
  std::uint64_t seed_;
  std::uint64_t networks_ = 0;
};

}  // namespace myriad
