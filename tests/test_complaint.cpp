// Errors as a terminal shows them: broken at its width and coloured; for a program the very text.
#include "host/cli/complaint.hpp"

#include <gtest/gtest.h>

namespace myriad::cli {
namespace {

const char* const kText =
    "sweep.toml:2:1: error: unknown key 'optimzer' in a table of them all\n"
    "  optimzer = \"a very long value that is longer than the terminal\"\n"
    "  ^~~~~~~~\n"
    "  help: did you mean 'optimizer'? keys: data, shape, activation, loss\n";

Terminal narrow(bool colour) {
  Terminal terminal;
  terminal.is_terminal = true;
  terminal.width = 40;
  terminal.colour = colour;
  return terminal;
}

TEST(Complaint, ForAProgramItIsTheText) { EXPECT_EQ(complaint(kText, {}), kText); }

TEST(Complaint, WordsAreBrokenAndWhatIsMarkedIsNot) {
  EXPECT_EQ(complaint(kText, narrow(false)),
            "sweep.toml:2:1: error: unknown key\n"
            "    'optimzer' in a table of them all\n"
            "  optimzer = \"a very long value that is longer than the terminal\"\n"
            "  ^~~~~~~~\n"
            "  help: did you mean 'optimizer'? keys:\n"
            "        data, shape, activation, loss\n");
  EXPECT_EQ(complaint("error: one two three four five six eight9\n\nUsage", narrow(false)),
            "error: one two three four five six\n       eight9\n\nUsage");
}

TEST(Complaint, Colours) {
  EXPECT_EQ(complaint("error: no\n  a\n  ^\n  help: yes", narrow(true)),
            "\x1b[31merror:\x1b[0m no\n  a\n  \x1b[31m^\x1b[0m\n  \x1b[1mhelp:\x1b[0m yes");
  EXPECT_EQ(complaint("f:1:1: error: no", narrow(true)), "f:1:1: \x1b[31merror:\x1b[0m no");
}

}  // namespace
}  // namespace myriad::cli
