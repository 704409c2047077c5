// Escaping: whatever a file holds, it stays text.
#include "host/report/html.hpp"

#include <gtest/gtest.h>

namespace myriad::report {
namespace {

TEST(Html, EscapesWhatEndsTextOrAttributes) {
  EXPECT_EQ(escape("<a href=\"x\" id='y'>&</a>"),
            "&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;&lt;/a&gt;");
}

TEST(Html, KeepsLinesAndOtherScripts) { EXPECT_EQ(escape("größe\n\t≤ 日本"), "größe\n\t≤ 日本"); }

TEST(Html, SectionsAreLandmarksWithTheirHeading) {
  EXPECT_EQ(section("cells", "All <cells>", "<p>x</p>\n"),
            "<section id=\"cells\" aria-labelledby=\"cells-h\">\n<h2 id=\"cells-h\">All "
            "&lt;cells&gt;</h2>\n"
            "<p>x</p>\n</section>\n");
}

TEST(Html, AWideTableScrollsByKeyboardToo) {
  EXPECT_NE(scrolling("a \"table\"", "<table></table>")
                .find("tabindex=\"0\" aria-label=\"a &quot;table&quot;\""),
            std::string::npos);
}

TEST(Html, NumbersStandOutAndStaySafe) {
  EXPECT_EQ(emphasised("up to 47.2% [46.8, 47.6] <b> of 3; -38.9 points [-39.6, -38.2]"),
            "up to <b>47.2%</b> <span class=\"ci\">[46.8, 47.6]</span> &lt;b&gt; of 3; <b>-38.9 points</b> <span "
            "class=\"ci\">[-39.6, -38.2]</span>");
  EXPECT_EQ(emphasised("[x] 5 & [1<2]"), "[x] 5 &amp; [1&lt;2]");
}

TEST(Html, ShowsWhatWouldSteerOrHide) {
  EXPECT_EQ(escape("\x1b[31mred\x07\x7f"), "\\x1b[31mred\\x07\\x7f");
  EXPECT_EQ(escape("a\u202etxt\u2066b"), "a\\u{202e}txt\\u{2066}b");
  EXPECT_EQ(escape("a\u200bb\u200f\ufeff"), "a\\u{200b}b\\u{200f}\\u{feff}");
  EXPECT_EQ(escape("csi \u009b1m"), "csi \\u{9b}1m");
  EXPECT_EQ(escape("bad \xff<"), "bad \\xff&lt;");
}

}  // namespace
}  // namespace myriad::report
