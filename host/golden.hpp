// The bits that every machine must produce: hashes of the elementary functions, and the digest of a small
// training. They change together with kNumericsVersion, and with nothing else.
#pragma once

#include <cstdint>

#include "isa/cpu_lanes.hpp"
#include "myriad/engine.hpp"

namespace myriad {

/// Sum over all 2^32 inputs of mix(input, bits of f(input)); order: kElementaryNames.
constexpr std::uint64_t kGoldenAll[kElementaryFunctions] = {0, 0, 0, 0, 0, 0, 0, 0};

/// The same over a slice of inputs: 0.5 … 2 with every 32-bit pattern in it.
constexpr std::uint32_t kGoldenSliceFirst = 0x3f000000u;
constexpr std::uint32_t kGoldenSliceLast = 0x3f0fffffu;
constexpr std::uint64_t kGoldenSlice[kElementaryFunctions] = {0, 0, 0, 0, 0, 0, 0, 0};

/// The small training: five rows that are not dyadic, tanh, momentum, two hidden layers.
constexpr std::uint64_t kGoldenNetworks = 203;
constexpr std::uint64_t kGoldenTraining = 0;
CellJob golden_cell();

/// The build for an instruction set; baseline for a name that this build lacks.
CpuLanes lanes_for(const std::string& isa);

}  // namespace myriad
