// Text on its way to a terminal: nothing in it may steer one, and columns line up.
#include "host/cli/terminal.hpp"

#include <gtest/gtest.h>

namespace myriad::cli {
namespace {

TEST(Terminal, SentencesAreAsWideAsTheTerminalWithinLimits) {
  EXPECT_EQ(text_width({true, 20, false}), 40u);
  EXPECT_EQ(text_width({true, 200, false}), 200u);
  EXPECT_EQ(text_width({true, 200, false}, 120), 120u);
}

TEST(Terminal, PaintNeedsColour) {
  Terminal plain, coloured;
  coloured.colour = true;
  EXPECT_EQ(paint("x", Colour::red, plain), "x");
  EXPECT_EQ(paint("x", Colour::red, coloured), "\x1b[31mx\x1b[0m");
}

TEST(Terminal, ColumnsLineUp) {
  EXPECT_EQ(aligned({{"a", "bb", "c"}, {"aaa", "b"}, {"\xc3\xa9\xc3\xa9", "b", ""}}),
            "a    bb  c\naaa  b\n\xc3\xa9\xc3\xa9   b\n");
}

TEST(Terminal, WrappedBreaksAtBlanksOnly) {
  EXPECT_EQ(wrapped("aa bb cc dd", 2, 9), "aa bb\n  cc dd");
  EXPECT_EQ(wrapped("averyveryverylongword b", 2, 9), "averyveryverylongword\n  b");
  EXPECT_EQ(wrapped("", 2, 9), "");
}

TEST(Terminal, ColumnsThatDoNotFitGoBelow) {
  EXPECT_EQ(folded({{"n", "aa", "bb"}, {"1", "x", "y"}}, 80), "n  aa  bb\n1  x   y\n");
  EXPECT_EQ(folded({{"n", "aa", "bb"}, {"1", "x", "y"}}, 8), "n  aa\n1  x\n\nn  bb\n1  y\n");
  EXPECT_EQ(folded({{"n", "aa", "bb"}, {"1", "x", ""}, {"2", "", "y"}}, 8), "n  aa\n1  x\n2\n\nn  bb\n2  y\n");
  EXPECT_EQ(folded({{"n", "a very wide one"}}, 8), "n  a very wide one\n");
  EXPECT_EQ(folded({{"n"}}, 8), "n\n");
}

TEST(Terminal, WhatThingsAreIsBrokenUnderItself) {
  EXPECT_EQ(described({{"a", "one two three four"}, {"long", "x"}}, 20),
            "a     one two three\n      four\nlong  x\n");
}

TEST(Terminal, BrokenLinesAreBrokenAgain) {
  EXPECT_EQ(rewrapped("Head\n  - one two\n    three four\n  - five\n\nTail\n", 20),
            "Head\n  - one two three\n    four\n  - five\n\nTail\n");
}

}  // namespace
}  // namespace myriad::cli
