// The bits that every machine must produce: hashes of the elementary functions, and the digest of a small
// training. They change together with kNumericsVersion, and with nothing else.
#pragma once

#include <cstdint>

#include "host/engine/isa/cpu_lanes.hpp"
#include "myriad/engine.hpp"

namespace myriad {

/// Sum over all 2^32 inputs of mix(input, bits of f(input)); order: kElementaryNames.
constexpr std::uint64_t kGoldenAll[kElementaryFunctions] = {
    0x937d36fde7badef0u, 0xf7704899bcf11d35u, 0xb9ff8cbf4cf8c7bdu, 0xc5bfce46d8cafb22u,
    0x1bc48fd8116531c2u, 0x35d001c860ac7adeu, 0x30674531a48f101cu, 0x57e25a3aa9e77f4au};

/// The same over a slice of inputs: from 0.5 on, a million neighbours.
constexpr std::uint32_t kGoldenSliceFirst = 0x3f000000u;
constexpr std::uint32_t kGoldenSliceLast = 0x3f0fffffu;
constexpr std::uint64_t kGoldenSlice[kElementaryFunctions] = {
    0xe68d49c04be3a26bu, 0x85d4243f7be34dc2u, 0x6c768ea5f3ddb2e2u, 0x7c112cd4fe423e64u,
    0xf5f5b15a3b10290cu, 0x8ecba8e8566f7049u, 0xffd4930780de10b2u, 0x16f7f43cc25bb302u};

/// The small training: five rows that are not dyadic, tanh, momentum, two hidden layers.
constexpr std::uint64_t kGoldenNetworks = 203;
constexpr std::uint64_t kGoldenTraining = 0xf5fea6ca73924c5cu;
CellJob golden_cell();

}  // namespace myriad
