// Which cells are compared, on plans made by hand and by the parser.
#include "host/tables/axis_pairs.hpp"

#include <gtest/gtest.h>

namespace myriad {
namespace {

std::string pairs_of(const std::string& axes) {
  const Sweep sweep = parse_spec(
      "spec_version = 1\nname = \"axes\"\nseed = 1\nnetworks_per_cell = 1\n[base]\n"
      "data = { source = \"xor\" }\n" +
          axes,
      "axes.toml");
  std::string text;
  for (const AxisPair& pair : axis_pairs(sweep)) {
    text += pair.key + " " + std::to_string(pair.a) + "-" + std::to_string(pair.b) + "; ";
  }
  return text;
}

TEST(AxisPairs, AGridIsComparedAlongEachAxisAgainstItsFirstValue) {
  EXPECT_EQ(pairs_of("[grid]\nlr = [0.1, 0.2, 0.3]\nepochs = [5, 6]\n"),
            "lr 0-2; lr 0-4; lr 1-3; lr 1-5; epochs 0-1; epochs 2-3; epochs 4-5; ");
}

TEST(AxisPairs, CellsThatDifferInTwoKeysAreNot) {
  EXPECT_EQ(pairs_of("[[zip]]\nlr = [0.1, 0.2]\nepochs = [5, 6]\n"), "");
}

TEST(AxisPairs, ExtraCellsJoinTheAxisThatTheyLieOn) {
  EXPECT_EQ(
      pairs_of("lr = 0.3\n[grid]\nlr = [0.1, 0.2]\n[[cell]]\nlr = 0.05\n[[cell]]\nepochs = 7\n"),
      "lr 0-1; lr 0-2; ");
  // a cell whose only partners lack the first value: the earliest value that they have
  EXPECT_EQ(pairs_of("lr = 0.1\n[grid]\nlr = [0.1, 0.2]\n[[cell]]\nlr = 0.3\nepochs = 7\n"
                     "[[cell]]\nlr = 0.2\nepochs = 7\n"),
            "lr 0-1; lr 3-2; epochs 1-3; ");
}

TEST(AxisPairs, OneCellHasNone) { EXPECT_EQ(pairs_of(""), ""); }

}  // namespace
}  // namespace myriad
