// Complaints as text: the marks stand under the spot, and nothing that was read can steer a
// terminal.
#include "myriad/error.hpp"

#include <string>

#include <gtest/gtest.h>

namespace {

using namespace myriad;

TEST(Error, TextHasPlaceLineMarksAndHelp) {
  Diagnostic d;
  d.where = {"s.toml", 2, 17};
  d.what = "unknown activation 'rellu'";
  d.help = "did you mean 'relu'?";
  d.line_text = "  activation = \"rellu\"";
  d.length = 5;
  EXPECT_EQ(to_text(d),
            "s.toml:2:17: error: unknown activation 'rellu'\n"
            "    activation = \"rellu\"\n"
            "                  ^~~~~\n"
            "  help: did you mean 'relu'?");
}

TEST(Error, TextWithoutPlaceLineOrHelp) {
  Diagnostic d;
  d.what = "no rows";
  EXPECT_EQ(to_text(d), "error: no rows");
  d.where.file = "data.csv";
  EXPECT_EQ(to_text(d), "data.csv: error: no rows");
  d.where.line = 7;
  d.line_text = "1,2";
  EXPECT_EQ(to_text(d), "data.csv:7: error: no rows");
}

TEST(Error, MarksBeyondTheEndOfTheLineAreOneCaret) {
  Diagnostic d;
  d.where = {"s", 1, 6};
  d.what = "something is missing";
  d.line_text = "lr = ";
  d.length = 40;
  EXPECT_EQ(to_text(d), "s:1:6: error: something is missing\n  lr = \n       ^");
}

TEST(Error, TextsCannotSteerATerminal) {
  Diagnostic d;
  d.where = {"a\nb\x1b[2J.toml", 1, 7};
  d.what = "unknown key '\xe2\x80\xae'";
  d.help = "\x07";
  d.line_text = "\x1b[31m\t\xc3\xa9\xff = 1 # \xc2\x9b";
  d.length = 3;
  const std::string text = to_text(d);
  for (const char c : text) EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 || c == '\n') << text;
  EXPECT_EQ(text,
            "a\\nb\\x1b[2J.toml:1:7: error: unknown key '\\u{202e}'\n"
            "  \\x1b[31m \xc3\xa9\\xff = 1 # \\u{9b}\n"
            "           ^~~~~\n"
            "  help: \\x07");
}

TEST(Error, PrintableKeepsUtf8AndSpellsOutTheRest) {
  const std::string plain = "plain \xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80";
  EXPECT_EQ(printable(plain), plain);
  EXPECT_EQ(printable("a\tb\r\n"), "a\\tb\\r\\n");
  // A zero, a delete, an overlong slash, a surrogate, a cut-off euro.
  EXPECT_EQ(printable(std::string("\0\x7f\xc0\xaf\xed\xa0\x80\xe2\x82", 9)),
            "\\x00\\x7f\\xc0\\xaf\\xed\\xa0\\x80\\xe2\\x82");
}

TEST(Error, InputErrorSaysEveryComplaintUpToAHundred) {
  std::vector<Diagnostic> many(101);
  for (Diagnostic& d : many) d.what = "x";
  const InputError error(ExitCode::input_output, many);
  EXPECT_EQ(error.code(), ExitCode::input_output);
  EXPECT_EQ(error.diagnostics().size(), 101u);
  const std::string text = error.what();
  EXPECT_EQ(text.substr(text.rfind('\n') + 1), "… and 1 more errors");
}

}  // namespace
