// How many networks to give an engine at a time.
#pragma once

#include <cstdint>

namespace myriad {

/// Aims at chunks of half a second: long enough to keep an engine busy, short enough to stop within two.
/// Nothing is known of the engine at first, so the first chunk is small and the next ones grow fourfold
/// at most. Work is counted in network-sample updates.
class Pace {
 public:
  /// `preferred` bounds the engine's memory; `work` is that of one network. At least 1.
  std::uint64_t next_chunk(std::uint64_t preferred, double work) const;
  void observe(double work, double seconds);

 private:
  double next_work_ = 0x1p26;  // a tenth of a second on one slow core
};

}  // namespace myriad
