// The bits that every machine must produce: hashes of the elementary functions, and the digest of a small
// training. They change together with kNumericsVersion, and with nothing else.
#pragma once

#include <cstdint>

#include "isa/cpu_lanes.hpp"
#include "myriad/engine.hpp"

namespace myriad {

/// Sum over all 2^32 inputs of mix(input, bits of f(input)); order: kElementaryNames.
constexpr std::uint64_t kGoldenAll[kElementaryFunctions] = {
    0x937d36fde7badef0u, 0xa786faf904eb3230u, 0xdfdbc6f79bcc9081u, 0x2746f4f525681e77u,
    0xcb5a82c2ad0a7c42u, 0x7cca6c03a5260dc7u, 0x30674531a48f101cu, 0x57e25a3aa9e77f4au};

/// The same over a slice of inputs: from 0.5 on, a million neighbours.
constexpr std::uint32_t kGoldenSliceFirst = 0x3f000000u;
constexpr std::uint32_t kGoldenSliceLast = 0x3f0fffffu;
constexpr std::uint64_t kGoldenSlice[kElementaryFunctions] = {
    0xe68d49c04be3a26bu, 0xef7fc650f7e4841cu, 0x70e17908e4df81bdu, 0x987e0cc9cb147e01u,
    0x24f9f7fe8078840au, 0xf0c1feca22188d2bu, 0xffd4930780de10b2u, 0x16f7f43cc25bb302u};

/// The small training: five rows that are not dyadic, tanh, momentum, two hidden layers.
constexpr std::uint64_t kGoldenNetworks = 203;
constexpr std::uint64_t kGoldenTraining = 0x04f40967ff862949u;
CellJob golden_cell();

/// The build for an instruction set; baseline for a name that this build lacks.
CpuLanes lanes_for(const std::string& isa);

}  // namespace myriad
