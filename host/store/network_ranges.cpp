// A set of network numbers, as disjoint ranges.
#include "host/store/network_ranges.hpp"

#include <algorithm>

namespace myriad {

void NetworkRanges::insert(NetworkRange range) {
  if (range.count == 0) return;
  Piece piece{range.first, range.first + range.count};
  const auto from = std::find_if(ranges_.begin(), ranges_.end(),
                                 [&](const Piece& p) { return p.end >= piece.first; });
  auto to = from;
  for (; to != ranges_.end() && to->first <= piece.end; ++to) {
    piece.first = std::min(piece.first, to->first);
    piece.end = std::max(piece.end, to->end);
  }
  ranges_.insert(ranges_.erase(from, to), piece);
}

std::uint64_t NetworkRanges::count() const {
  std::uint64_t sum = 0;
  for (const Piece& p : ranges_) sum += p.end - p.first;
  return sum;
}

std::vector<NetworkRange> NetworkRanges::missing(NetworkRange range) const {
  std::vector<NetworkRange> gaps;
  std::uint64_t next = range.first;
  const std::uint64_t end = range.first + range.count;
  for (const Piece& p : ranges_) {
    if (p.end <= next) continue;
    if (p.first >= end) break;
    if (p.first > next) gaps.push_back({next, p.first - next});
    next = p.end;
  }
  if (next < end) gaps.push_back({next, end - next});
  return gaps;
}

std::vector<NetworkRange> NetworkRanges::ranges() const {
  std::vector<NetworkRange> result;
  for (const Piece& p : ranges_) result.push_back({p.first, p.end - p.first});
  return result;
}

bool NetworkRanges::overlaps(NetworkRange range) const {
  const auto gaps = missing(range);
  return range.count > 0 && !(gaps.size() == 1 && gaps[0].count == range.count);
}

NetworkRange shard_range(std::uint64_t networks, std::uint64_t index, std::uint64_t count) {
  // n*i/N with n = q*N + r: q*i + r*i/N, and r*i < N^2.
  const std::uint64_t whole = networks / count, rest = networks % count;
  const auto edge = [&](std::uint64_t i) { return whole * i + rest * i / count; };
  return {edge(index), edge(index + 1) - edge(index)};
}

}  // namespace myriad
