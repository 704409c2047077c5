// Random words: Philox4x32-10 of Random123. A word depends on the sweep's seed, the network's number, a
// stream and a draw, and on nothing else: never on a chunk, a cell, a thread or a rank.
#pragma once

#include <cstdint>

#include <Random123/philox.h>

#include "myriad/core/arithmetic.hpp"

namespace myriad {

struct Words {
  std::uint32_t word[4];
};

/// The four words of draw `draw` of `stream` of `network` under `seed`.
MYRIAD_HD Words random_words(std::uint64_t seed, std::uint64_t network, std::uint32_t stream,
                             std::uint32_t draw) {
  const philox4x32_ctr_t counter = {{static_cast<std::uint32_t>(network),
                                     static_cast<std::uint32_t>(network >> 32), stream, draw}};
  const philox4x32_key_t key = {
      {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)}};
  const philox4x32_ctr_t out = philox4x32(counter, key);
  return {{out.v[0], out.v[1], out.v[2], out.v[3]}};
}

/// Streams that belong to no parameter group (step/shape.hpp has those).
enum Stream : std::uint32_t {
  kTestSplitStream = 0x10000,   ///< which rows are held out; key = data.seed
  kDataStream = 0x10001,        ///< generated data; key = data.seed
  kSweepStream = 0x10002,       ///< the [random] cells; key = sweep seed
  kOwnArgumentStream = 0x20000, ///< + layer: the drawn argument of an activation; draw = optimiser step
  kOrderStream = 0x80000000,    ///< + epoch: the order of the rows in mini-batches
};

/// (2k+1) 2^-24 with k the top 23 bits: exact, symmetric about 1/2, never 0 or 1.
MYRIAD_HD float uniform_open(std::uint32_t word) {
  const std::uint32_t odd = (word >> 9) * 2u + 1u;  // < 2^24: exact in a float
  return mul(static_cast<float>(static_cast<std::int32_t>(odd)), 0x1p-24f);
}

}  // namespace myriad
