// Words that a POSIX shell gives back as they were.
#include "host/text/shell.hpp"

#include <gtest/gtest.h>

namespace myriad {
namespace {

TEST(Shell, PlainWordsStayAsTheyAre) {
  EXPECT_EQ(shell_word("runs/the-question"), "runs/the-question");
  EXPECT_EQ(shell_word("--set"), "--set");
}

TEST(Shell, EverythingElseIsQuoted) {
  EXPECT_EQ(shell_word(""), "''");
  EXPECT_EQ(shell_word("a b"), "'a b'");
  EXPECT_EQ(shell_word("it's"), "'it'\\''s'");
  EXPECT_EQ(shell_word("$(x);y"), "'$(x);y'");
}

}  // namespace
}  // namespace myriad
