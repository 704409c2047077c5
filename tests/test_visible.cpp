// Text of several lines on its way to a terminal or a page: nothing in it may steer one.
#include "host/text/visible.hpp"

#include <gtest/gtest.h>

namespace myriad {
namespace {

TEST(Visible, ControlCharactersAreShownNotSent) {
  EXPECT_EQ(visible("a\x1b[31mb\nc\x07"), "a\\x1b[31mb\nc\\x07");
  EXPECT_EQ(visible("\u009b2J"), "\\u{9b}2J");  // CSI as one character
  EXPECT_EQ(visible("a\u202etxt\u200b.exe"), "a\\u{202e}txt\\u{200b}.exe");
  for (const char* mark : {"\u061c", "\u200b", "\u200f", "\u2028", "\u202e", "\u2060", "\u206f", "\ufeff", "\u0080", "\u009f"}) {
    EXPECT_EQ(visible(mark).substr(0, 3), "\\u{") << mark;
  }
  for (const char* mark : {"\u061b", "\u061d", "\u200a", "\u2010", "\u2027", "\u202f", "\u205f", "\u2070", "\ufefe", "\u00a0"}) {
    EXPECT_EQ(visible(mark), mark);
  }
  EXPECT_EQ(visible("caf\u00e9 \u65e5"), "caf\u00e9 \u65e5");
}

TEST(Visible, LinesStayAndWhatElseIsKept) {
  EXPECT_EQ(visible("\n\nend"), "\n\nend");
  EXPECT_EQ(visible("end\n"), "end\n");
  EXPECT_EQ(visible("a\tb\n"), "a\\tb\n");
  EXPECT_EQ(visible("a\tb\n", "\n\t"), "a\tb\n");
  EXPECT_EQ(visible("a\nb", ""), "a\\nb");
  EXPECT_EQ(visible(""), "");
}

}  // namespace
}  // namespace myriad
