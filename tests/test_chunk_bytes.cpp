// A chunk from rank to rank: it arrives as it was sent, or is refused.
#include "host/mpi/chunk_bytes.hpp"

#include <gtest/gtest.h>

#include <random>

#include "host/engine/golden.hpp"
#include "myriad/error.hpp"

namespace myriad {
namespace {

TEST(ChunkBytes, ArriveAsTheyWereSent) {
  const CellJob cell = golden_cell();
  const ChunkResult sent = make_reference_engine()->run(cell, {5, 40}, {KeepRule::Kind::all, 0});
  const std::string bytes = to_bytes(sent);
  const ChunkResult got = chunk_from_bytes(bytes, 40);
  EXPECT_TRUE(got.summary == sent.summary);
  EXPECT_EQ(got.flags, sent.flags);
  ASSERT_EQ(got.kept.size(), 40u);
  for (std::size_t i = 0; i < 40; ++i) {
    EXPECT_EQ(digest_of(got.kept[i], kMaxParameters), digest_of(sent.kept[i], kMaxParameters));
  }
  EXPECT_THROW(chunk_from_bytes(bytes, 41), InputOutputError);
  EXPECT_TRUE(chunk_from_bytes(to_bytes({}), 0).kept.empty());
}

TEST(ChunkBytes, DamageIsFound) {
  const std::string bytes = to_bytes(make_reference_engine()->run(golden_cell(), {0, 3}, {KeepRule::Kind::all, 0}));
  for (std::size_t length = 0; length < bytes.size(); length += 7) {
    EXPECT_THROW(chunk_from_bytes(bytes.substr(0, length), 3), InputOutputError) << length;
  }
  std::mt19937 random(1);
  for (int i = 0; i < 300; ++i) {
    std::string flipped = bytes;
    flipped[random() % bytes.size()] ^= static_cast<char>(1 << random() % 8);
    EXPECT_THROW(chunk_from_bytes(flipped, 3), InputOutputError);
  }
}

}  // namespace
}  // namespace myriad
