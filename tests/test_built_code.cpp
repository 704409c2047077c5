// Which devices run which code: NVIDIA's rules of binary and PTX compatibility.
#include "kernels/built_code.hpp"

#include <gtest/gtest.h>

namespace myriad {
namespace {

TEST(BuiltCode, MachineCodeRunsOnItsMajorNumberFromItsMinorOn) {
  EXPECT_TRUE(has_code_for("80-real", 8, 0));
  EXPECT_TRUE(has_code_for("80-real", 8, 9));
  EXPECT_FALSE(has_code_for("86-real", 8, 0));
  EXPECT_FALSE(has_code_for("80-real", 9, 0));
  EXPECT_FALSE(has_code_for("90-real", 8, 0));
  EXPECT_TRUE(has_code_for("100-real", 10, 3));
  EXPECT_FALSE(has_code_for("100-real", 12, 0));
}

TEST(BuiltCode, PtxRunsOnEveryLaterDevice) {
  EXPECT_TRUE(has_code_for("75-virtual", 12, 0));
  EXPECT_FALSE(has_code_for("75-virtual", 7, 0));
  EXPECT_TRUE(has_code_for("80", 9, 0)) << "a plain number is both";
}

TEST(BuiltCode, AnyEntryOfTheListWillDo) {
  EXPECT_TRUE(has_code_for("75-real,80-real,120-virtual", 12, 1));
  EXPECT_TRUE(has_code_for("75-real,80-real,120-virtual", 7, 5));
  EXPECT_FALSE(has_code_for("75-real,80-real,120-virtual", 9, 0));
  EXPECT_FALSE(has_code_for("90a-real", 9, 0)) << "such code runs on one chip only";
  EXPECT_TRUE(has_code_for("", 3, 5)) << "not known";
}

}  // namespace
}  // namespace myriad
