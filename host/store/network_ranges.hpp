// A set of network numbers, as disjoint ranges: what is done, what a shard asks for, what is missing.
#pragma once

#include <cstdint>
#include <vector>

#include "myriad/engine.hpp"

namespace myriad {

class NetworkRanges {
 public:
  void insert(NetworkRange range);
  std::uint64_t count() const;
  /// One past the highest number; 0 when there is none.
  std::uint64_t end() const { return ranges_.empty() ? 0 : ranges_.back().end; }
  /// What of `range` is not in the set, ascending.
  std::vector<NetworkRange> missing(NetworkRange range) const;
  /// All of it, ascending, neither overlapping nor touching.
  std::vector<NetworkRange> ranges() const;
  bool overlaps(NetworkRange range) const;

 private:
  struct Piece {
    std::uint64_t first;
    std::uint64_t end;
  };
  std::vector<Piece> ranges_;  // ascending, neither overlapping nor touching
};

/// Networks [n*index/count, n*(index+1)/count), computed without overflow.
NetworkRange shard_range(std::uint64_t networks, std::uint64_t index, std::uint64_t count);

}  // namespace myriad
