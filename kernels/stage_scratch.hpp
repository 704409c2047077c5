// Device memory of a training in stages (kernels/stage_kernel.cuh).
#pragma once

#include <cstdint>

namespace myriad {

/// Networks between two stages: entry i of network n at [i * count + n]. Without optimiser state.
struct StoredNetworks {
  float* parameter = nullptr;
  std::uint32_t* death = nullptr;  ///< the four words of a DeathLog
  std::uint64_t count = 0;
};

/// Networks by their place in the launch; kSettledBit marks those that will not move at all.
struct NetworkList {
  std::uint32_t* at = nullptr;
  std::uint32_t* count = nullptr;
};
constexpr std::uint32_t kSettledBit = 0x80000000u;
constexpr std::uint32_t kNoNetwork = 0x7fffffffu;  ///< more than any place in a launch

/// What a training in stages needs beside records: kStageWords words a network, and 3 counts.
constexpr std::uint64_t kStageWords = 7 + 4 + 3;
struct StageScratch {
  StoredNetworks stored;
  NetworkList moving, next, still;
};

}  // namespace myriad
