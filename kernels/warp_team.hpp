// A team: neighbouring lanes of a warp that train one network together, for launches too small to fill a device.
// They share the network's chunks of rows and hold everything else alike, so that any size gives the same bits.
#pragma once

#include <cstdint>

#include "builtins.hpp"
#include "myriad/step/network.hpp"

namespace myriad {

/// `Size` lanes, a power of two up to 32. Every lane of the warp must come to each exchange.
template <int Size>
struct WarpTeam {
  static_assert(Size > 1 && 32 % Size == 0);
  static constexpr std::uint32_t size = Size;
  static constexpr unsigned every_lane = 0xffffffffu;

// nvcc compiles host versions too, which nobody calls.
#if defined(__CUDACC__) && !defined(__CUDA_ARCH__)
  MYRIAD_HD static std::uint32_t rank() { return 0; }
  MYRIAD_HD static float from(std::uint32_t, float x) { return x; }
  MYRIAD_HD static bool any(bool x) { return x; }
#else
  MYRIAD_HD static std::uint32_t rank() { return threadIdx.x % Size; }
  /// The value that member `owner` has.
  MYRIAD_HD static float from(std::uint32_t owner, float x) {
    return __shfl_sync(every_lane, x, static_cast<int>(owner), Size);
  }
  /// Whether it is true for any member.
  MYRIAD_HD static bool any(bool x) {
    const unsigned members = every_lane >> (32 - Size) << (threadIdx.x % 32 / Size * Size);
    return (__ballot_sync(every_lane, x) & members) != 0;
  }
#endif
};

/// A team of 1 is a thread alone.
template <int Size>
struct TeamOf {
  using Type = WarpTeam<Size>;
};
template <>
struct TeamOf<1> {
  using Type = Alone;
};

}  // namespace myriad
