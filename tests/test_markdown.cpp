// Text of strangers inside Markdown: what CommonMark takes as markup is escaped.
#include "host/text/markdown.hpp"

#include <gtest/gtest.h>

namespace myriad {
namespace {

TEST(Markdown, PlainTextStays) { EXPECT_EQ(markdown_text("lr=0.1, caf\u00e9"), "lr=0.1, caf\u00e9"); }

TEST(Markdown, MarkupIsShown) {
  EXPECT_EQ(markdown_text("<img src=x> & [a](b) `c` *d* | \\"), "&lt;img src=x&gt; &amp; \\[a\\](b) \\`c\\` \\*d\\* \\| \\\\");
}

TEST(Markdown, OneLineThatSteersNothing) {
  EXPECT_EQ(markdown_text("a\nb\u009b2J\u202e\x1b[0m"), "a\\\\nb\\\\u{9b}2J\\\\u{202e}\\\\x1b\\[0m");
}

}  // namespace
}  // namespace myriad
